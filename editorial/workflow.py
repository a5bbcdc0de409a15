"""The moves: from which stage to which, who may make them, and what must hold. Pure: no Django.

One table draws the buttons, guards the write and renders the page of rules. A condition returns None or
a sentence that says why not and, where that helps, who can mend it; a refusal lists every sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """Where an installment stands."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    CHANGES_REQUESTED = "changes requested"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    KILLED = "killed"

    @property
    def label(self) -> str:
        """As people see it."""
        return self.value.capitalize()


class Role(StrEnum):
    """What somebody may do; the names of the groups."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    DESK = "desk"  # the desk itself, when a changed text is filed


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that the conditions may look at: one installment, one actor, one moment."""

    stage: Stage
    roles: frozenset[Role]
    now: datetime
    actor: str = ""
    digest: str = ""  # of the newest revision
    seen: str | None = None  # the digest that the actor saw, where the move names one
    rows_differ: bool = False  # the rows hold a text that no revision has
    authors: frozenset[str] = frozenset()  # all who changed the text since the last live one
    approvals: frozenset[str] = frozenset()  # active reviewers who approved exactly this digest, no authors
    objections: tuple[str, ...] = ()  # names of reviewers whose last word on this revision is: changes
    quorum: int | None = None  # None: no house rules
    blockers: int = 0
    warnings: int = 0  # neither mended nor let stand
    obstacles: tuple[str, ...] = ()  # the series' own: an address that is taken, no people…
    reviewers: int = 0  # people other than the authors who can review
    live: bool = False  # readers read an edition of it now
    coming: bool = False  # an edition is scheduled
    note: str = ""
    notice: str = ""  # what is wrong with the words that readers would get about a correction
    moment: datetime | None = None


Condition = Callable[[Situation], str | None]


def count(number: int, word: str) -> str:
    """“1 blocker”, “3 blockers”."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def text_is_filed(at: Situation) -> str | None:
    if not at.digest:
        return "There is no text yet: save it first."
    if at.rows_differ:
        return "The text was changed since its last revision: save it, then try again."
    return None


def somebody_can_review(at: Situation) -> str | None:
    return None if at.reviewers else "Nobody but its authors can review it: a reviewer has to be found first."


def has_a_note(at: Situation) -> str | None:
    return None if at.note.strip() else "Say what should change. One sentence is enough."


def has_a_reason(at: Situation) -> str | None:
    return None if at.note.strip() else "Give a reason. It is kept in the history."


def is_no_author(at: Situation) -> str | None:
    if at.actor in at.authors:
        return "You wrote some of this text: somebody else has to approve it."
    return None


def saw_this_text(at: Situation) -> str | None:
    if at.seen is None:
        return "Say which text you read: the approval names its digest."
    return still_this_text(at)


def still_this_text(at: Situation) -> str | None:
    if at.seen is not None and at.seen != at.digest:
        return "The text changed while you were reading. Read what changed, then decide."
    return None


def no_blockers(at: Situation) -> str | None:
    return f"{count(at.blockers, 'blocker')} must be mended first." if at.blockers else None


def no_open_warnings(at: Situation) -> str | None:
    if at.warnings:
        return f"{count(at.warnings, 'warning')} must be mended or let stand first."
    return None


def house_rules_exist(at: Situation) -> str | None:
    if at.quorum is None or at.quorum < 1:
        return "This series has no house rules: an administrator has to say how many approvals it needs."
    return None


def adds_a_voice(at: Situation) -> str | None:
    """A second approval by the same person counts for nothing, so that it cannot pass for another's."""
    if at.actor in at.approvals and len(at.approvals) < (at.quorum or 0):
        return "You have approved exactly this text already: the next approval has to be somebody else's."
    return None


def quorum_is_met(at: Situation) -> str | None:
    if without_rules := house_rules_exist(at):
        return without_rules
    missing = (at.quorum or 1) - len(at.approvals)
    if missing > 0:
        return f"{count(missing, 'approval')} of exactly this text {'is' if missing == 1 else 'are'} missing."
    return None


def moment_to_come(at: Situation) -> str | None:
    if at.moment is None:
        return "Say when it should be published."
    if at.moment.tzinfo is None:
        return "Say in which time zone the moment is."
    if at.moment <= at.now:
        return "This moment is in the past."
    return None


def notice_is_finished(at: Situation) -> str | None:
    return at.notice or None


def not_live(at: Situation) -> str | None:
    return "Readers are reading it: withdraw it first." if at.live or at.coming else None


def is_live(at: Situation) -> str | None:
    return None if at.live else "Readers cannot see it: there is nothing to withdraw."


def nobody_objects(at: Situation) -> str | None:
    if at.objections:
        return f"{' and '.join(at.objections)} asked for changes to exactly this text."
    return None


def has_approved(at: Situation) -> str | None:
    return None if at.actor in at.approvals else "You have not approved this text."


GATE: tuple[Condition, ...] = (text_is_filed, no_blockers, no_open_warnings, nobody_objects, quorum_is_met)


@dataclass(frozen=True, kw_only=True)
class Move:
    """One row of the table."""

    name: str
    label: str  # on the button
    sources: frozenset[Stage]
    target: Stage
    role: Role
    conditions: tuple[Condition, ...] = ()
    gated: bool = False
    asks: str = ""  # what the dialog asks for: "note", "reason", "moment", "digest"
    hint: str = ""  # one sentence on consequences


