"""What the desk shows of many installments at once: trays, the pipeline, the latest steps.

Read only; each function asks the database a constant number of times.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Window
from django.db.models.functions import Coalesce, RowNumber

from editorial.authorship import Filed, Span, authors
from editorial.columns import FILED, SPAN
from editorial.models import Comment, Docket, Review, Revision, Step
from editorial.standing import name_of, roles_of
from editorial.workflow import Role, Stage, count
from series.models import Edition

MOST = 20  # rows of one tray; the list has the rest
CARDS = 3  # of one stage in the pipeline
LINE = (Stage.DRAFT, Stage.IN_REVIEW, Stage.CHANGES_REQUESTED, Stage.APPROVED, Stage.SCHEDULED)
PIPELINE = (*LINE, Stage.PUBLISHED, Stage.WITHDRAWN)

SAID = {  # what each move is called in the history
    "begin": "began it",
    "assign": "assigned it",
    "submit": "sent it for review",
    "recall": "took it back to draft",
    "request_changes": "asked for changes",
    "approve": "approved it",
    "take_back": "took the approval back",
    "schedule": "scheduled it",
    "publish": "published it",
    "unschedule": "cancelled the schedule",
    "correct": "started a correction",
    "withdraw": "withdrew it",
    "reopen": "reopened it as a draft",
    "reopen_changed": "made it a draft again, because the text was changed",
    "void": "voided the approval",
    "appear": "published it on schedule",
    "kill": "killed it",
    "revive": "revived it",
}


@dataclass(frozen=True)
class Waiting:
    """One row of a tray: an installment, why it waits for this person, and what they can do."""

    docket: Docket
    why: str
    act: str  # on the button
    page: str  # "change", "review"
    quote: str = ""
    move: str = ""  # a dialog instead of a page


Describe = Callable[[Docket, Step | None], Waiting]


@dataclass(frozen=True)
class Tray:
    """What waits for one person in one role, by due date."""

    name: str
    rows: tuple[Waiting, ...]
    more: int = 0


def trays(user: AbstractBaseUser) -> list[Tray]:
    """Everything that waits for this person, the most urgent tray first; empty trays are left out."""
    roles = roles_of(user)
    found = []
    if Role.EDITOR in roles:
        found.append(_changes(user))
    if Role.REVIEWER in roles:
        found.append(_reviews(user))
    if Role.EDITOR in roles:
        found.append(_drafts(user))
    if Role.PUBLISHER in roles:
        found.append(_undated(user))
    return [tray for tray in found if tray.rows]


def _dockets(user: AbstractBaseUser) -> QuerySet[Docket]:
    """Dockets with all that a row shows to this person, by due date."""
    steps = Step.objects.filter(docket=OuterRef("pk")).exclude(move="assign").order_by("-number")
    comments = Comment.objects.filter(docket=OuterRef("pk"))
    rows = Docket.objects.select_related("installment__series", "owner", "head").defer("head__manuscript")
    return rows.annotate(
        last_step=Subquery(steps.values("pk")[:1]),
        comments_open=comments.opened().counted(),
        comments_new=comments.unread_by(user).counted(),
    ).order_by(F("due").asc(nulls_last=True), "since")


def _steps(dockets: Iterable[Docket]) -> dict[int, Step]:
    """The newest step of each, by docket."""
    steps = Step.objects.filter(pk__in=[each.last_step for each in dockets]).select_related("by", "revision")
    return {each.docket_id: each for each in steps.defer("revision__manuscript")}


def _tray(name: str, rows: QuerySet[Docket], row: Describe) -> Tray:
    dockets = list(rows[: MOST + 1])
    steps = _steps(dockets)
    more = rows.count() - MOST if len(dockets) > MOST else 0
    return Tray(name, tuple(row(each, steps.get(each.pk)) for each in dockets[:MOST]), more)


def _changes(user: AbstractBaseUser) -> Tray:
    rows = _dockets(user).filter(Q(owner=user) | Q(owner=None), stage=Stage.CHANGES_REQUESTED)
    return _tray("Changes requested from you", rows, _changed)


def _changed(docket: Docket, step: Step | None) -> Waiting:
    who = name_of(step.by) if step and step.by else "A reviewer"
    number = step.revision.number if step and step.revision else 0
    why = f"{who} asked for changes to revision {number}."
    if opened := docket.comments_open:
        why += f" {count(opened, 'comment')} {'is' if opened == 1 else 'are'} open."
    return Waiting(docket, why, "Continue editing", "change", quote=step.note if step else "")


def _reviews(user: AbstractBaseUser) -> Tray:
    """In review, not written and not yet decided by this person: asked of them by name, or of nobody who
    is still here and has filed none of its words."""
    rows = _dockets(user).filter(stage=Stage.IN_REVIEW)
    here = Q(docket=OuterRef("pk"))
    asked = Exists(Docket.reviewers.through.objects.filter(here, user=user))
    rows = rows.filter(asked | ~Exists(asked_and_able().filter(here))).exclude(pk__in=_written_by(user))
    verdicts = Review.objects.filter(revision=OuterRef("head"), reviewer=user).order_by("-at", "-pk")
    rows = rows.annotate(verdict=Coalesce(Subquery(verdicts.values("verdict")[:1]), Value("")))
    return _tray("Waiting for your review", rows.exclude(verdict=Review.APPROVE), _sent)


def asked_and_able() -> QuerySet[Any]:
    """Who was asked for which review, is still here, and has filed none of its words."""
    filed = Revision.objects.filter(docket=OuterRef("docket"))
    filed = filed.filter(Q(author=OuterRef("user")) | Q(suggested=OuterRef("user")))
    return Docket.reviewers.through.objects.filter(~Exists(filed), user__is_active=True).order_by()


def _written_by(user: AbstractBaseUser) -> list[int]:
    """Dockets in review whose newest text may hold words of this person, as the gate judges. Two queries."""
    own = Revision.objects.filter(Q(author=user) | Q(suggested=user), docket__stage=Stage.IN_REVIEW)
    texts = Revision.objects.filter(docket__in=own.values("docket")).order_by("number")
    filed: dict[int, dict[int, Filed]] = {}
    for docket, number, *values in texts.values_list("docket", "number", *FILED):
        filed.setdefault(docket, {})[number] = Filed(*values)
    editions = Edition.objects.exclude(ended=Edition.CANCELLED).filter(installment__docket__in=filed)
    spans: dict[int, list[Span]] = {}
    for docket, *values in editions.values_list("installment__docket", *SPAN):
        spans.setdefault(docket, []).append(Span.of(*values))
    return [
        docket for docket, each in filed.items() if user.pk in authors(max(each), each, spans.get(docket, ()))
    ]


def _sent(docket: Docket, step: Step | None) -> Waiting:
    number = docket.head.number if docket.head else 0
    if step and step.move == "submit" and step.by:
        why = f"{name_of(step.by)} sent revision {number}."
        return Waiting(docket, why, "Review it", "review", step.note)
    return Waiting(docket, f"Revision {number} waits for a reviewer.", "Review it", "review")


def _drafts(user: AbstractBaseUser) -> Tray:
    rows = _dockets(user).filter(owner=user, stage=Stage.DRAFT)
    return _tray("Your drafts", rows, _written)


def _written(docket: Docket, step: Step | None) -> Waiting:
    counts = docket.counts or {}
    answers, written = counts.get("answers", 0), counts.get("written", 0)
    why = f"{written} of {count(answers, 'answer')} written." if answers else "Nobody has answered yet."
    return Waiting(docket, why, "Continue writing", "change")


def _undated(user: AbstractBaseUser) -> Tray:
    return _tray("Approved and waiting for a date", _dockets(user).filter(stage=Stage.APPROVED), _approved)


def _approved(docket: Docket, step: Step | None) -> Waiting:
    number = docket.head.number if docket.head else 0
    why = f"Revision {number} is approved. Give it a date, or publish it now."
    return Waiting(docket, why, "Schedule…", "change", move="schedule")


# -- the whole desk


@dataclass(frozen=True)
class Column:
    """One stage of the pipeline: how many, and the newest few."""

    stage: Stage
    number: int
    cards: tuple[Docket, ...]

    @property
    def more(self) -> int:
        return self.number - len(self.cards)


def pipeline(now: datetime) -> list[Column]:
    """Every stage with its newest installments. Two queries."""
    due = When(stage=Stage.SCHEDULED, moment__lte=now, then=Value(Stage.PUBLISHED.value))
    rows = Docket.objects.annotate(now_at=Case(due, default=F("stage")))
    numbers = dict(rows.order_by().values_list("now_at").annotate(n=Count("pk")))
    place = Window(RowNumber(), partition_by=[F("now_at")], order_by=[F("since").desc(), F("pk").desc()])
    newest = rows.annotate(place=place).filter(place__lte=CARDS).select_related("installment__series")
    cards: dict[str, list[Docket]] = {}
    for docket in newest.order_by("place"):
        cards.setdefault(docket.now_at, []).append(docket)
    return [Column(each, numbers.get(each, 0), tuple(cards.get(each, ()))) for each in PIPELINE]


def latest(number: int = 8) -> Sequence[Step]:
    """The newest steps of the whole desk. One query."""
    steps = Step.objects.select_related("by", "docket__installment__series", "revision")
    return list(steps.exclude(move="begin").defer("revision__manuscript").order_by("-at", "-pk")[:number])


@dataclass(frozen=True)
class Entry:
    """Something on a day: published, scheduled, due, or wished to go live."""

    day: date
    at: datetime | None
    kind: str
    installment: int
    title: str


def month(first: date, after: date, now: datetime, day_of: Callable[[datetime], date]) -> list[Entry]:
    """What is published, scheduled, due or wished for from `first` until the day before `after`.

    Two queries.
    """
    editions = Edition.objects.filter(ended="").order_by("live_from")
    found = []
    for edition in editions.filter(live_from__date__gte=first, live_from__date__lt=after).values_list(
        "live_from", "installment", "title"
    ):
        kind = "published" if edition[0] <= now else "scheduled"
        found.append(Entry(day_of(edition[0]), edition[0], kind, edition[1], edition[2]))
    within = Q(due__gte=first, due__lt=after) | Q(wish__gte=first, wish__lt=after)
    dockets = Docket.objects.filter(within, stage__in=LINE[:4]).order_by("due", "pk")
    for due, wish, pk, name in dockets.values_list("due", "wish", "installment", "installment__title"):
        days = {"to go live": wish, "due": due if due != wish else None}  # what is approved is due then
        found += [
            Entry(day, None, kind, pk, name) for kind, day in days.items() if day and first <= day < after
        ]
    return sorted(found, key=lambda each: (each.day, each.kind))
