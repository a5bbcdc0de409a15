"""Ways around the desk to the readers: no edition past the gate, none changed or taken away."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from editorial import desk
from editorial.models import (
    Docket,
    HouseRules,
    Review,
)
from editorial.workflow import Refused, Stage
from series import issuing, writing
from series.manuscript import Manuscript
from series.models import Appearance, Contribution, Edition, Image, Installment
from tests.editorial.people import (
    approve,
    docket_in,
    edited,
    head_text,
    recorded,
    refile,
)
from tests.editorial.test_bypass_stages import forged
from tests.series.publish import interviews, picture, published, somebody


@pytest.fixture
def docket(people) -> Docket:
    return recorded(people)


# -- editions


@pytest.mark.parametrize("column", ["manuscript", "html", "html_by_question", "digest", "title", "slug"])
def test_what_readers_were_given_is_never_changed(docket, column):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Edition.objects.update(**{column: "rewritten"})


def test_an_edition_does_not_move_in_time_and_does_not_vanish(docket):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Edition.objects.update(live_from=timezone.now())
    with pytest.raises(IntegrityError, match=r"kept on record|never deleted"), transaction.atomic():
        Edition.objects.all().delete()


def test_a_withdrawn_edition_does_not_come_back(docket, people):
    desk.make(docket, "withdraw", by=people.dora, note="It names a customer.")

    with pytest.raises(IntegrityError, match="has ended"), transaction.atomic():
        Edition.objects.update(ended="", ended_at=None)


def raw_delete() -> None:
    QuerySet(Image)._raw_delete("default")


@pytest.mark.parametrize("where", ["portrait", "cover"])
def test_a_picture_that_only_an_edition_shows_stays_with_it(db, where):
    shown, other = picture(), picture((1, 2, 3))
    published(interviews(somebody(portrait=shown)) if where == "portrait" else interviews(cover=shown))
    Contribution.objects.update(portrait=None)  # the working rows have others by now
    Installment.objects.update(cover=None)

    for delete in (Image.objects.get(pk=shown.digest).delete, Image.objects.all().delete, raw_delete):
        with pytest.raises(IntegrityError, match="readers were given"), transaction.atomic():
            delete()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Image.objects.update(file="another.png")
    Image.objects.get(pk=other.digest).delete()  # nobody was given this one


def test_who_appears_is_never_changed(docket):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Appearance.objects.update(name="Somebody else")
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Appearance.objects.all().delete()


@pytest.mark.parametrize(
    "stage", [stage for stage in Stage if stage not in (Stage.APPROVED, Stage.SCHEDULED)]
)
def test_no_edition_is_issued_of_what_was_not_approved(people, stage):
    docket = docket_in(stage, people)

    with pytest.raises(IntegrityError, match="quorum"), transaction.atomic():
        issue(docket)


def issue(docket: Docket, text: Manuscript | None = None) -> Edition:
    """Go to the readers past the desk."""
    now, text = timezone.now(), text or head_text(docket)
    return issuing.issue(docket.installment, text, revision=docket.head.number, live_from=now, now=now)


@pytest.mark.parametrize("fault", ["quorum", "no rules", "taken back", "closed account", "other text"])
def test_no_edition_is_issued_past_the_gate(people, fault):
    docket = docket_in(Stage.APPROVED, people)
    if fault == "quorum":
        HouseRules.objects.update(quorum=2)
    elif fault == "no rules":
        HouseRules.objects.all().delete()
    elif fault == "taken back":
        Review.objects.create(
            revision=docket.head,
            reviewer=people.bob,
            verdict=Review.TAKE_BACK,
            digest=docket.head.digest,
            at=timezone.now(),
        )
    elif fault == "closed account":
        type(people.bob).objects.filter(pk=people.bob.pk).update(is_active=False)

    text = head_text(docket)
    with pytest.raises(IntegrityError, match="quorum"), transaction.atomic():
        issue(docket, edited(text) if fault == "other text" else text)

    assert not Edition.objects.exists()


def test_an_author_of_an_approved_text_is_no_voice_for_the_database_either(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    refile(docket, edited(head_text(docket)), people.root)
    refile(docket, head_text(docket), people.alice)
    desk.file_copy(docket, edited(head_text(docket), 1), by=people.alice, base=docket.head.digest)
    Review.objects.create(
        revision=docket.head,
        reviewer=people.root,  # wrote revision 3
        verdict=Review.APPROVE,
        digest=docket.head.digest,
        at=timezone.now(),
    )
    forged(docket, move="approve", before="in review", after="approved").save()
    Docket.objects.update(stage=Stage.APPROVED)

    with pytest.raises(IntegrityError, match="quorum"), transaction.atomic():
        issue(docket)


def test_rows_of_a_published_text_that_were_written_past_the_desk_reach_nobody(people):
    docket = docket_in(Stage.PUBLISHED, people)
    shown = Edition.objects.get().html
    Installment.objects.update(introduction="We spoke with nobody at all.")
    assert Edition.objects.get().html == shown
    desk.make(docket, "correct", by=people.alice)

    with pytest.raises(Refused, match="The text was changed since its last revision: save it"):
        desk.make(docket, "submit", by=people.alice)

    refile(docket, writing.manuscript(docket.installment), people.root)
    desk.make(docket, "submit", by=people.alice)
    assert docket.head.author == people.root  # who saved it has to find somebody else to approve it
    with pytest.raises(Refused, match="You wrote some of this text"):
        approve(docket, people.root)
