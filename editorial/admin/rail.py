"""The rail beside an installment: where it stands, what can be done next, what is found."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from editorial import columns
from editorial.checks import Level
from editorial.models import Review
from editorial.standing import Standing, name_of, roles_of
from editorial.workflow import Move, Role, Stage, count, offered

from .notes import Group, Note, groups, tally

STEPS = (
    ("Draft", (Stage.DRAFT, Stage.KILLED)),
    ("In review", (Stage.IN_REVIEW, Stage.CHANGES_REQUESTED)),
    ("Approved", (Stage.APPROVED,)),
    ("Scheduled", (Stage.SCHEDULED,)),
    ("Published", (Stage.PUBLISHED, Stage.WITHDRAWN)),
)
HERE = {Stage.CHANGES_REQUESTED: "Changes", Stage.WITHDRAWN: "Withdrawn", Stage.KILLED: "Killed"}
UNDER_WAY = {Stage.DRAFT, Stage.IN_REVIEW, Stage.CHANGES_REQUESTED}
OVER = {Stage.PUBLISHED, Stage.WITHDRAWN, Stage.KILLED}
RARE = {"recall", "kill", "withdraw", "unschedule", "take_back"}
GRAVE = {"kill", "withdraw"}
ON_REVIEW = {"approve", "request_changes"}  # decided on the review page, where the text is read


@dataclass(frozen=True)
class Act:
    """A button of the rail, and what speaks against it."""

    label: str
    href: str
    look: str  # primary, secondary, danger
    hint: str = ""
    reasons: tuple[str, ...] = ()
    dialog: bool = True


@dataclass(frozen=True)
class Step:
    """One of the five stations on the way."""

    label: str
    done: bool
    here: bool
    amber: bool


@dataclass(frozen=True)
class Word:
    """What a reviewer said, or that nothing was said yet."""

    look: str  # approve, changes, void, wait
    name: str
    text: str


@dataclass(frozen=True)
class Rail:
    """All that rail.html shows."""

    acts: list[Act]
    more: list[Act]
    steps: list[Step]
    words: list[Word]
    groups: list[Group]
    counts: dict[str, int]
    note: str
    asks: bool  # whether to offer what is missing before readers can have it
    comments: int
    person: str
    obstacles: tuple[str, ...]  # what else stands before publication
    fixes: int  # findings of the whole installment that can be repaired


def of(request: HttpRequest, at: Standing, found: list[Note], whose: str = "") -> Rail:
    """The rail of an installment for whoever looks; `whose`: with the findings of one person only."""
    acts, roles = _acts(request, at), roles_of(request.user)
    shown = [note for note in found if not whose or note.field.whose == whose]
    people = {each.key: each.name for each in at.text.contributions} if at.text else {}
    told = {reason for _, act in acts for reason in act.reasons}
    others = () if at.stage in OVER or at.is_live else at.obstacles
    return Rail(
        acts=[act for name, act in acts if name not in RARE],
        more=[act for name, act in acts if name in RARE],
        steps=_steps(at.stage),
        words=_words(at),
        groups=groups(at.text, shown) if at.text else [],
        counts=tally(shown),
        note=_note(at, Role.EDITOR in roles),
        asks=Role.PUBLISHER in roles and at.stage in UNDER_WAY,
        comments=columns.open_threads(at.docket),
        person=people.get(whose, ""),
        obstacles=tuple(each for each in others if each not in told),
        fixes=sum(note.fixes for note in found),
    )


def _acts(request: HttpRequest, at: Standing) -> list[tuple[str, Act]]:
    """The buttons; the first that may be pressed is the filled one."""
    moves = offered(at.situation(request.user, seen=at.head.digest if at.head else ""))
    acts: list[tuple[str, Act]] = []
    if at.stage is Stage.IN_REVIEW:
        reviews = Role.REVIEWER in roles_of(request.user) and request.user.pk not in at.authors
        label = "Review it" if reviews else "See the review"
        href = reverse("admin:series_installment_review", args=[at.installment.pk])
        acts.append(("review", Act(label, href, "primary", dialog=False)))
    for move, reasons in moves:
        if move.name not in ON_REVIEW or at.stage is not Stage.IN_REVIEW:
            filled = move.name not in RARE and not any(act.look == "primary" for _, act in acts)
            acts.append((move.name, _act(at, move, reasons, filled)))
    return acts


def _act(at: Standing, move: Move, reasons: tuple[str, ...], filled: bool) -> Act:
    asked = tuple(each for each in reasons if not _is_asked(move, each))
    look = "danger" if move.name in GRAVE else "primary" if filled and not asked else "secondary"
    href = reverse("admin:series_installment_move", args=[at.installment.pk, move.name])
    label = move.label
    if move.name == "submit" and at.stage is Stage.CHANGES_REQUESTED:
        label = "Send back for review"
    return Act(label, href, look, move.hint, asked)


def _is_asked(move: Move, reason: str) -> bool:
    """Whether a reason only says what the dialog is going to ask for."""
    return bool(move.asks) and reason.startswith(("Say ", "Give a reason"))


def _steps(stage: Stage) -> list[Step]:
    place = next(number for number, (_, stages) in enumerate(STEPS) if stage in stages)
    amber = stage is Stage.CHANGES_REQUESTED
    return [
        Step(HERE.get(stage, label) if n == place else label, n < place, n == place, amber and n == place)
        for n, (label, _) in enumerate(STEPS)
    ]


def _words(at: Standing) -> list[Word]:
    """Each reviewer's last word, then who was asked and has not spoken."""
    said: dict[int, Word] = {}
    for review in at.reviews:
        said[review.reviewer_id] = _word(at, review)
    for reviewer in at.docket.reviewers.all():
        said.setdefault(reviewer.pk, _silent(at, reviewer))
    return list(said.values())


def _silent(at: Standing, reviewer: AbstractBaseUser) -> Word:
    """Who was asked and has said nothing."""
    if reviewer.pk in at.authors:
        return Word("void", name_of(reviewer), "wrote some of it, so somebody else has to approve it")
    if reviewer.pk not in at.reviewers:
        return Word("void", name_of(reviewer), "cannot review any more")
    return Word("wait", name_of(reviewer), "has not decided yet")


def _word(at: Standing, review: Review) -> Word:
    name, number = name_of(review.reviewer), review.revision.number
    if review.verdict == Review.TAKE_BACK:
        return Word("wait", name, "took the approval back")
    if review.verdict == Review.CHANGES:
        return Word("changes", name, f"asked for changes to revision {number}")
    if at.head and review.revision_id == at.head.pk and review.reviewer_id in at.approvals:
        return Word("approve", name, f"approved revision {number}")
    return Word("void", name, f"approved revision {number}. Void: {_void(at, review)}")


def _void(at: Standing, review: Review) -> str:
    """Why this approval counts no longer."""
    if at.head and review.revision_id != at.head.pk:
        return "the text has changed"
    if review.reviewer_id not in at.verdicts:
        return "it was withdrawn since"
    return "the reviewer may not approve it any more"


def _note(at: Standing, sends: bool) -> str:
    """One sentence on what its findings mean now."""
    blockers, warnings = at.open(Level.BLOCKER), at.open(Level.WARNING)
    if not (blockers or warnings) or at.stage in OVER:
        return ""
    found = " and ".join(
        count(n, word) for n, word in ((blockers, "blocker"), (warnings, "open warning")) if n
    )
    sends = sends and at.stage in (Stage.DRAFT, Stage.CHANGES_REQUESTED)
    still = " You can still send it." if sends else ""
    return f"{found} would stop publication.{still}"
