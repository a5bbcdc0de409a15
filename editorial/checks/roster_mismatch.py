"""People who are announced, profiled and thanked, and who are not the same, or not as many."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editorial import names
from editorial.cards import CAPITAL, NAME
from editorial.checks import Copy, Finding, Level, Reading, check
from series.manuscript import Format

COUNTING = "two three four five six seven eight nine ten eleven twelve"
NUMBERS = COUNTING.split()
ROLES = (
    "people|persons|directors|leaders|experts|engineers|voices|practitioners|founders|guests|managers"
    "|scientists|designers|interviewees|professionals|specialists|developers|researchers|executives|heads|women|men"
)
COUNT = re.compile(rf"\b(?P<number>{'|'.join(NUMBERS)}|[2-9]|1\d) (?:[\w-]+ ){{0,4}}?(?:{ROLES})\b", re.I)
BEFORE_ANOTHER = re.compile(
    r"(?:\b(?:of|than|over|about|with|least|most|past|last|for|lead|leads|led|every|each)|[\d-])\s*$", re.I
)
HEAR = re.compile(
    r"\b(?:hear(?:ing)? from|meet|(?:talk|speak)(?:s|ing|ed)? (?:to|with)|spoke (?:to|with)"
    r"|(?:we|i) interview(?:ed)?|interviewing|interviews? with|in conversation with|conversations with"
    r"|sat down with|featuring|joined by)\s+",
    re.I,
)
THANKS = re.compile(
    r"\b(?:thanks?(?: you)?(?: so much| very much| again)?,? to|thanks? go to|grateful to|thanking)\s+", re.I
)
ANNOUNCED = re.compile(
    rf"(?P<number>{'|'.join(NUMBERS)}|[2-9]|1\d) (?:[a-z-]+ ){{0,3}}?[a-z]{{3,}}(?:s|men|people)\b"
)
OTHER_PARTS = re.compile(
    r"\b(?:so far|since|years?|already|previous|earlier|in total|altogether|until now)\b", re.I
)
SENTENCE = re.compile(r"[^.!?]*")
END = re.compile(r"(?<![A-Z])(?<!Dr)[.!?:;](?=\s|$)|\n\s*\n")
SPLIT = re.compile(r"\s*,\s*(?:and|&)?\s+|\s+(?:and|&)\s+(?=(?:an?|the)\s|[^a-z\s])")
ARTICLE = re.compile(r"(?:an?|one)\s+\w", re.I)
BLANK = re.compile(r"(?i:x{2,}|tbd|tba|tk|todo)\b|\[")
FAVOURS = re.compile(
    r"\b(?:photo|pictur|translat|edit|proofread|illustrat|transcri|sponsor|hosting|help)", re.I
)
FULL_NAME = re.compile(NAME)
SHORT_NAME = re.compile(rf"{CAPITAL}[\w’'-]+(?!\w)")


@dataclass(frozen=True, slots=True)
class Roll:
    """A list of people in running text: where it stands, and its entries."""

    copy: Copy
    start: int
    end: int
    entries: tuple[str, ...]


@check("Announced, profiled and thanked differ", Level.WARNING)
def roster_mismatch(reading: Reading) -> Iterator[Finding]:
    people = [name for name in reading.manuscript.people if name.strip()]
    if reading.manuscript.format is not Format.INTERVIEWS or len(people) < 2:
        return
    for name in ("standfirst", "introduction"):
        copy = reading.at(name)
        yield from _counts(copy, len(people))
        for roll in _rolls(copy, HEAR):
            yield from _announced(roll, people)
    for roll in _rolls(reading.at("closing"), THANKS):
        if not FAVOURS.search(roll.copy.visible[roll.start : roll.end + 40].partition("\n")[0]):
            yield from _compared(roll, people, "thanked")


def _counts(copy: Copy, profiled: int) -> Iterator[Finding]:
    """ "Six directors" over three profiles."""
    counts = [*COUNT.finditer(copy.visible)]
    announced = (ANNOUNCED.match(copy.visible, heard.end()) for heard in HEAR.finditer(copy.visible))
    counts += [match for match in announced if match and match.start() not in {one.start() for one in counts}]
    for match in counts:
        sentence = SENTENCE.match(copy.visible, match.start())
        before = copy.visible[max(0, match.start() - 40) : match.start()]
        if BEFORE_ANOTHER.search(before) or OTHER_PARTS.search(before + (sentence[0] if sentence else "")):
            continue
        said = match["number"].lower()
        number = NUMBERS.index(said) + 2 if said in NUMBERS else int(said)
        if number != profiled:
            message = f"This announces {number} people, and {profiled} are profiled."
            yield copy.finding(match.start(), match.end(), message)


def _rolls(copy: Copy, trigger: re.Pattern[str]) -> Iterator[Roll]:
    text = copy.visible
    for match in trigger.finditer(text):
        stop = END.search(text, match.end())
        end = stop.start() if stop else len(text)
        clause = text[match.end() : end].rstrip()
        entries = tuple(" ".join(entry.split()) for entry in SPLIT.split(clause))
        if clause:
            yield Roll(copy, match.end(), match.end() + len(clause), entries)


def _announced(roll: Roll, people: list[str]) -> Iterator[Finding]:
    """A list by role ("a founder, a director and a chemist") counts; a list of names is compared."""
    described = [entry for entry in roll.entries if ARTICLE.match(entry)]
    if len(described) > 1 and len(described) != len(people):
        message = f"This announces {len(described)} people, and {len(people)} are profiled."
        yield roll.copy.finding(roll.start, roll.end, message)
    elif not described:
        yield from _compared(roll, people, "announced")


def _compared(roll: Roll, people: list[str], done: str) -> Iterator[Finding]:
    called = [name for entry in roll.entries if (name := _name(entry))]
    blanks = sum(bool(BLANK.match(entry)) for entry in roll.entries)
    present = {name for name in people if any(_meant(one, name) for one in called)}
    strangers = [name for name in called if " " in name and not any(_meant(name, one) for one in people)]
    if strangers and (present or len(strangers) > 1):
        message = f"{_listed(strangers)}: {done} here, and not profiled."
        yield roll.copy.finding(roll.start, roll.end, message)
    absent = sorted(name for name in set(people) - present if not _mentioned(name, roll.copy))
    if present and absent and blanks < len(absent):
        message = f"{_listed(absent)}: profiled, and not {done} here."
        yield roll.copy.finding(roll.start, roll.end, message)
    elif not called and blanks > 1 and blanks != len(people):
        message = f"{blanks} people are {done} here, and {len(people)} are profiled."
        yield roll.copy.finding(roll.start, roll.end, message)


def _mentioned(name: str, copy: Copy) -> bool:
    """Whether another sentence of the field has the name, or a part of it."""
    said = set(names.WORD.findall(names.fold(copy.visible)))
    return any(word in said for word in names.words(name) if len(word) > 1)


def _name(entry: str) -> str:
    """The name that an entry starts with; "" where it starts with none."""
    if BLANK.match(entry):
        return ""
    found = FULL_NAME.match(entry) or SHORT_NAME.match(entry)
    return found[0] if found else ""


def _meant(said: str, name: str) -> bool:
    """Whether somebody's name, or a part of it, is meant; slips are for another check."""
    own, called = names.words(name), names.words(said)
    return bool(called) and all(any(a == b or names.near(a, b) for b in own) for a in called)


def _listed(people: list[str]) -> str:
    return ", ".join(people)
