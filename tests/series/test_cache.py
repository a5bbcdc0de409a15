"""Pages that are kept: when they may be served, when not any more, and what never is kept."""

import gzip
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from series import epoch, issuing, stamps, writing
from series.kept import AGAIN, Kept
from series.models import Announcement, Edition, Series
from series.stamps import FileStamp, NoStamp, Stamp
from tests.series.publish import interviews, published, somebody, story, withdrawn

PART = "/series/night-shift/part-1/"


class Site:
    """A process of the site, as a server would ask it."""

    def __init__(self, stamp: Stamp, most: int = 1_000_000) -> None:
        self.application = Kept(WSGIHandler(), stamp, most=most, apart=("/desk/", "/static/"))

    def get(self, path: str = PART, *, method: str = "GET", **headers: str) -> tuple[int, dict, bytes]:
        path, _, query = path.partition("?")
        environ = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": method,
            "HTTP_HOST": "testserver",
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        told = []
        found = self.application(environ, lambda *args: told.extend(args))
        body = b"".join(found)
        getattr(found, "close", lambda: None)()
        return int(told[0][:3]), dict(told[1]), body


@pytest.fixture
def stamp(tmp_path, settings, transactional_db) -> FileStamp:
    """A machine of its own."""
    assert connection.features.supports_json_field
    settings.PAGE_STAMP = str(tmp_path / "stamp")
    return stamps.stamp()


@pytest.fixture
def site(stamp) -> Site:
    return Site(stamp)


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


# -- what is answered


def test_a_page_is_compressed_once_and_has_a_tag_for_each_encoding(site):
    published()

    _, plain, body = site.get()
    status, packed, compressed = site.get(accept_encoding="br, gzip")

    assert (status, gzip.decompress(compressed)) == (200, body)
    assert packed["Content-Length"] == str(len(compressed))
    assert (plain["Vary"], packed["Vary"], packed["Content-Encoding"]) == ("Accept-Encoding",) * 2 + ("gzip",)
    assert plain["ETag"].startswith('"')
    assert plain["ETag"] != packed["ETag"]
    assert plain["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert site.get(accept_encoding="gzip;q=0, br") == site.get()
    assert site.get(accept_encoding="gzip", if_none_match=f'"x", W/{packed["ETag"]}')[::2] == (304, b"")
    assert site.get(if_none_match=packed["ETag"])[0] == 200
    assert site.get(method="HEAD") == (200, plain, b"")


def test_whoever_has_a_page_already_does_not_spoil_it_for_others(site):
    published()
    tag = site.get()[1]["ETag"]
    site.application.store.forget()

    assert site.get(if_none_match=tag)[::2] == (304, b"")
    site.application.store.forget()
    assert site.get(method="HEAD")[::2] == (200, b"")
    assert len(site.get()[2]) > 5000


def test_pages_name_what_a_browser_needs_first(site):
    published()

    link = site.get()[1]["Link"]

    assert '</static/site/fonts/literata-latin.woff2>; rel=preload; as=font; type="font/woff2"' in link


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (PART, True),
        (f"{PART}?utm_source=letter&fbclid=1", True),
        ("/series/night-shift/part-9/", True),  # withdrawn
        ("/feed.atom", True),
        ("/series/night-shift/part-1.md", True),
        ("/series/night-shift/?before=20990101T000000000000Z-1", False),
        ("/search/?q=bread", False),
        ("/series/night-shift/never-was/", False),
        ("/nowhere/", False),
        ("/desk/login/", False),
        ("/static/site/stet.css", False),
        ("/series", False),
    ],
)
def test_only_what_its_address_alone_decides_is_kept(site, path, kept):
    published()
    withdrawn(interviews(part=9))

    first = site.get(path)

    assert bool(site.application.store._answers) is kept
    assert site.get(path)[::2] == first[::2] or path.startswith("/desk")


def test_nothing_that_somebody_puts_behind_an_address_is_in_what_others_get(site):
    published(story())

    for path in ("/", "/people/", "/stories/", "/series/notes/the-handover-that-nobody-read/"):
        site.get(f"{path}?utm_campaign=unseen")
        assert b"unseen" not in site.get(path)[2]


def test_other_hosts_have_pages_of_their_own_and_none_where_there_is_no_such_site(site):
    published()
    site.get()

    assert site.get(host="elsewhere.test")[0] == 400
    assert len(site.application.store._answers) == 1


def test_the_memory_that_pages_take_is_bounded(stamp):
    for part in range(1, 7):
        published(interviews(somebody(background="Long. " * 2000), part=part))
    site = Site(stamp, most=150_000)

    for part in range(1, 7):
        site.get(f"/series/night-shift/part-{part}/")

    store = site.application.store
    assert store.size <= 150_000
    assert store.size == sum(each.size for each in store._answers.values())
    assert [key[0][-3:] for key in store._answers][-1] == "-6/"
    assert 1 < len(store._answers) < 6


def test_where_the_database_does_not_know_nothing_is_kept(stamp, monkeypatch, caplog):
    published()
    site = Site(stamp)

    def refused() -> None:
        raise DatabaseError

    monkeypatch.setattr(epoch, "read", refused)

    assert site.get()[0] == 200
    assert not site.application.store._answers
    assert "does not say" in caplog.text
