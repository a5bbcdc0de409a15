"""Eight people write and eight read at once, each on a connection of their own; every promise is looked at.

STET_STEPS says how many things are done in all (500; `make nightly` does 10,000).
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from editorial import desk, verifying
from editorial.models import Docket
from editorial.workflow import Refused
from tests.editorial.oracle import Log
from tests.editorial.people import Cast
from tests.editorial.texts import CLOSERS
from tests.faults.busy import Busy, Told, lost
from tests.faults.busy import halves as half_done

STEPS = int(os.environ.get("STET_STEPS", "500"))
WRITERS = READERS = 8


@dataclass(frozen=True)
class Seen:
    """What a reader got, and between which moments."""

    installment: int
    began: datetime
    ended: datetime
    status: int
    words: frozenset[str]


@dataclass
class Day:
    """What everybody did and saw."""

    told: list[Told] = field(default_factory=list)
    refused: list[Exception] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def in_a_thread(day: Day, work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except BaseException as error:
            day.broken.append(error)
            day.over.set()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def write(day: Day, seed: int, steps: "count[int]") -> None:
    busy = Busy(seed)
    while next(steps) < STEPS and not day.over.is_set():
        _, act = busy.act()
        try:
            day.told.append({**act(), "at": timezone.now()})
        except (Refused, desk.Conflict) as refusal:
            day.refused.append(refusal)


def read(day: Day, seed: int) -> None:
    busy, client = Busy(seed), Client()
    while not day.over.is_set():
        docket = busy.docket()
        text = docket.head.read()
        address = f"/series/{docket.installment.series.slug}/{text.slug}/"
        began = timezone.now()
        answer = client.get(address)
        words = words_in(answer.content.decode())
        day.seen.append(Seen(docket.installment_id, began, timezone.now(), answer.status_code, words))
        time.sleep(0.02)


@pytest.fixture
def day(committed: Cast, settings, tmp_path, monkeypatch, caplog) -> Day:
    """A day of work that is over."""
    caplog.set_level("ERROR", "django.request")  # pages that are rightly not found
    settings.EMAIL_BACKEND = "tests.faults.busy.Post"
    monkeypatch.setenv("STET_POST", str(tmp_path / "post"))
    for seed in range(6):
        Busy(seed).begun()
    day, steps = Day(), count()
    readers = [in_a_thread(day, lambda seed=seed: read(day, seed)) for seed in range(100, 100 + READERS)]
    writers = [
        in_a_thread(day, lambda seed=seed: write(day, seed, steps)) for seed in range(10, 10 + WRITERS)
    ]
    for each in writers:
        each.join(3600)
    day.over.set()
    for each in readers:
        each.join(60)
    return day


@dataclass(frozen=True)
class Life:
    """When readers may have got an edition, and when they must have: acknowledged is what was committed."""

    words: frozenset[str]
    first: datetime
    sure: datetime
    ended: datetime | None
    gone: datetime | None


def lives(day: Day) -> dict[int, list[Life]]:
    """Of each installment."""
    known = {(each["docket"], each["step"]): each["at"] for each in day.told if "step" in each}
    found = {}
    for docket in Docket.objects.all():
        shown = [each for each in docket.steps.all() if each.move in ("publish", "withdraw")]
        issued = [(place, each) for place, each in enumerate(shown) if each.move == "publish"]
        editions = docket.installment.editions.order_by("number")
        found[docket.installment_id] = [
            Life(
                words_in(edition.read().introduction),
                edition.live_from,
                known[docket.pk, step.number],
                edition.ended_at or edition.live_until,
                known[docket.pk, shown[place + 1].number] if shown[place + 1 :] else None,
            )
            for edition, (place, step) in zip(editions, issued, strict=True)
        ]
    return found


def words_in(text: str) -> frozenset[str]:
    return frozenset(each for each in CLOSERS if each in text)


def unexplained(seen: Seen, lives: list[Life]) -> str:
    """Nothing, where what a reader got was live at some moment while they asked."""
    may = [each for each in lives if each.first <= seen.ended and (not each.gone or each.gone >= seen.began)]
    must = [each for each in lives if each.sure < seen.began and (not each.ended or each.ended > seen.ended)]
    if seen.status == 200:
        return "" if seen.words in [each.words for each in may] else f"readable, and never live: {seen}"
    return "" if seen.status in (404, 410) and not must else f"live, and not readable: {seen}"


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_eight_who_write_and_eight_who_read_find_every_promise_kept(day: Day) -> None:
    assert day.broken == []  # no “database is locked”, no deadlock, no page that breaks
    assert len(day.told) + len(day.refused) >= STEPS
    assert len(day.seen) > STEPS / 10

    lived = lives(day)
    assert [fault for each in day.seen if (fault := unexplained(each, lived[each.installment]))] == []  # 1
    assert {each.status for each in day.seen} == {200, 404, 410}
    assert list(verifying.faults()) == []  # 2, 3, 4 and 6, by the desk's own reading
    for docket in Docket.objects.all():
        log = Log(docket, may={}, quorum=1, raw=False, now=timezone.now())
        assert log.faults() == []  # and by an independent one
    assert half_done(list(Docket.objects.all())) == []  # 5
    assert [each for told in day.told for each in lost(told)] == []
    for refusal in day.refused:  # 7
        assert getattr(refusal, "reasons", None) or getattr(refusal, "mine", None)
