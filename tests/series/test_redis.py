"""Several machines that share a Redis: a real one, which each test may stop."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from time import sleep

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone
from redis import ConnectionError, Redis

from series import epoch, issuing, stamps, writing
from series.models import Series
from series.redis_stamp import COUNTER, WRITERS, RedisStamp
from tests.series.publish import published
from tests.series.test_cache import Site

PROGRAM = shutil.which("redis-server")
pytestmark = pytest.mark.skipif(not PROGRAM, reason="no redis-server: apt-get install it")


@pytest.fixture
def running(tmp_path) -> Iterator[tuple[str, subprocess.Popen]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PROGRAM, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:  # noqa: S603 - our own
        try:
            awaited(port, server)
            yield f"redis://127.0.0.1:{port}/0", server
        finally:
            server.kill()


def awaited(port: int, server: subprocess.Popen) -> None:
    with Redis(port=port) as client:
        while server.poll() is None:
            with suppress(ConnectionError):
                client.ping()
                return
            sleep(0.05)
    raise RuntimeError("redis-server ended by itself")


@pytest.fixture
def stamp(running, settings, transactional_db) -> RedisStamp:
    assert connection.features.supports_json_field
    settings.PAGE_STAMP = running[0]
    return stamps.stamp()


def test_two_machines_show_a_change_with_their_next_request(stamp, running, django_assert_num_queries):
    published()
    sites = [Site(RedisStamp(running[0])) for _ in range(2)]
    before = [site.get() for site in sites]
    with django_assert_num_queries(0):
        assert [site.get() for site in sites] == before

    issuing.withdraw(Series.objects.get().installments.get(), reason="Asked to.", now=timezone.now())

    assert [before[0][0], *(site.get()[0] for site in sites)] == [200, 410, 410]


def test_nothing_is_settled_while_somebody_changes_something_however_that_ends(stamp):
    published()
    assert stamp.settled()

    with suppress(ZeroDivisionError), transaction.atomic():
        writing.begin_series(title="Day Shift", slug="day-shift", format="interviews")
        during, marked = stamp.settled(), stamp.mark()
        raise ZeroDivisionError

    assert (during, stamp.settled(), stamp.mark() == marked) == (False, True, False)


def test_who_was_killed_in_the_middle_holds_nobody_up_for_longer_than_a_minute(stamp, running):
    client = Redis.from_url(running[0])
    left = stamp.hold()
    now = client.time()[0]
    (score,) = [score for _, score in client.zrange(WRITERS, 0, -1, withscores=True)]
    client.zadd(WRITERS, {client.zrange(WRITERS, 0, -1)[0]: now - 1})

    assert (59 <= score - now <= 60, stamp.settled()) == (True, True)
    left.let_go()
    client.close()


def test_a_redis_that_has_lost_everything_gives_no_mark_a_second_time(stamp, running):
    client, marks = Redis.from_url(running[0]), []
    for _ in range(20):
        marks.append(stamp.mark())
        client.delete(COUNTER)
    client.close()

    assert len(set(marks)) == 20


def test_without_redis_pages_ask_the_database_and_that_is_said_once(
    stamp, running, caplog, django_assert_num_queries
):
    published()
    site = Site(RedisStamp(running[0]))
    site.get()
    running[1].kill()
    running[1].wait()

    with django_assert_num_queries(3):
        assert [site.get()[0] for _ in range(3)] == [200, 200, 200]
    writing.begin_series(title="Day Shift", slug="day-shift", format="interviews")  # is not refused

    assert [site.get("/series/")[0], epoch.read() is not None] == [200, True]
    said = [each.getMessage() for each in caplog.records if each.name == "series.redis_stamp"]
    assert len([each for each in said if "asks the database" in each]) == 1


def test_the_common_cache_counts_on_in_memory_while_redis_is_gone(running, settings):
    where = {"BACKEND": "editorial.shared_cache.SharedCache", "LOCATION": running[0]}
    settings.CACHES = {"default": where, "other": where}
    caches["default"].set("tries", 1)
    shared = caches["other"].incr("tries")
    running[1].kill()
    running[1].wait()

    caches["default"].add("tries", 0)

    assert (shared, caches["default"].incr("tries")) == (2, 1)
