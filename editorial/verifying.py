"""Reads the records again from the beginning and says what does not follow from them.

Nothing is taken from the columns that the desk keeps up to date: stages, editions and votes are worked out
from steps, revisions and reviews. Whether an account was open at the time is not on record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from editorial import authorship, guards
from editorial.desk import change_link, link
from editorial.models import AccountChange, Docket, Erasure, HouseRules, Review, Revision, Step
from editorial.workflow import MOVES, Stage
from series.manuscript import Manuscript
from series.models import Edition

VOICES = {"approve": Review.APPROVE, "request_changes": Review.CHANGES, "take_back": Review.TAKE_BACK}
Seals = dict[tuple[str, int], str]  # what erasures have left, by kind and row
ENDINGS = {"unschedule", "reopen_changed", "void", "take_back", "publish", "schedule", "withdraw"}


@dataclass
class Issued:
    """An edition as the steps tell it."""

    revision: int
    since: datetime
    until: datetime | None = None
    ended: str = ""

    @classmethod
    def of(cls, edition: Edition) -> "Issued":
        return cls(edition.revision, edition.live_from, edition.live_until, edition.ended)


def faults() -> Iterator[str]:
    """Everything that is wrong with the records, in sentences; nothing where the history is whole."""
    for name in guards.missing():
        yield f"The database lacks the guard {name}: run `manage.py migrate`."
    for docket in Docket.objects.select_related("installment", "head").order_by("pk").iterator():
        for fault in of_docket(docket):
            yield f"{docket} (docket {docket.pk}): {fault}"
    yield from of_accounts()
    for rules in HouseRules.objects.filter(version__gt=0).select_related("series"):
        newest = rules.series.house_rules_versions.first()
        if newest is None or (newest.number, newest.quorum) != (rules.version, rules.quorum):
            yield f"{rules} are not those of their newest version."


def of_accounts() -> Iterator[str]:
    """What is wrong with the record of accounts."""
    chain = ""
    for number, row in enumerate(AccountChange.objects.order_by("number").iterator(), 1):
        if row.number != number or row.chain != change_link(chain, row):
            yield f"change {row.number} of accounts ({row}) was rewritten, or one before it was."
        chain = row.chain


def of_docket(docket: Docket) -> Iterator[str]:
    """What is wrong with one docket."""
    steps = list(docket.steps.select_related("revision").order_by("number"))
    seals = {(each.kind, each.row): each.seal for each in docket.erasures.order_by("pk")}
    revisions = list(docket.revisions.order_by("number"))
    reviews = list(Review.objects.filter(revision__docket=docket).select_related("revision").order_by("pk"))
    editions = list(docket.installment.editions.order_by("number"))
    yield from _of_steps(docket, steps, seals)
    yield from _of_revisions(docket, revisions, seals)
    yield from _of_reviews(steps, reviews)
    yield from _of_editions(steps, revisions, reviews, editions, seals)


def _of_steps(docket: Docket, steps: list[Step], seals: Seals) -> Iterator[str]:
    place, chain = "", ""
    for number, step in enumerate(steps, 1):
        if step.number != number:
            yield f"step {step.number} stands where step {number} should."
        if link(chain, step) not in (step.chain, seals.get((Erasure.STEP, step.pk))):
            yield f"step {step.number} ({step.move}) was rewritten, or one before it was."
        if step.before != place or not _is_arrow(step):
            arrow = f"from {place or 'nowhere'} to {step.after}"
            yield f"step {step.number}: “{step.move}” does not lead {arrow}."
        place, chain = step.after, step.chain
    if docket.stage != place:
        yield f"it is kept as {docket.stage}, but its steps lead to {place or 'nowhere'}."


def _is_arrow(step: Step) -> bool:
    move = MOVES.get(step.move)
    if step.move == "assign":
        return step.after == step.before
    if move is None:
        return (step.move, step.number, step.after) == ("begin", 1, Stage.DRAFT)
    voice = step.move == "approve" and step.after == step.before
    return step.before in move.sources and (step.after == move.target or voice)


def _of_revisions(docket: Docket, revisions: list[Revision], seals: Seals) -> Iterator[str]:
    for number, revision in enumerate(revisions, 1):
        if revision.number != number:
            yield f"revision {revision.number} stands where revision {number} should."
        if not _holds(revision, seals.get((Erasure.REVISION, revision.pk))):
            yield f"revision {revision.number} does not hold the text of its digest."
    if not revisions or docket.head != revisions[-1]:
        yield "its newest revision is not its head."


def _holds(row: Revision | Edition, seal: str | None) -> bool:
    """Whether it holds the text of its digest, or exactly what an erasure has left of it."""
    return _digest(row.manuscript) == row.digest or Erasure.sealed(row.manuscript) == seal


def _digest(manuscript: str) -> str:
    """The digest of a stored text; nothing where it is no manuscript."""
    try:
        return Manuscript.from_json(manuscript).digest
    except ValueError:
        return ""


def _of_reviews(steps: list[Step], reviews: list[Review]) -> Iterator[str]:
    """Every review is told by the step after it, and every such step by a review."""
    told = [
        (step.number, step.by_id, step.revision_id, VOICES[step.move])
        for step in steps
        if step.move in VOICES
    ]
    given = [(each.after + 1, each.reviewer_id, each.revision_id, each.verdict) for each in reviews]
    for number, *_ in sorted(set(told) ^ set(given)):
        yield f"step {number} and the reviews do not agree on who said what."
    for each in reviews:
        if each.digest != each.revision.digest:
            yield f"a review of revision {each.revision.number} names another text."


def _of_editions(
    steps: list[Step],
    revisions: list[Revision],
    reviews: list[Review],
    editions: list[Edition],
    seals: Seals,
) -> Iterator[str]:
    told = list(replay(steps))
    for number, (here, there) in enumerate(zip_longest(told, map(Issued.of, editions)), 1):
        if here != there:
            yield f"edition {number} is not what the steps say."
    for edition in editions:
        if not _holds(edition, seals.get((Erasure.EDITION, edition.pk))):
            yield f"edition {edition.number} does not hold the text of its digest."
    issuing = [step for step in steps if step.move in ("publish", "schedule")]
    for edition, step in zip(editions, issuing, strict=False):
        if step.revision is None or edition.digest != step.revision.digest:
            yield f"edition {edition.number} is not the text that step {step.number} names."
        votes = _votes(step, steps, reviews) - _authors(step, revisions, editions)
        if len(votes) < (step.quorum or 1):
            yield f"edition {edition.number} had {len(votes)} approvals of {step.quorum or 1} by others."


def replay(steps: Iterable[Step]) -> list[Issued]:
    """The editions that these steps made, as they stand after the last one."""
    made: list[Issued] = []
    live: Issued | None = None
    coming: Issued | None = None
    for step in steps:
        if coming and coming.since <= step.at:
            live, coming = coming, None
        if coming and step.move in ENDINGS:
            coming.ended, coming = Edition.CANCELLED, None
            if live:
                live.until = None
        if live and step.move == "withdraw":
            live.ended, live = Edition.WITHDRAWN, None
        if step.move in ("publish", "schedule") and step.revision:
            new = Issued(step.revision.number, step.moment or step.at)
            made.append(new)
            if live:
                live.until = new.since
            live, coming = (new, None) if step.move == "publish" else (live, new)
    return made


def _votes(step: Step, steps: list[Step], reviews: list[Review]) -> set[int]:
    """Who had approved the step's text when it was made, since the last withdrawal."""
    since = max(
        (each.number for each in steps if each.move == "withdraw" and each.number < step.number), default=0
    )
    last = {
        each.reviewer_id: each.verdict
        for each in reviews
        if each.revision_id == step.revision_id and since <= each.after < step.number
    }
    return {who for who, verdict in last.items() if verdict == Review.APPROVE}


def _authors(step: Step, revisions: list[Revision], editions: list[Edition]) -> frozenset[int]:
    """Who may have had words of their own in the step's text."""
    numbers = {each.pk: each.number for each in revisions}
    filed = {
        each.number: authorship.Filed(
            each.author_id, each.at, numbers.get(each.restores_id), each.suggested_id
        )
        for each in revisions
    }
    spans = [
        authorship.Span.of(each.revision, each.live_from, each.live_until, each.ended_at)
        for each in editions
        if each.ended != Edition.CANCELLED
    ]
    return authorship.authors(step.revision.number, filed, spans) if step.revision else frozenset()
