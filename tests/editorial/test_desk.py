"""From a draft to the readers: the moves, as sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import desk
from editorial.models import Comment, Docket, Step
from editorial.workflow import Refused, Stage
from series import editions
from series.manuscript import Picture
from series.models import Edition
from tests.editorial.people import (
    approve,
    docket_in,
    draft,
    edited,
    head_text,
    ready_text,
    refile,
    series,
    with_placeholder,
    with_portrait,
    with_stale_tag,
)


def read_by_readers(docket: Docket) -> list[str]:
    """The introductions that readers of this installment read now."""
    live = Edition.objects.filter(editions.live(timezone.now()), installment=docket.installment)
    return [each.read().introduction for each in live]


def test_readers_read_a_text_once_it_is_published(people):
    docket = docket_in(Stage.APPROVED, people)
    assert read_by_readers(docket) == []

    desk.make(docket, "publish", by=people.dora)

    assert read_by_readers(docket) == [docket.head.read().introduction]
    assert Edition.objects.get().digest == docket.head.digest


def test_a_move_that_does_not_exist_is_refused(people):
    with pytest.raises(Refused, match="There is no move"):
        desk.make(draft(people), "publish_without_asking", by=people.root)


def test_publishing_twice_is_publishing_once(people):
    docket = docket_in(Stage.PUBLISHED, people)

    with pytest.raises(Refused, match="It is published"):
        desk.make(docket, "publish", by=people.dora)

    assert (Edition.objects.count(), docket.steps.filter(move="publish").count()) == (1, 1)


def test_a_refusal_names_every_reason_and_changes_nothing(people):
    docket = draft(people, with_stale_tag(with_placeholder(ready_text())))
    steps = Step.objects.count()

    with pytest.raises(Refused) as refused:
        desk.make(docket, "publish", by=people.alice)

    assert refused.value.reasons == (
        "It is draft: “Publish now” is not possible from there.",
        "Only a publisher can do this.",
        "1 blocker must be mended first.",
        "1 warning must be mended or let stand first.",
        "1 approval of exactly this text is missing.",
    )
    assert (docket.stage, Step.objects.count()) == (Stage.DRAFT, steps)


def test_an_approval_names_the_text_that_was_read(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    read = docket.head.digest
    refile(docket, edited(head_text(docket)), people.alice)

    with pytest.raises(Refused, match="changed while you were reading"):
        desk.make(docket, "approve", by=people.bob, seen=read)
    with pytest.raises(Refused, match="changed while you were reading"):
        desk.make(docket, "request_changes", by=people.bob, seen=read, note="Shorter, please.")

    assert not docket.head.reviews.exists()


def test_a_correction_leaves_readers_their_text_until_it_is_published(people):
    docket = docket_in(Stage.PUBLISHED, people)
    old = head_text(docket)
    desk.make(docket, "correct", by=people.alice)
    new = edited(old)
    refile(docket, new, people.alice)
    desk.make(docket, "submit", by=people.alice)
    approve(docket, people.bob)
    assert read_by_readers(docket) == [old.introduction]

    desk.make(docket, "publish", by=people.dora)

    assert read_by_readers(docket) == [new.introduction]


@pytest.mark.parametrize("meanwhile", ["nothing", "a correction", "a scheduled correction"])
def test_a_withdrawn_text_is_gone_whatever_was_under_way(people, meanwhile):
    docket = docket_in(Stage.PUBLISHED, people)
    if meanwhile != "nothing":
        desk.make(docket, "correct", by=people.alice)
        refile(docket, edited(head_text(docket)), people.alice)
    if meanwhile == "a scheduled correction":
        desk.make(docket, "submit", by=people.alice)
        approve(docket, people.bob)
        desk.make(docket, "schedule", by=people.dora, moment=timezone.now() + timedelta(hours=1))

    desk.make(docket, "withdraw", by=people.dora, note="A person in it asked us to.")

    assert docket.stage == Stage.WITHDRAWN
    for later in (timedelta(0), timedelta(hours=2), timedelta(days=400)):
        assert not Edition.objects.filter(editions.live(timezone.now() + later)).exists()


def test_an_address_that_another_part_has_or_had_stops_publication(people):
    home = series()
    docket_in(Stage.WITHDRAWN, people, replace(ready_text(1), slug="over-tea"), home)
    docket = docket_in(Stage.APPROVED, people, replace(ready_text(2), slug="over-tea"), home)

    with pytest.raises(Refused, match="has, or had, the address"):
        desk.make(docket, "publish", by=people.dora)


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        (lambda text: replace(text, contributions=()), "There is nobody in it yet"),
        (lambda text: replace(text, slug=""), "It has no address yet"),
        (lambda text: replace(text, slug="part 1"), "may hold only letters"),
        (lambda text: replace(text, slug="a" * 121), "longer than 120 characters"),
        (lambda text: replace(text, topics=("t" * 81,)), "longer than 80 characters"),
        (lambda text: with_portrait(text, Picture(name="imara-okello.jpg", alt="Imara")), "never uploaded"),
        (lambda text: replace(text, cover=Picture(name="cover.jpg", alt="A desk.")), "never uploaded"),
    ],
)
def test_obstacles_stop_publication_in_plain_words(people, spoilt, sentence):
    docket = draft(people, spoilt(ready_text()))

    with pytest.raises(Refused) as refused:
        desk.make(docket, "publish", by=people.dora)

    assert any(sentence in reason for reason in refused.value.reasons)


def test_a_comment_answers_comments_of_its_own_text_alone(people):
    home = series()
    one, other = draft(people, ready_text(1), home), draft(people, ready_text(2), home)
    said = desk.comment(one, by=people.bob, text="Who is this?", path="title")

    with pytest.raises(Refused, match="another text"):
        desk.comment(other, by=people.alice, text="Imara.", answers=said)
    with pytest.raises(Refused, match="people of the desk"):
        desk.comment(one, by=people.eve, text="Me too.")

    assert Comment.objects.get().revision == one.head
