"""Schedules: readers get a text at its second with no worker running, and what voids it voids it at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import desk
from editorial.models import Docket
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from series import editions
from series.manuscript import Manuscript
from series.models import Edition
from tests.editorial.people import approve, docket_in, edited, head_text, ready_text, refile

NOW = timezone.now()
NOON = NOW + timedelta(hours=3)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def texts(docket: Docket, moment) -> list[Manuscript]:
    """What readers of this installment read at a moment."""
    return [each.read() for each in docket.installment.editions.filter(editions.live(moment))]


@pytest.fixture
def scheduled(people) -> Docket:
    """Due at noon."""
    return docket_in(Stage.SCHEDULED, people, moment=NOON)


@pytest.fixture
def corrected(people) -> Docket:
    """Live, with a correction that is due at noon."""
    docket = docket_in(Stage.PUBLISHED, people)
    desk.make(docket, "correct", by=people.alice)
    refile(docket, edited(head_text(docket)), people.alice)
    desk.make(docket, "submit", by=people.alice)
    approve(docket, people.bob)
    desk.make(docket, "schedule", by=people.dora, moment=NOON)
    return docket


def test_a_scheduled_text_is_read_from_its_second_on(scheduled):
    assert texts(scheduled, NOON - SECOND) == []
    assert texts(scheduled, NOON) == [head_text(scheduled)]


def test_a_scheduled_correction_replaces_the_text_at_its_second(corrected):
    old, new = corrected.revisions.get(number=2).read(), head_text(corrected)

    assert texts(corrected, NOON - SECOND) == [old]
    assert texts(corrected, NOON) == [new]
    assert texts(corrected, NOON + DAY) == [new]


def test_a_moment_has_to_come_and_to_name_its_zone(people):
    docket = docket_in(Stage.APPROVED, people)

    for moment, sentence in (
        (NOW - DAY, "This moment is in the past."),
        (NOON.replace(tzinfo=None), "Say in which time zone the moment is."),
        (None, "Say when it should be published."),
    ):
        with pytest.raises(Refused) as refused:
            desk.make(docket, "schedule", by=people.dora, moment=moment)
        assert refused.value.reasons == (sentence,)


def test_a_schedule_whose_moment_has_come_is_published(people, scheduled):
    assert Standing(scheduled, NOON - SECOND).stage is Stage.SCHEDULED
    assert Standing(scheduled, NOON).stage is Stage.PUBLISHED

    desk.make(scheduled, "correct", by=people.alice, now=NOON + DAY)

    steps = [(each.move, each.at, each.by) for each in scheduled.steps.all()][-2:]
    assert steps == [("appear", NOON, None), ("correct", NOON + DAY, people.alice)]
    assert scheduled.stage == Stage.DRAFT


@pytest.mark.parametrize("move", ["unschedule", "publish", "take_back"])
def test_what_is_late_is_refused_as_published(people, scheduled, move):
    by = people.bob if move == "take_back" else people.dora

    with pytest.raises(Refused, match="It is published"):
        desk.make(scheduled, move, by=by, now=NOON)

    assert texts(scheduled, NOON) == [head_text(scheduled)]


def test_a_text_that_went_live_by_the_clock_is_frozen(people, scheduled):
    with pytest.raises(Refused, match="start a correction"):
        refile(scheduled, edited(head_text(scheduled)), people.alice, now=NOON)

    assert texts(scheduled, NOON) == [head_text(scheduled)]


def test_a_text_that_went_live_by_the_clock_can_be_withdrawn(people, scheduled):
    desk.make(scheduled, "withdraw", by=people.dora, note="It names a customer.", now=NOON + DAY)

    assert [each.move for each in scheduled.steps.all()][-2:] == ["appear", "withdraw"]
    assert texts(scheduled, NOON + DAY) == []


def test_before_its_moment_there_is_nothing_to_withdraw(people, scheduled):
    with pytest.raises(Refused, match="Readers cannot see it"):
        desk.make(scheduled, "withdraw", by=people.dora, note="It names a customer.")


def test_a_cancelled_schedule_leaves_an_approved_text(people, scheduled):
    desk.make(scheduled, "unschedule", by=people.dora)

    assert (scheduled.stage, scheduled.moment) == (Stage.APPROVED, None)
    assert texts(scheduled, NOON + DAY) == []
    desk.make(scheduled, "publish", by=people.dora)
    assert texts(scheduled, NOON) == [head_text(scheduled)]


@pytest.mark.parametrize("how", ["unschedule", "edit", "take_back", "account", "quorum"])
def test_a_correction_that_is_not_to_come_leaves_the_live_text_for_good(people, corrected, how):
    old = corrected.revisions.get(number=2).read()

    if how == "unschedule":
        desk.make(corrected, "unschedule", by=people.dora)
    elif how == "edit":
        refile(corrected, edited(head_text(corrected), 2), people.alice)
    elif how == "take_back":
        desk.make(corrected, "take_back", by=people.bob)
    elif how == "account":
        people.bob.groups.clear()
        desk.recheck_voice(people.bob)
    else:
        desk.set_quorum(corrected.installment.series, 2, by=people.root)

    for moment in (timezone.now(), NOON, NOON + 400 * DAY):
        assert texts(corrected, moment) == [old]
    live = corrected.installment.editions.get(ended="")
    assert live.live_until is None


def test_publishing_now_does_away_with_the_schedule(people, corrected):
    desk.make(corrected, "publish", by=people.dora)

    for moment in (timezone.now(), NOON, NOON + DAY):
        assert texts(corrected, moment) == [head_text(corrected)]
    assert Edition.objects.filter(ended=Edition.CANCELLED).count() == 1


def test_a_withdrawn_text_does_not_come_back_by_a_schedule(people, corrected):
    desk.make(corrected, "withdraw", by=people.dora, note="It names a customer.")

    for moment in (timezone.now(), NOON, NOON + DAY):
        assert texts(corrected, moment) == []


def test_a_clock_that_is_set_back_publishes_nothing_twice_and_loses_nothing(people):
    """Nothing is readable before its moment, not even what a clock that was ahead has published."""
    docket, before = docket_in(Stage.APPROVED, people), docket_in(Stage.PUBLISHED, people, ready_text(2))
    desk.make(docket, "publish", by=people.dora, now=NOON)
    old = head_text(docket)

    with pytest.raises(Refused, match="It is published"):
        desk.make(docket, "publish", by=people.dora, now=NOON - DAY)
    desk.make(docket, "correct", by=people.alice, now=NOON - DAY)
    refile(docket, edited(old), people.alice, now=NOON - DAY)

    assert texts(docket, NOON - SECOND) == []
    assert texts(docket, NOON) == texts(docket, NOON + DAY) == [old]
    assert texts(before, NOW + DAY) == [head_text(before)]
    assert docket.installment.editions.count() == 1
    moments = [each.at for each in docket.steps.all()]
    assert moments == sorted(moments)


def test_first_published_is_when_the_first_edition_went_live(people, corrected):
    first, second = corrected.installment.editions.order_by("number")

    assert second.first_published == first.live_from
    assert second.live_from == NOON


def approved_again(docket: Docket, people, now) -> None:
    """A correction, ready to be published."""
    desk.make(docket, "correct", by=people.alice, now=now)
    refile(docket, edited(head_text(docket)), people.alice)
    desk.make(docket, "submit", by=people.alice, now=now)
    approve(docket, people.bob)


def test_a_correction_tells_readers_what_was_corrected_and_earlier_notices_stay(people):
    docket = docket_in(Stage.PUBLISHED, people)

    for day, note in ((1, "The ferry left at six,\nnot at seven."), (2, ""), (3, "It has one funnel.")):
        approved_again(docket, people, NOW + day * DAY)
        desk.make(docket, "publish", by=people.dora, note=note, now=NOW + day * DAY)

    address = docket.installment.series.slug, head_text(docket).slug
    told = [(each.at - NOW, each.text) for each in editions.at(*address, NOW + 3 * DAY).corrections]
    assert told == [(3 * DAY, "It has one funnel."), (DAY, "The ferry left at six, not at seven.")]
    assert docket.steps.last().note == "It has one funnel."
    told = [each.text for each in editions.at(*address, NOW + 2 * DAY).corrections]
    assert told == ["", "The ferry left at six, not at seven."]


def test_a_notice_that_is_not_finished_is_refused_and_a_first_edition_has_none(people):
    docket = docket_in(Stage.APPROVED, people)
    desk.make(docket, "publish", by=people.dora, note="For the history: TBD")
    approved_again(docket, people, NOW + DAY)

    for note in ("The year was XXX.", "word " * 300):
        with pytest.raises(Refused, match="hat was corrected"):
            desk.make(docket, "publish", by=people.dora, note=note, now=NOW + DAY)

    assert docket.installment.editions.get().corrections == []
