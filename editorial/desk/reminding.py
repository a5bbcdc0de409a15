"""Puts what is due tomorrow, and what is late, on the morning lists of those who have to act: once each."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from editorial.models import Docket, Notice, Review
from editorial.queries import asked_and_able
from editorial.standing import Standing
from editorial.workflow import Stage
from series.models import Edition

from .telling import MORNING, Words, next_morning, notices

EARLY = time(6)  # from then on the next morning's lists are written
WAITING = (Stage.DRAFT, Stage.IN_REVIEW, Stage.CHANGES_REQUESTED)
DUE, LATE = "due", "late"  # kinds of notices, about the day


def remind(now: datetime | None = None) -> int:
    """Write the lines that are not written yet; gives how many."""
    now = now or timezone.now()
    if not EARLY <= timezone.localtime(now).time() < MORNING:
        return 0
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    live = Edition.objects.filter(installment=OuterRef("installment"), ended="", live_from__lte=now)
    rows = Docket.objects.filter(~Exists(live), stage__in=WAITING, due__lte=tomorrow)
    rows = rows.exclude(due=timezone.localdate(now))  # it was said yesterday
    dockets = list(rows.select_related("installment__series"))
    asked, told = _asked(dockets), _told(dockets)
    new = [
        each
        for docket in dockets
        for each in _lines(Standing(docket, now), asked[docket.pk], tomorrow)
        if (each.docket_id, each.user_id, each.kind, each.about) not in told
    ]
    Notice.objects.bulk_create(new, ignore_conflicts=True)  # another worker may write them, too
    return len(new)


def _asked(dockets: list[Docket]) -> dict[int, list[int]]:
    """Who was asked to review each, can, and has not approved it."""
    approved = Review.objects.filter(
        revision=OuterRef("docket__head"), reviewer=OuterRef("user"), verdict=Review.APPROVE
    )
    found: dict[int, list[int]] = defaultdict(list)
    rows = asked_and_able().filter(~Exists(approved), docket__in=dockets, docket__stage=Stage.IN_REVIEW)
    for docket, user in rows.values_list("docket", "user"):
        found[docket].append(user)
    return found


def _told(dockets: list[Docket]) -> set[tuple[int | None, int, str, int]]:
    rows = Notice.objects.filter(docket__in=dockets, kind__in=(DUE, LATE))
    return set(rows.values_list("docket", "user", "kind", "about"))


def _lines(at: Standing, asked: list[int], tomorrow: date) -> list[Notice]:
    """One for each who has to act: who was asked to review it, else its owner."""
    day, owner = at.docket.due, at.docket.owner_id
    assert day is not None  # it was looked for by its day
    what = "review" if at.stage is Stage.IN_REVIEW else "draft"
    said = f"{day:%a} {day.day} {day:%b}"
    words = Words(f": late since {said}", f"The {what} was due on {said}.", "change")
    if day == tomorrow:
        words = Words(": due tomorrow", f"The {what} is due on {said}.", "change")
    people = asked or [owner] * bool(owner)
    rows = notices(at, DUE if day == tomorrow else LATE, day.toordinal(), dict.fromkeys(people, words))
    for each in rows:
        each.morning, each.send_after = True, next_morning(at.now)
    return rows
