"""Several processes that keep pages: what changes by the clock or by a move changes in all of them."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone

from series import issuing, stamps
from series.models import Edition
from tests.series.publish import interviews, published
from tests.series.test_cache import Site

FIRST, SECOND = "/series/night-shift/part-1/", "/series/night-shift/part-2/"
LISTS = ("/", "/series/", "/series/night-shift/", "/people/ossi-brandt/", "/sitemap.xml", "/llms.txt")
PAGES = (*LISTS, "/feed.atom", "/series/night-shift.md", "/search/?q=bread")


@pytest.fixture
def stamp(tmp_path, settings, transactional_db) -> Path:
    """A machine of its own."""
    settings.PAGE_STAMP = str(tmp_path / "stamp")
    return tmp_path / "stamp"


@contextmanager
def process(stamp: Path, *act: object) -> Iterator[subprocess.Popen]:
    """A process that does something, with those that it begins; they are ended with the block."""
    name = connection.settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.series.process", *map(str, (name, stamp, *act))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as running:  # noqa: S603 - our own
        try:
            yield running
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)


@pytest.fixture
def ports(stamp) -> Iterator[list[int]]:
    """Four processes that serve the site."""
    with process(stamp, "serve", 4) as running:
        yield [int(running.stdout.readline()) for _ in range(4)]


def get(port: int, path: str) -> tuple[int, str]:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    asked.request("GET", path)
    answer = asked.getresponse()
    body = answer.read().decode()
    asked.close()
    return answer.status, body


@contextmanager
def readers(ports: list[int], path: str) -> Iterator[dict[int, list[tuple[float, int, str]]]]:
    """Eight readers who ask for a page all the time; by process, when they asked, and what they got."""
    seen, done = defaultdict(list), Event()

    def read(start: int) -> None:
        for port in cycle(ports[start:] + ports[:start]):
            asked = time.time()
            seen[port].append((asked, *get(port, path)))
            if done.wait(0.01):
                return

    threads = [Thread(target=read, args=[number % len(ports)]) for number in range(8)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        done.set()
        for thread in threads:
            thread.join()


def parts_named(port: int) -> tuple[set[str], int]:
    """Which wording the first page has, and how many of the other pages name the second part."""
    words = {word for word in ("first", "second") if f"The {word} wording." in get(port, FIRST)[1]}
    return words, sum("part-2" in get(port, each)[1] for each in PAGES)


def everywhere(ports: list[int]) -> list[tuple[set[str], int]]:
    with ThreadPoolExecutor(len(ports)) as pool:
        return list(pool.map(parts_named, ports))


def test_what_is_scheduled_and_what_is_withdrawn_shows_in_four_processes_that_have_every_page(ports):
    edition = published(interviews(introduction="The first wording."))
    begun = timezone.now()  # the first pages of a process take their time
    assert everywhere(ports) == [({"first"}, 0)] * 4
    due = timezone.now() + max(timedelta(seconds=1.5), 3 * (timezone.now() - begun))
    published(interviews(introduction="The second wording."), of=edition.installment, live_from=due)
    coming = published(interviews(part=2), live_from=due)

    with readers(ports, FIRST) as seen:
        assert everywhere(ports) == [({"first"}, 0)] * 4
        time.sleep(max(0, due.timestamp() - time.time()))
        assert everywhere(ports) == [({"second"}, len(PAGES))] * 4

        issuing.withdraw(coming.installment, reason="It was wrong.", now=timezone.now())

        assert [get(port, SECOND)[0] for port in ports] == [410] * 4
        assert everywhere(ports) == [({"second"}, 0)] * 4

    for answers in seen.values():
        assert {status for _, status, _ in answers} == {200}
        old = [asked for asked, _, body in answers if "The first wording." in body]
        assert old
        assert max(old) < due.timestamp()


def test_a_writer_who_is_killed_leaves_no_page_that_was(stamp, django_assert_num_queries):
    site = Site(stamps.stamp())
    first, second = published(interviews(part=1)), published(interviews(part=2))
    assert [site.get(FIRST)[0], site.get(SECOND)[0]] == [200, 200]

    with process(stamp, "die", first.pk, second.pk) as killed:
        killed.wait()

    assert [site.get(FIRST)[0], site.get(SECOND)[0]] == [410, 200]
    assert Edition.objects.filter(ended="").get() == second
    with django_assert_num_queries(0):  # nobody is in the middle of anything any more
        site.get(FIRST)
