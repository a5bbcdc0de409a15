"""What a well-known system lets happen under pressure, probed one by one: here the opposite happens."""

import hashlib
import logging
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image as Drawing

from editorial import checks, desk
from editorial.changes import compared
from editorial.checks import Check, Level
from editorial.models import Docket, Step
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from series import editions, images, renditions, writing
from series.manuscript import Manuscript, Picture
from series.models import Edition, Image, Installment
from tests.editorial.browsing import as_, page
from tests.editorial.people import (
    again,
    approve,
    docket_in,
    edited,
    head_text,
    person,
    ready_text,
    refile,
    series,
    with_answer,
    with_portrait,
)


def live(docket: Docket, now=None) -> list[Manuscript]:
    """What readers of this installment read."""
    rows = docket.installment.editions.filter(editions.live(now or timezone.now()))
    return [row.read() for row in rows]


def refusal(docket: Docket, move: str, **more: object) -> tuple[str, ...]:
    """Every reason against a move; fails where it is made."""
    with pytest.raises(Refused) as refused:
        desk.make(docket, move, **more)
    return refused.value.reasons


def test_text_edited_during_review_then_approved(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    read = docket.head
    refile(docket, edited(read.read()), people.alice)

    assert refusal(docket, "approve", by=people.bob, seen=read.digest) == (
        "The text changed while you were reading. Read what changed, then decide.",
    )

    approve(docket, people.bob)  # bob reads the newer text
    desk.make(docket, "publish", by=people.dora)
    assert live(docket) == [docket.head.read()]


def test_autosave_after_approval(people):
    docket = docket_in(Stage.APPROVED, people)
    approved = docket.head
    before = approved.manuscript

    refile(docket, edited(approved.read()), people.alice)

    approved.refresh_from_db()
    assert approved.manuscript == before
    assert docket.stage == Stage.DRAFT
    assert "1 approval of exactly this text is missing." in refusal(docket, "publish", by=people.dora)


def test_autosave_that_changes_nothing_after_approval(people):
    docket = docket_in(Stage.APPROVED, people)

    refile(docket, head_text(docket), people.alice)
    desk.make(docket, "publish", by=people.dora)

    assert docket.stage == Stage.PUBLISHED


def test_author_with_moderator_rights_approves_their_own_work(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    people.alice.groups.set(Group.objects.all())

    assert refusal(docket, "approve", by=again(people.alice), seen=docket.head.digest) == (
        "You wrote some of this text: somebody else has to approve it.",
    )


def test_a_publisher_changes_a_live_page_without_any_approval(people):
    docket = docket_in(Stage.PUBLISHED, people)
    before = live(docket)
    gil = person("gil", "editor", "publisher")
    with pytest.raises(Refused, match="start a correction"):
        refile(docket, edited(before[0]), gil)
    desk.make(docket, "correct", by=gil)
    refile(docket, edited(before[0]), gil)

    reasons = refusal(docket, "publish", by=gil)

    assert "1 approval of exactly this text is missing." in reasons
    assert live(docket) == before


def test_an_editor_swaps_the_image_of_a_live_page(people):
    text = with_portrait(ready_text(people=1), picture("teal"))
    docket = docket_in(Stage.PUBLISHED, people, text)
    shown = live(docket)[0].contributions[0].portrait
    desk.make(docket, "correct", by=people.alice)

    refile(docket, with_portrait(head_text(docket), picture("crimson")), people.alice)

    assert live(docket)[0].contributions[0].portrait == shown
    assert head_text(docket).contributions[0].portrait.digest != shown.digest
    assert docket.steps.last().move == "correct"  # and the swap is a revision of the history:
    assert docket.head.number == 3


def picture(colour: str) -> Picture:
    """A stored portrait; each colour is another file under the same name."""
    file = BytesIO()
    Drawing.new("RGB", (40, 40), colour).save(file, "PNG")
    file.seek(0)
    row = writing.store_picture(images.accept(file, "imara-okello.png"))
    return Picture(name="imara-okello.png", alt="Imara Okello on a quay.", digest=row.digest)


def test_a_stored_picture_is_never_replaced_by_another_of_its_name(db):
    teal, crimson = picture("teal"), picture("crimson")
    assert teal.name == crimson.name

    renditions.write(Image.objects.get(pk=teal.digest).file.name, renditions.original(crimson.digest))

    assert picture("teal") == teal
    for each in (teal, crimson):
        assert hashlib.sha256(renditions.original(each.digest)).hexdigest() == each.digest


def test_two_publishers_save_from_the_same_starting_point(people):
    docket = docket_in(Stage.DRAFT, people)
    start = docket.head
    first, second = edited(start.read(), 0), edited(start.read(), 1)
    refile(docket, first, people.alice)

    with pytest.raises(desk.Conflict) as conflict:
        desk.file_copy(docket, second, by=people.root, base=start.digest)

    assert head_text(docket) == first
    assert conflict.value.mine == second  # the page shows it beside the first one's
    assert str(conflict.value) == (
        "Revision 3 was filed while you were writing. Nothing has been overwritten."
    )


def test_two_reviewers_approve_at_once(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    seen = docket.head.digest
    desk.make(Docket.objects.get(pk=docket.pk), "approve", by=people.bob, seen=seen)

    reasons = refusal(docket, "approve", by=people.carol, seen=seen)

    assert reasons == ("It is approved: “Approve” is not possible from there.",)
    assert [each.by for each in Step.objects.filter(move="approve")] == [people.bob]


@pytest.mark.parametrize("words", ["TBD", "xxx", " ", "\n\n\n", "\u00a0", "<p></p>", "..."])
def test_blanks_and_placeholders_as_required_text(people, words):
    docket = docket_in(Stage.IN_REVIEW, people, with_answer(ready_text(), words))

    assert "1 blocker must be mended first." in refusal(
        docket, "approve", by=people.bob, seen=docket.head.digest
    )
    assert "1 blocker must be mended first." in refusal(docket, "publish", by=people.dora)


@pytest.mark.parametrize("emptied", ["name", "answers", "people"])
def test_required_fields_emptied_during_review(people, emptied):
    docket = docket_in(Stage.IN_REVIEW, people)
    text = head_text(docket)
    first, *others = text.contributions
    if emptied == "name":
        first = replace(first, name="")
    elif emptied == "answers":
        first = replace(first, answers=tuple(replace(each, body="") for each in first.answers))
    gone = () if emptied == "people" else (first, *others)
    refile(docket, replace(text, contributions=gone), people.alice)

    against = refusal(docket, "publish", by=people.dora)
    assert any("must be mended first" in each or "nobody in it" in each for each in against)
    assert live(docket) == []


def test_a_custom_check_stops_every_way_to_the_readers(people, monkeypatch):
    docket = docket_in(Stage.APPROVED, people)

    def quays(reading):
        yield reading.at("title").finding(0, 4, "This word is not used here.")

    add(monkeypatch, Check("quays", "Quays", Level.BLOCKER, quays))

    for move in ("publish", "schedule"):
        reasons = refusal(docket, move, by=people.dora, moment=timezone.now() + timedelta(days=1))
        assert reasons == ("1 blocker must be mended first.",)


def test_a_custom_check_that_breaks_lets_nothing_through_and_stops_nobody_from_writing(people, monkeypatch):
    docket = docket_in(Stage.APPROVED, people)

    def broken(reading):
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(logging.getLogger("editorial.checks"), "handlers", [])
    add(monkeypatch, Check("broken", "Broken", Level.NOTICE, broken))

    assert refusal(docket, "publish", by=people.dora) == ("1 blocker must be mended first.",)
    assert live(docket) == []
    for place in ("review", "change", "history"):
        shown = as_(people.alice).get(page(place, docket))
        assert shown.status_code == 200
    assert (
        "This check itself fails on this text"
        in as_(people.alice).get(page("review", docket)).content.decode()
    )
    refile(docket, edited(head_text(docket)), people.alice)
    assert docket.head.number == 3


def add(monkeypatch, check: Check) -> None:
    """A check more, for this test; nothing that was found before counts."""
    from django.core.cache import cache

    cache.clear()
    every = {**checks.all_checks(), check.name: check}
    monkeypatch.setattr(checks, "all_checks", lambda: every)
    monkeypatch.setattr(checks, "_wanted", checks._wanted.__wrapped__)  # which remembers them


def test_one_bad_item_among_scheduled_ones(people):
    home, noon = series(), timezone.now() + timedelta(hours=3)
    dockets = [docket_in(Stage.SCHEDULED, people, ready_text(part), home, moment=noon) for part in (1, 2, 3)]
    bad = dockets[1]
    Installment.objects.filter(pk=bad.installment_id).update(title="xxx", closing="")  # past the desk
    approved = [docket.head.read() for docket in dockets]

    assert [live(docket, noon) for docket in dockets] == [[text] for text in approved]
    assert [Standing(docket, noon).stage for docket in dockets] == [Stage.PUBLISHED] * 3
    assert Edition.objects.filter(ended="").count() == 3


def test_one_voided_item_among_scheduled_ones(people):
    home, noon = series(), timezone.now() + timedelta(hours=3)
    one, two = (docket_in(Stage.SCHEDULED, people, ready_text(part), home, moment=noon) for part in (1, 2))

    refile(one, edited(head_text(one)), people.alice)

    assert live(one, noon) == []
    assert live(two, noon) == [two.head.read()]
    assert one.stage == Stage.DRAFT
    assert [each.move for each in one.steps.all()][-2:] == ["schedule", "reopen_changed"]


def test_a_changed_link_target_in_compare(people):
    docket = docket_in(Stage.APPROVED, people)
    before = head_text(docket)
    moved = before.call_to_action.replace("workbench.test/contact", "workbench.test/kontakt")

    filed = refile(docket, replace(before, call_to_action=moved), people.alice)

    after = filed.revision.read()
    shown = {path for path, text in compared(after).items() if text != compared(before).get(path)}
    assert shown == {"call_to_action"}
    assert [each.reviewer for each in filed.voided] == [people.bob]


def test_history_rows_cannot_be_deleted_or_rewritten(people):
    docket = docket_in(Stage.PUBLISHED, people)

    for forge in (
        lambda: Step.objects.filter(docket=docket)._raw_delete("default"),
        lambda: super(type(Step.objects.all()), Step.objects.all()).update(note="Nothing."),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            forge()

    assert [each.move for each in docket.steps.all()] == ["begin", "submit", "approve", "publish"]