class Refused(Exception):
    """A move that the table does not allow; `reasons` holds every sentence."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons

    def __str__(self) -> str:
        return " ".join(self.reasons)


def rows(*moves: Move) -> dict[str, Move]:
    return {move.name: move for move in moves}


S = Stage
MOVES = rows(
    Move(name="submit", label="Send for review", sources=frozenset({S.DRAFT, S.CHANGES_REQUESTED}),
         target=S.IN_REVIEW, role=Role.EDITOR, conditions=(text_is_filed, somebody_can_review),
         hint="Reviewers read exactly this revision."),
    Move(name="recall", label="Take it back to draft", sources=frozenset({S.IN_REVIEW}),
         target=S.DRAFT, role=Role.EDITOR, hint="It leaves the reviewers’ tray."),
    Move(name="request_changes", label="Request changes", sources=frozenset({S.IN_REVIEW, S.APPROVED}),
         target=S.CHANGES_REQUESTED, role=Role.REVIEWER, conditions=(has_a_note, still_this_text),
         asks="note", hint="The editor is told what should change."),
    Move(name="approve", label="Approve", sources=frozenset({S.IN_REVIEW}), target=S.APPROVED,
         role=Role.REVIEWER,
         conditions=(text_is_filed, is_no_author, saw_this_text, no_blockers, no_open_warnings,
                     house_rules_exist, adds_a_voice),
         asks="digest", hint="Your approval holds for exactly this text."),
    Move(name="take_back", label="Take my approval back",
         sources=frozenset({S.IN_REVIEW, S.APPROVED, S.SCHEDULED}), target=S.IN_REVIEW, role=Role.REVIEWER,
         conditions=(has_approved,), hint="A schedule that rests on it is void at once."),
    Move(name="schedule", label="Schedule", sources=frozenset({S.APPROVED}), target=S.SCHEDULED,
         role=Role.PUBLISHER, conditions=(moment_to_come, notice_is_finished), gated=True, asks="moment",
         hint="Readers see it from that moment on."),
    Move(name="publish", label="Publish now", sources=frozenset({S.APPROVED, S.SCHEDULED}),
         target=S.PUBLISHED, role=Role.PUBLISHER, conditions=(notice_is_finished,), gated=True,
         hint="Readers see it at once."),
    Move(name="unschedule", label="Cancel the schedule", sources=frozenset({S.SCHEDULED}),
         target=S.APPROVED, role=Role.PUBLISHER, hint="It stays approved."),
    Move(name="correct", label="Start a correction", sources=frozenset({S.PUBLISHED}), target=S.DRAFT,
         role=Role.EDITOR, hint="Readers keep the live text until the correction is published."),
    Move(name="withdraw", label="Withdraw", sources=frozenset(
             {S.PUBLISHED, S.DRAFT, S.IN_REVIEW, S.CHANGES_REQUESTED, S.APPROVED, S.SCHEDULED}),
         target=S.WITHDRAWN, role=Role.PUBLISHER, conditions=(is_live, has_a_reason), asks="reason",
         hint="Readers get a notice with your reason instead of the page."),
    Move(name="reopen", label="Reopen as a draft", sources=frozenset({S.WITHDRAWN}), target=S.DRAFT,
         role=Role.EDITOR, hint="It needs a new approval."),
    Move(name="reopen_changed", label="The text was changed", sources=frozenset({S.APPROVED, S.SCHEDULED}),
         target=S.DRAFT, role=Role.DESK, hint="A changed text has no approvals: it is another revision."),
    Move(name="void", label="The gate does not hold any more", sources=frozenset({S.APPROVED, S.SCHEDULED}),
         target=S.IN_REVIEW, role=Role.DESK, hint="What it rested on fell away: it needs a new approval."),
    Move(name="appear", label="Went live on schedule", sources=frozenset({S.SCHEDULED}), target=S.PUBLISHED,
         role=Role.DESK, hint="The clock publishes; the desk notes it down when it next looks."),
    Move(name="kill", label="Kill", sources=frozenset(
             {S.DRAFT, S.IN_REVIEW, S.CHANGES_REQUESTED, S.APPROVED, S.WITHDRAWN}),
         target=S.KILLED, role=Role.EDITOR, conditions=(not_live, has_a_reason), asks="reason",
         hint="It is kept on record and can be revived."),
    Move(name="revive", label="Revive", sources=frozenset({S.KILLED}), target=S.DRAFT, role=Role.EDITOR,
         hint="It is a draft again."),
)  # fmt: skip


def reasons_against(move: Move, at: Situation) -> tuple[str, ...]:
    """Every sentence that speaks against the move; none: it may be made."""
    found = []
    if at.stage not in move.sources:
        found.append(f"It is {at.stage.label.lower()}: “{move.label}” is not possible from there.")
    if move.role not in at.roles:
        found.append(f"Only {_people(move.role)} can do this.")
    conditions = (*move.conditions, *(GATE if move.gated else ()))
    found += [sentence for condition in conditions if (sentence := condition(at))]
    if move.gated:
        found += at.obstacles
    return tuple(dict.fromkeys(found))


def _people(role: Role) -> str:
    if role is Role.DESK:
        return "the desk itself"
    return "an editor" if role is Role.EDITOR else f"a {role.value}"


def offered(at: Situation) -> list[tuple[Move, tuple[str, ...]]]:
    """The moves that make sense from this stage for this actor, each with what speaks against it."""
    return [
        (move, reasons_against(move, at))
        for move in MOVES.values()
        if at.stage in move.sources and move.role in at.roles
    ]
