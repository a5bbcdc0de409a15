"""A question about another field of work than the person's."""

import re
from collections.abc import Iterator

from editorial import names
from editorial.checks import Finding, Level, Reading, check
from series.manuscript import SLOT, Answer, Contribution, Format

ENOUGH = 60  # words of somebody's own that must never touch the field before it counts as foreign


@check("Question about another field", Level.WARNING)
def foreign_field(reading: Reading) -> Iterator[Finding]:
    if reading.manuscript.format is Format.STORY:
        return
    for each in reading.manuscript.contributions:
        foreign = _never_theirs(reading, each)
        for answer in each.answers:
            asked = _asked_about(reading, each, answer)
            if asked and each.field and (foreign or not _alike(asked, each.field)):
                yield _finding(reading, each, answer, asked, foreign)


def _finding(reading: Reading, each: Contribution, answer: Answer, asked: str, foreign: str) -> Finding:
    copy = reading.of(each, f"answers/{answer.key}/question")
    start = (
        names.fold(copy.text).find(names.fold(asked)) if len(names.fold(copy.text)) == len(copy.text) else -1
    )
    start, end = (start, start + len(asked)) if start >= 0 else (0, len(copy.text))
    message = foreign or f"The other questions to {each.name} are about {each.field}."
    return copy.finding(start, end, message)


def _asked_about(reading: Reading, each: Contribution, answer: Answer) -> str:
    """What stands in the question's blank, as this person was asked it; "" where there is no blank."""
    template = reading.manuscript.prompt(answer.prompt).text
    if SLOT not in template:
        return ""
    if not answer.wording:
        return each.field
    before, _, after = template.partition(SLOT)
    found = re.fullmatch(rf"\W*{_loose(before)}(.+?){_loose(after)}\W*", answer.wording, re.I | re.S)
    return found[1] if found else ""


def _loose(text: str) -> str:
    """A pattern for these words, whatever the marks and spaces between them."""
    marks = re.split(r"\W+", text)
    return r"\W+".join(re.escape(mark) for mark in marks)


def _never_theirs(reading: Reading, each: Contribution) -> str:
    """Why this person's questions are somebody else's altogether; "" where they are not."""
    people = reading.manuscript.contributions
    if not each.field or all(_alike(each.field, other.field) for other in people):
        return ""  # an edition about one field: people need not name it
    own = _own(each)
    if _touches(own, each.field):
        return ""
    enough = len(own.split()) >= ENOUGH
    owner = next(
        (one for one in people if _alike(one.field, each.field) and _touches(_own(one), one.field)), None
    )
    if owner and enough:
        return f"Nothing that {each.name} says is about {each.field}; another person's questions are."
    earlier = next((other for other in reading.known.others if _had(other.contributions, each)), None)
    if earlier and (enough or not any(_bodies(each))):
        where = f"part {earlier.part}" if earlier.part else f"“{earlier.title}”"
        return f"The questions of {where} were about {each.field}; nothing of {each.name}'s is."
    return ""


def _own(each: Contribution) -> str:
    return " ".join((each.background, each.role, each.organization, each.about_organization, *_bodies(each)))


def _touches(text: str, field: str) -> bool:
    return any(_alike(field, word) for word in set(names.WORD.findall(names.fold(text))))


def _bodies(each: Contribution) -> list[str]:
    return [answer.body for answer in each.answers]


def _had(people: tuple[Contribution, ...], each: Contribution) -> bool:
    return any(one.field and _alike(one.field, each.field) for one in people)


def _alike(one: str, other: str) -> bool:
    """Whether two names of a field mean one: "finance" and "financial applications"."""
    first, second = (names.WORD.findall(names.fold(text)) for text in (one, other))
    return any(_kin(a, b) for a in first for b in second)


def _kin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (
        len(short) > 3 and (long.startswith(short) or (one[:5] == other[:5] and len(short) > 4))
    )
