"""Pages that are kept: when they may be served, when not any more, and what never is kept."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from series import epoch, issuing, writing
from series.kept import AGAIN
from series.models import Announcement, Edition, Series
from series.stamps import NoStamp
from tests.series.publish import interviews, published
from tests.series.site import Site


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


# -- how many queries


def test_a_page_is_one_query_the_first_time_and_none_after_that(site, django_assert_num_queries):
    published()
    site.get("/robots.txt")  # from here on this process knows the epoch

    with django_assert_num_queries(1):
        first = site.get()
    with django_assert_num_queries(0):
        again = [site.get(), site.get(), site.get("/robots.txt")]

    assert first[0] == 200
    assert again[:2] == [first, first]


def test_machines_that_share_nothing_ask_the_database_each_time(stamp, django_assert_num_queries):
    site = Site(NoStamp())
    published()
    site.get()

    with django_assert_num_queries(1):
        assert site.get()[0] == 200


# -- the end of an epoch

CHANGES: dict[str, Callable[[Edition], object]] = {
    "a correction": lambda edition: published(interviews(introduction="Put right."), of=edition.installment),
    "another part": lambda edition: published(interviews(part=2)),
    "a withdrawal": lambda edition: issuing.withdraw(
        edition.installment, reason="A mistake.", now=timezone.now()
    ),
    "an announcement": lambda edition: writing.keep(
        Announcement(text="We move", first_day=timezone.localdate(), last_day=timezone.localdate())
    ),
    "a series' colour": lambda edition: writing.keep(_changed(edition.series, tone="moss")),
}


def _changed(series: Series, **values: str) -> Series:
    for name, value in values.items():
        setattr(series, name, value)
    return series


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_a_page_changes_it_in_every_process_at_once(stamp, change):
    edition = published()
    sites = [Site(stamp), Site(stamp)]
    before = [site.get() for site in sites]

    change(edition)

    after = [site.get() for site in sites]
    assert after[0] == after[1]
    assert before[0] == before[1] != after[0]


def test_pages_stay_kept_where_nothing_that_readers_see_has_changed(site, django_assert_num_queries):
    edition = published()
    site.get()

    writing.write(edition.installment, interviews(introduction="Nobody has approved this."))
    with suppress(ZeroDivisionError), transaction.atomic():
        issuing.withdraw(edition.installment, reason="", now=timezone.now())
        raise ZeroDivisionError

    with django_assert_num_queries(1):  # for the token: somebody had begun to change something
        assert site.get()[0] == 200
    with django_assert_num_queries(0):
        site.get()


def test_what_another_hand_writes_shows_within_seconds(stamp, monkeypatch):
    edition, site = published(), Site(stamp)
    assert b'data-tone="moss"' not in site.get()[2]

    Series.objects.filter(pk=edition.series_id).update(tone="moss")

    then = time.monotonic() + AGAIN
    monkeypatch.setattr("series.kept.time.monotonic", lambda: then)
    assert b'data-tone="moss"' in site.get()[2]


def test_the_clock_ends_an_epoch_at_the_next_go_live_and_at_midnight(site):
    published()
    coming = published(interviews(part=2), live_from=timezone.now() + timedelta(minutes=5))
    first = site.get()

    with time_machine.travel(coming.live_from - timedelta(milliseconds=1), tick=False):
        assert site.get() == first
    with time_machine.travel(coming.live_from, tick=False):
        assert b"/part-2/" in site.get()[2]
        epochs = epoch.read()
    assert coming.live_from.timestamp() < epochs.until <= coming.live_from.timestamp() + 24 * 3600


def test_an_announcement_ends_at_the_end_of_its_last_day(site):
    with time_machine.travel(datetime(2031, 3, 1, 22, 59, 59, tzinfo=UTC), tick=False):  # in Paris 23:59:59
        day = timezone.localdate()
        writing.keep(Announcement(text="We move", first_day=day, last_day=day))
        assert b"We move" in site.get("/")[2]
        with later(1):
            assert b"We move" not in site.get("/")[2]


# -- the middle of a change


def test_between_its_beginning_and_its_end_a_change_is_asked_for(stamp, django_assert_num_queries):
    edition, site = published(), Site(stamp)
    site.get()
    seen = []

    def read() -> None:
        seen.append(site.get()[0])
        connection.close()

    def aside() -> None:  # as another process: a connection of its own
        thread = Thread(target=read)
        thread.start()
        thread.join()

    with transaction.atomic():
        issuing.withdraw(edition.installment, reason="", now=timezone.now())
        aside()
        transaction.on_commit(aside)
    assert seen == [200, 410]
    assert stamp.settled()


def test_a_page_made_from_what_was_is_not_kept_for_what_is(stamp, monkeypatch):
    edition, site = published(), Site(stamp)
    site.get("/robots.txt")
    django = site.application._application

    def withdrawn_while_it_is_answered(*args):
        found = django(*args)
        monkeypatch.setattr(site.application, "_application", django)
        issuing.withdraw(edition.installment, reason="", now=timezone.now())
        return found

    monkeypatch.setattr(site.application, "_application", withdrawn_while_it_is_answered)

    assert [site.get()[0], site.get()[0]] == [200, 410]


def test_a_stamp_that_is_lost_is_no_stamp(stamp):
    edition, site = published(), Site(stamp)
    site.get()
    Path(stamp.path).unlink()
    assert site.get()[0] == 200

    issuing.withdraw(edition.installment, reason="", now=timezone.now())

    assert site.get()[0] == 410
