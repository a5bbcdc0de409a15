"""When a schedule is meant: dates, times, zones, and hours that clocks skip or repeat."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import timezone

from editorial.admin import moments
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.browsing import post, stage_of, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("date=&time=09:00", "Give a date, such as 2027-03-26."),
        ("date=2027-02-31&time=09:00", "Give a date, such as 2027-03-26."),
        ("date=2027-03-26&time=9 o'clock", "Give a time, such as 09:00."),
        ("date=2027-03-26&time=25:00", "Give a time, such as 09:00."),
        ("date=2027-03-26&time=09:00&zone=Mars/Base", "Choose one of the time zones."),
        ("date=0001-01-01&time=00:00&zone=Asia/Tokyo", "Give a date in this century."),
        (
            "date=2026-11-20&time=09:00&zone=Europe/Paris",
            "Friday 20 November 2026, 09:00 is in the past. It is now 14:05 on 21 November 2026 in Paris.",
        ),
        (
            "date=2027-03-28&time=02:30&zone=Europe/Paris",
            "02:30 does not exist on 28 March in Paris: clocks go forward.",
        ),
        (
            "date=2027-10-31&time=02:30&zone=Europe/Paris",
            "02:30 happens twice on 31 October in Paris. Say which.",
        ),
    ],
)
def test_a_moment_that_is_none_is_refused_in_plain_words(typed: str, sentence: str) -> None:
    now = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)

    with pytest.raises(moments.Unclear) as refused:
        moments.read(QueryDict(typed), now)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("date=2027-03-28&time=09:00&zone=Europe/Paris", datetime(2027, 3, 28, 7, 0, tzinfo=UTC)),
        ("date=2027-03-28&time=09:00&zone=America/New_York", datetime(2027, 3, 28, 13, 0, tzinfo=UTC)),
        ("date=2027-10-31&time=02:30&zone=Europe/Paris&which=1", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("date=2027-10-31&time=02:30&zone=Europe/Paris&which=2", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_meant_in_its_zone(typed: str, meant: datetime) -> None:
    now = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)

    assert moments.read(QueryDict(typed), now) == meant


def test_a_schedule_goes_live_at_the_moment_in_the_zone_that_was_chosen(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    day = timezone.localdate() + timedelta(days=400)

    data = {"date": day.isoformat(), "time": "09:00", "zone": "America/New_York"}
    post(people.dora, docket, "schedule", data)

    live_from = Edition.objects.get().live_from.astimezone(ZoneInfo("America/New_York"))
    assert (live_from.date(), f"{live_from:%H:%M}") == (day, "09:00")


def test_a_schedule_in_the_past_is_refused_and_what_was_typed_is_kept(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)

    response = post(people.dora, docket, "schedule", {"date": "2020-02-03", "time": "04:05", "zone": "UTC"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Monday 3 February 2020, 04:05 is in the past." in text_of(response)
    assert 'value="2020-02-03"' in page
    assert 'value="04:05"' in page
    assert '<option value="UTC" selected>' in page
    assert stage_of(docket) == Stage.APPROVED
