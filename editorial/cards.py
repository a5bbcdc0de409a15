"""Who is said to be what, where: heads of parts, standfirsts and the cards beneath teasers, read alike.

Pure: no Django. A story page names its author, and the authors of related stories, two or three times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editorial.checks import Copy, Reading

CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ]"
NAME = rf"{CAPITAL}[\w.’'-]*(?: (?:{CAPITAL}[\w.’'-]*|van|von|de|der|den|da|di|del|la|le|bin|al)){{1,4}}"
NAME_LINE = re.compile(rf"{NAME}$")
TEASER = re.compile(
    rf"(?P<name>{NAME}), (?P<role>{CAPITAL}[^.!?\n]{{2,120}}?) (?:at|@) (?P<organization>[^,\n]{{2,60}}),"
)
CARD = re.compile(rf"(?P<role>{CAPITAL}[^.!?\n]{{2,120}}?) (?:at|@) (?P<organization>[^.,;\n]{{2,60}})$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its field, its offsets there, and its text without white space around."""

    copy: Copy
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A person's role and organization as one place gives them."""

    person: str
    role: str
    organization: str
    copy: Copy
    start: int  # of the role in the field
    end: int  # of the organization
    named: int  # where the organization starts


def lines(copy: Copy) -> Iterator[Line]:
    """The lines of a field that are not blank."""
    for match in re.finditer(r"[^\s][^\n]*", copy.text):
        text = match[0].rstrip()
        yield Line(copy, match.start(), match.start() + len(text), text)


def leftover_lines(reading: Reading) -> Iterator[Line]:
    """The lines of all that is in no field, in the order of the source."""
    for copy in reading.written if reading.leftovers else ():
        if copy.is_leftover:
            yield from lines(copy)


def cards(reading: Reading) -> Iterator[Card]:
    """Every role and organization that the standfirst and the leftovers give to somebody."""
    before = ""
    for line in [*lines(reading.at("standfirst")), *leftover_lines(reading)]:
        if match := TEASER.match(line.text):
            yield _card(match["name"], match, line)
        elif NAME_LINE.match(before) and (match := CARD.match(line.text)):
            yield _card(before, match, line)
        before = line.text


def _card(person: str, match: re.Match[str], line: Line) -> Card:
    return Card(
        person,
        match["role"],
        match["organization"],
        line.copy,
        line.start + match.start("role"),
        line.start + match.end("organization"),
        line.start + match.start("organization"),
    )
