"""Single values of a front matter, with the place of every character."""

import json
import re
from dataclasses import dataclass

from series.importers import Segment

ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)")
DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*(?:#.*)?\Z', re.S)
SINGLE = re.compile(r"'((?:[^']|'')*)'[ \t]*(?:#.*)?\Z", re.S)
PARTS = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"'\[\]{}][^,\[\]{}]*|)\s*(,|\Z)""", re.S)


@dataclass(frozen=True, slots=True)
class Value:
    """A value's text, its span in the source (with quotes), and where its characters come from."""

    text: str
    start: int
    end: int
    parts: tuple[Segment, ...]

    def joined(self, other: "Value", glue: str) -> "Value":
        """This value, and another after it."""
        at = len(self.text) + len(glue)
        moved = tuple(Segment(at + part.at, part.source, part.length) for part in other.parts)
        return Value(self.text + glue + other.text, self.start, other.end, self.parts + moved)


def scalar(source: str, start: int, stop: int, plain: bool = False) -> Value:
    """The value between two offsets: plain, or in quotes, which are taken off."""
    text = source[start:stop]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    if not plain:
        for quoted, escape in ((DOUBLE, ESCAPE), (SINGLE, re.compile("''"))):
            match = quoted.match(text)
            if match:
                return _unquoted(match[1], start, start + match.end(1) + 1, escape)
    return Value(text, start, start + len(text), (Segment(0, start, len(text)),))


def _unquoted(inside: str, start: int, end: int, escape: re.Pattern[str]) -> Value:
    text, at, parts = "", 0, []
    for match in escape.finditer(inside):
        parts.append(Segment(len(text), start + 1 + at, match.start() - at))
        text += inside[at : match.start()]
        parts.append(Segment(len(text), start + 1 + match.start(), 0))
        text += _meant(match[0])
        at = match.end()
    parts.append(Segment(len(text), start + 1 + at, len(inside) - at))
    return Value(text + inside[at:], start, end, tuple(parts))


def _meant(escape: str) -> str:
    """The character that an escape stands for; the escape itself where there is none to have."""
    if escape == "''":
        return "'"
    try:
        meant = json.loads(f'"{escape}"') if escape[1] != "x" else chr(int(escape[2:], 16))
    except ValueError:
        return escape
    return escape if meant == "\0" or "\ud800" <= meant <= "\udfff" else meant


def flow_list(source: str, start: int, stop: int) -> list[Value]:
    """The items of `[a, b]`; nothing where it is not just that."""
    text = source[start:stop].strip()
    if not (text.startswith("[") and text.endswith("]")):
        return []
    start = source.index("[", start) + 1
    stop = start + len(text) - 2
    values = []
    while start < stop:
        match = PARTS.match(source, start, stop)
        if not match:
            return []
        values.append(scalar(source, match.start(1), match.end(1)))
        start = match.end()
    return values
