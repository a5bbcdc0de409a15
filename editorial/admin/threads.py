"""The threads beside a text: where their words stand now, what became of them, and since which round they are
open."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from editorial import anchoring, colleagues, mentions
from editorial.changes import belongs, changes
from editorial.desk.discussing import SETTLED, anchor_of, seal
from editorial.marking import Flag
from editorial.models import Comment, Glance, Step
from editorial.standing import Standing, name_of
from editorial.workflow import Stage
from series.manuscript import Field, Manuscript

DONE = {Comment.RESOLVES: "Resolved", Comment.APPLIES: "Applied", Comment.DECLINES: "Declined"}
WORKING = {Stage.DRAFT, Stage.CHANGES_REQUESTED}  # the next round has not begun


@dataclass(frozen=True)
class Said:
    """One comment of a thread, with the names in it."""

    row: Comment
    html: SafeString
    is_new: bool


@dataclass(frozen=True)
class Thread:
    """A comment, its answers, what became of it, and where its words are."""

    said: Said
    replies: tuple[Said, ...]
    settled: Comment | None  # by what, where it is
    span: tuple[int, int] | None  # of its quote in the field
    field: Field | None
    alone: bool = False  # whether only the one who suggests could approve the text

    @property
    def comment(self) -> Comment:
        return self.said.row

    @property
    def done(self) -> str:
        """“Resolved”, “Applied”, “Declined”; nothing while it is open."""
        return DONE[self.settled.act] if self.settled else ""

    @property
    def is_gone(self) -> bool:
        """Whether the quoted words have changed since."""
        return bool(self.comment.quote) and self.span is None

    @property
    def is_changed(self) -> bool:
        """Whether what it is about has changed since."""
        here = self.field
        if not self.comment.path or self.comment.quote:
            return self.is_gone
        return here is None or bool(self.comment.seal and seal(here) != self.comment.seal)

    @property
    def change(self) -> SafeString:
        """What a suggestion would change, as a small diff."""
        return mark_safe(changes(self.comment.quote, self.comment.instead).html)  # escaped by `changes`

    @property
    def is_new(self) -> bool:
        return self.said.is_new or any(each.is_new for each in self.replies)

    @property
    def flag(self) -> Flag | None:
        """Its mark in the proof, while it is open."""
        if self.span is None or self.settled:
            return None
        return Flag(self.comment.path, *self.span, "comment", f"thread-{self.comment.pk}")


def threads(at: Standing, text: Manuscript, glance: Glance | None = None) -> list[Thread]:
    """Every thread of a docket, as it stands beside this text. Two queries, one where nobody is named."""
    return _threads(at, text, list(at.docket.comments.select_related("by", "revision")), glance)


def one(at: Standing, first: Comment) -> Thread:
    """One thread beside the newest text."""
    rows = at.docket.comments.filter(Q(pk=first.pk) | Q(answers=first)).select_related("by", "revision")
    return _threads(at, at.text or Manuscript(), list(rows), None)[0]


def _threads(at: Standing, text: Manuscript, rows: Sequence[Comment], glance: Glance | None) -> list[Thread]:
    fields = {each.path: each for each in (*text.fields(), *belongs(text))}
    known = colleagues.names(handle for row in rows for handle in mentions.handles(row.text))
    said: dict[int, list[Said]] = {}
    for row in rows:
        new = glance is not None and row.at > glance.at and row.by_id != glance.user_id
        html = mark_safe(mentions.html(row.text, known))  # escaped there
        said.setdefault(row.answers_id or row.pk, []).append(Said(row, html, new))
    able = at.reviewers - at.authors
    return [_thread(some, fields, able) for some in said.values()]


def _thread(said: Sequence[Said], fields: dict[str, Field], able: Collection[int]) -> Thread:
    first = said[0].row
    place = fields.get(first.path)
    span = anchoring.locate(anchor_of(first), place.text) if place and first.quote else None
    last = next((each.row for each in reversed(said) if each.row.act), None)
    settled = last if last and last.act in SETTLED else None
    alone = first.suggests and set(able) <= {first.by_id}
    return Thread(said[0], tuple(each for each in said[1:] if each.row.text), settled, span, place, alone)


def flags(some: Sequence[Thread]) -> Iterator[Flag]:
    return (each.flag for each in some if each.flag)


# -- rounds


@dataclass
class Round:
    """One turn from being sent for review until the next: its points, and what the reviewers asked for."""

    number: int
    asked: list[tuple[str, str]] = field(default_factory=list)  # who, and in what words
    open: list[Thread] = field(default_factory=list)
    changed: list[Thread] = field(default_factory=list)
    settled: list[Thread] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many points nobody has settled."""
        return len(self.open) + len(self.changed)


def rounds(at: Standing, some: Sequence[Thread]) -> list[Round]:
    """The points of the rounds that are over, the latest round first. One query."""
    steps = at.docket.steps.filter(move__in=("submit", "request_changes")).select_related("by")
    found: list[Round] = []
    begun: list[datetime] = []
    for step in steps:
        if step.move == "submit":
            begun.append(step.at)
            found.append(Round(len(begun)))
        elif found:
            found[-1].asked.append(_asked(step))
    over = found if at.stage in WORKING else found[:-1]
    for each in some:
        number = sum(moment <= each.comment.at for moment in begun)
        if 0 < number <= len(over):
            _add(over[number - 1], each)
    return [each for each in reversed(over) if each.asked or each.left or each.settled]


def _asked(step: Step) -> tuple[str, str]:
    return name_of(step.by) if step.by else "The desk", step.note


def _add(turn: Round, each: Thread) -> None:
    pile = turn.settled if each.settled else turn.changed if each.is_changed else turn.open
    pile.append(each)
