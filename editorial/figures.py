"""The desk's figures: days in each stage, what is approved at once, what the checks find, who is waited on.

Read only; each asks the database a constant number of times. A figure knows where its bars are drawn.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone

from editorial.checks import all_checks
from editorial.models import Docket, Review, Step
from editorial.queries import asked_and_able
from editorial.workflow import Stage, count

LATEST = 6  # published installments that a median is of
MONTHS = 6
MOST = 7  # bars
READ = 500  # dockets whose findings are summed
WIDTH, ROW = 430, 26  # of a drawing, of a bar in it
ROOM = 112  # for the numbers beside the longest bar


@dataclass(frozen=True)
class Bar:
    """One line of a figure. `was` is the same figure before, drawn as a tick."""

    label: str
    value: float
    said: str
    was: float | None = None
    then: str = ""  # `was` in words
    look: str = ""


@dataclass(frozen=True)
class Drawn:
    """Where a bar lies in the drawing."""

    bar: Bar
    y: int
    x: int
    width: int
    tick: int | None
    text: int


@dataclass(frozen=True)
class Figure:
    """Bars, and what they are of."""

    name: str
    title: str
    about: str
    columns: tuple[str, ...]
    bars: tuple[Bar, ...]
    empty: str
    left: int = 150  # the room for labels

    @property
    def height(self) -> int:
        return ROW * len(self.bars) + 4

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def drawn(self) -> list[Drawn]:
        """Each bar with its place; the longest fills the room."""
        most = max((max(each.value, each.was or 0) for each in self.bars), default=0) or 1
        scale = (WIDTH - self.left - ROOM) / most
        found = []
        for number, bar in enumerate(self.bars):
            width = max(round(bar.value * scale), 1 if bar.value else 0)
            tick = None if bar.was is None else self.left + round(bar.was * scale)
            end = max(self.left + width, tick or 0) + 8
            found.append(Drawn(bar, number * ROW + 2, self.left, width, tick, end))
        return found


def figures(now: datetime) -> list[Figure]:
    """All of them."""
    return [days_in_stages(), approved_at_once(now), found_most(), waited_on(now)]


# -- days in each stage

ROWS = {
    "Draft": (Stage.DRAFT,),
    "In review": (Stage.IN_REVIEW,),
    "Changes requested": (Stage.CHANGES_REQUESTED,),
    "Approved to published": (Stage.APPROVED, Stage.SCHEDULED),
}


def days_in_stages() -> Figure:
    """Medians of the last published installments, and of as many before. Two queries."""
    published = Step.objects.filter(after=Stage.PUBLISHED).order_by().values("docket")
    latest = published.annotate(last=Min("at")).order_by("-last", "-docket")
    dockets = list(latest.values_list("docket", flat=True)[: 2 * LATEST])
    spent = _spent(dockets)
    new, old = ([spent[pk] for pk in some] for some in (dockets[:LATEST], dockets[LATEST:]))
    bars = tuple(_stage_bar(label, stages, new, old) for label, stages in ROWS.items()) if new else ()
    about = f"Median of the last {count(len(new), 'first publication')}."
    if old:
        about += f" The tick stands for the {'one' if len(old) == 1 else len(old)} before."
    empty = "Nothing has been published yet."
    columns = ("Stage", "Latest", "Before")
    return Figure("days", "Days in each stage", about if new else "", columns, bars, empty)


def _spent(dockets: list[int]) -> dict[int, Counter[str]]:
    """Days in each stage until the first publication, by docket."""
    spent: dict[int, Counter[str]] = {pk: Counter() for pk in dockets}
    before: dict[int, tuple[str, datetime] | None] = {}
    steps = Step.objects.filter(docket__in=dockets).order_by("docket", "number")
    for docket, stage, at in steps.values_list("docket", "after", "at"):
        last = before.get(docket, (stage, at))
        if last is not None:
            spent[docket][last[0]] += (at - last[1]) / timedelta(days=1)  # type: ignore[assignment]
            before[docket] = None if stage == Stage.PUBLISHED else (stage, at)
    return spent


def _stage_bar(label: str, stages: Iterable[Stage], new: list[Counter[str]], old: list[Counter[str]]) -> Bar:
    now, was = (
        median(sum(each[stage] for stage in stages) for each in some) if some else None for some in (new, old)
    )
    return Bar(label, now or 0, _days(now), was, _days(was))


def _days(days: float | None) -> str:
    return "" if days is None else f"{days:.1f} {'day' if f'{days:.1f}' == '1.0' else 'days'}"


# -- approved at once


def approved_at_once(now: datetime) -> Figure:
    """Of the texts that reviewers first decided on in a month: how many were approved. One query."""
    months = _months(timezone.localdate(now))
    start = datetime(months[0].year, months[0].month, 1, tzinfo=timezone.get_current_timezone())
    decisions = Step.objects.filter(move__in=("approve", "request_changes"))
    first = decisions.filter(docket=OuterRef("docket")).order_by("number").values("number")[:1]
    firsts = decisions.filter(number=Subquery(first), at__gte=start).order_by()
    rows = firsts.annotate(month=TruncMonth("at")).values_list("month", "move").annotate(n=Count("pk"))
    numbers: dict[date, Counter[str]] = defaultdict(Counter)
    for month, move, number in rows:
        numbers[timezone.localdate(month)][move] += number
    bars = tuple(_month_bar(each, numbers[each]) for each in months if each in numbers)
    about = "Share of texts whose first decision was an approval, by month."
    columns = ("Month", "Approved at once")
    return Figure("first", "Approved at once", about, columns, bars, "No decision in the last months.")


def _months(today: date) -> list[date]:
    """The first days of the last months, the oldest first."""
    ordinal = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(ordinal - MONTHS + 1, ordinal + 1)]


def _month_bar(month: date, moves: Counter[str]) -> Bar:
    share = moves["approve"] / moves.total()
    return Bar(f"{month:%B %Y}", share, f"{share:.0%} ({moves['approve']} of {moves.total()})")


# -- what the checks find


def found_most() -> Figure:
    """Open findings by check, in what is not approved yet. One query: the numbers were kept at filing."""
    stages = (Stage.DRAFT, Stage.IN_REVIEW, Stage.CHANGES_REQUESTED)
    rows = Docket.objects.filter(stage__in=stages).order_by("-since").values_list("counts", flat=True)[:READ]
    numbers: Counter[str] = Counter()
    for counts in rows:
        numbers.update((counts or {}).get("found", {}))
    most = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))[:MOST]
    about = "Open findings in everything not yet approved."
    columns = ("Check", "Findings")
    return Figure(
        "checks", "What the checks find most", about, columns, tuple(_checks(most)), "No open findings.", 196
    )


def _checks(most: Iterable[tuple[str, int]]) -> Iterator[Bar]:
    checks = all_checks()
    for key, number in most:
        level, _, name = key.partition(":")
        label = checks[name].label if name in checks else name
        yield Bar(label, number, f"{number}", look=level)


# -- who is waited on


def waited_on(now: datetime) -> Figure:
    """Who has to act next, and since when the longest of it waits. Three queries."""
    waiting: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
    for who, number, since in [*_owners(), *_asked(), *_anybody()]:
        waiting[who].append((number, since))
    bars = [_waiting_bar(who, rows, now) for who, rows in waiting.items()]
    bars.sort(key=lambda each: (-each.value, each.label))
    about = "Texts that wait for a change, a review or a date."
    columns = ("Who", "Texts")
    return Figure("waiting", "Who is waited on", about, columns, tuple(bars[:MOST]), "Nobody is waited on.")


def _waiting_bar(who: str, rows: list[tuple[int, datetime]], now: datetime) -> Bar:
    number = sum(each for each, _ in rows)
    days = (now - min(since for _, since in rows)).days
    return Bar(who, number, f"{count(number, 'text')}, {count(days, 'day') if days > 0 else 'today'}")


Row = tuple[str, int, datetime]


def _owners() -> Iterator[Row]:
    """Changes that their owners were asked for."""
    rows = Docket.objects.filter(stage=Stage.CHANGES_REQUESTED).order_by()
    yield from _named(rows, "owner", "since")


def _asked() -> Iterator[Row]:
    """Reviewers who were asked by name, can review it, and have not approved the newest text."""
    asked = asked_and_able().filter(docket__stage=Stage.IN_REVIEW)
    done = Review.objects.filter(
        revision=OuterRef("docket__head"), reviewer=OuterRef("user"), verdict=Review.APPROVE
    )
    yield from _named(asked.exclude(Exists(done)), "user", "docket__since")


def _anybody() -> Iterator[Row]:
    """What any reviewer, or any publisher, may take."""
    asked = asked_and_able().filter(docket=OuterRef("pk"))
    rows = Docket.objects.filter(stage__in=(Stage.IN_REVIEW, Stage.APPROVED)).order_by()
    free = rows.exclude(Exists(asked), stage=Stage.IN_REVIEW)
    who = {Stage.IN_REVIEW: "Any reviewer", Stage.APPROVED: "A publisher"}
    for stage, number, since in free.values_list("stage").annotate(n=Count("pk"), since=Min("since")):
        yield who[Stage(stage)], number, since


def _named(rows: QuerySet[Any], field: str, since: str) -> Iterator[Row]:
    """By person; what belongs to nobody waits for an editor."""
    names = (f"{field}__first_name", f"{field}__last_name", f"{field}__username")
    grouped = rows.values_list(field, *names).annotate(n=Count("pk"), earliest=Min(since))
    for _, first, last, username, number, earliest in grouped:
        yield f"{first or ''} {last or ''}".strip() or username or "An editor", number, earliest
