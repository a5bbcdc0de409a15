"""The gate explained: each thing that publication needs, whether it is there, and who can do it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from editorial.checks import Level
from editorial.standing import Standing, name_of, reviewers_but, roles_of
from editorial.templatetags.desk_tags import clock, short, zone
from editorial.workflow import Role, Stage, count

from . import mending, notes
from .threads import Thread

YES, NO, MAYBE = "yes", "no", "maybe"
FEW = 5  # open comments that are named


@dataclass(frozen=True)
class Thing:
    """One thing that the gate asks for. `maybe` never stops anything."""

    state: str
    title: str
    detail: str = ""
    brief: str = ""  # in the headline, where it is missing
    who: str = ""  # who can do it
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Gate:
    """The whole of it, and its headline."""

    things: tuple[Thing, ...]
    headline: str
    look: str  # ok, nearly, no
    icon: str

    @property
    def missing(self) -> list[Thing]:
        return [thing for thing in self.things if thing.state == NO]


def explain(at: Standing, user: AbstractBaseUser, comments: Sequence[Thread]) -> Gate:
    """The gate before this text, for whoever looks."""
    things = tuple(_things(at, comments))
    missing = [thing for thing in things if thing.state == NO]
    headline, look, icon = _headline(at, user, missing)
    return Gate(things, headline, look, icon)


def _headline(at: Standing, user: AbstractBaseUser, missing: list[Thing]) -> tuple[str, str, str]:
    if at.is_live:
        return "Readers read exactly this text", "ok", "live"
    if at.coming and not missing:
        moment = at.coming.live_from
        return f"Readers see this from {short(moment)}, {clock(moment)} ({zone(moment)}) on", "ok", "clock"
    if not missing:
        return "This can be published", "ok", "check"
    if [thing.title for thing in missing] == [_approval_title(at)]:
        return _nearly(at, user)
    return "This cannot be published yet", "no", "blocker"


def _nearly(at: Standing, user: AbstractBaseUser) -> tuple[str, str, str]:
    left = (at.quorum or 1) - len(at.approvals)
    able = Role.REVIEWER in roles_of(user) and user.pk not in at.authors and user.pk not in at.approvals
    if left == 1 and able and at.stage is Stage.IN_REVIEW:
        return "Only your approval is missing", "nearly", "eye"
    if left == 1:
        return "Only an approval is missing", "nearly", "wait"
    return f"Only {left} approvals are missing", "nearly", "wait"


def _things(at: Standing, comments: Sequence[Thread]) -> Iterator[Thing]:
    if at.rows_differ:
        yield Thing(
            NO,
            "The text was changed and not saved",
            "Reviewers read its last revision. Save it as a new one first.",
            "not saved",
            "An editor",
            ((mending.write(at), "Open the text"),),
        )
    yield _blockers(at)
    yield _warnings(at)
    yield from _objections(at)
    yield _approvals(at)
    for sentence in at.obstacles:
        if not at.is_live:
            brief = "" if sentence != at.obstacles[0] else count(len(at.obstacles), "obstacle")
            yield Thing(NO, sentence, "", brief, "An editor", ((mending.write(at), "Open the text"),))
    if at.coming:
        moment = at.coming.live_from
        yield Thing(MAYBE, "Scheduled", f"{short(moment)}, {clock(moment)} ({zone(moment)})")
    word = f"{count(len(comments), 'open comment')}" if comments else "No open comments"
    links = tuple((f"#thread-{each.comment.pk}", _named(each)) for each in comments[:FEW])
    yield Thing(MAYBE, word, "Comments never stop publication.", links=links)


def _named(thread: Thread) -> str:
    """“Bob on Closing”."""
    return f"{name_of(thread.comment.by)} on {thread.field.label if thread.field else 'the whole text'}"


def _by_person(at: Standing, level: Level) -> tuple[tuple[str, str], ...]:
    found = []
    for group in notes.groups(at.text, notes.of(at)) if at.text else ():
        some = [note for note in group.notes if note.is_open and note.finding.level is level]
        if some:
            number = sum(note.count for note in some)
            found.append((f"#note-{some[0].id}", f"{group.name} {number}"))
    return tuple(found)


def _blockers(at: Standing) -> Thing:
    if not (number := at.open(Level.BLOCKER)):
        return Thing(YES, "No blockers")
    word = count(number, "blocker")
    return Thing(
        NO, f"{word} to mend", "The text has to be changed.", word, "An editor", _by_person(at, Level.BLOCKER)
    )


def _warnings(at: Standing) -> Thing:
    if not (number := at.open(Level.WARNING)):
        return Thing(YES, "Every warning is mended or let stand")
    return Thing(
        NO,
        f"{count(number, 'warning')} still open",
        "Mend each one, or let it stand and say why.",
        f"{number} open warning{'' if number == 1 else 's'}",
        "An editor mends it; a reviewer who wrote none of this lets it stand",
        _by_person(at, Level.WARNING),
    )


def _objections(at: Standing) -> Iterator[Thing]:
    for review in at.objections:
        yield Thing(
            NO,
            f"{name_of(review.reviewer)} asked for changes",
            f"To exactly this text: “{review.note}”",
            "changes requested",
            f"An editor changes the text, or {name_of(review.reviewer)} approves it after all",
        )


def _approval_title(at: Standing) -> str:
    if at.quorum is None:
        return "This series has no house rules"
    return f"Approved by {len(at.approvals)} of {at.quorum}"


def _approvals(at: Standing) -> Thing:
    title = _approval_title(at)
    if at.quorum is None:
        detail = "They say how many approvals a text needs."
        return Thing(NO, title, detail, "no house rules", "An administrator")
    names = ", ".join(name_of(each.reviewer) for each in at.approvals.values())
    if len(at.approvals) >= at.quorum:
        return Thing(YES, title, f"Exactly this text: {names}.")
    able = [name_of(each) for each in reviewers_but(at.authors | at.approvals.keys())]
    return Thing(
        NO,
        title,
        "Exactly this text has to be approved by people who wrote none of it."
        + (f" So far: {names}." if names else ""),
        "not approved" if not names else "not approved by enough",
        ", ".join(able) or "Nobody yet: a reviewer has to be found",
    )
