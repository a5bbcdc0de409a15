"""Marks around flagged words: a field's source with offsets -> safe HTML with <mark>. Pure: no Django.

The words around the marks are exactly what `markup.html` makes of the text: where a mark would change
how the Markdown is read, the text is shown without marks (the margin still quotes the words).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from html import escape
from itertools import pairwise
from typing import NamedTuple

import nh3

from series import markup

# Stand-ins for the marks while the Markdown is rendered: private characters that no text has a use for.
OPEN, CLOSE = 0xF0000, chr(0x10FFFD)
MOST = 0xFF00
STANDINS = re.compile("[\U000f0000-\U0010ffff]")
WHOLE = {"Autolink", "Email", "Collapsed", "Shortcut", "Reference"}  # links whose label must not be touched
RANK = {"blocker": 0, "warning": 1, "comment": 2, "stet": 3, "notice": 4}
ATTRIBUTES = {**markup.ATTRIBUTES, "mark": {"class", "data-note"}}


@dataclass(frozen=True, slots=True)
class Flag:
    """Words to mark: offsets into the field at `path`; `kind` is a level, "stet" or "comment"; `note` is
    the id of what is said about them."""

    path: str
    start: int
    end: int
    kind: str
    note: str

    @property
    def tag(self) -> str:
        return f'<mark class="st-mark st-mark-{escape(self.kind)}" data-note="{escape(self.note)}">'


class Unit(NamedTuple):
    """A piece of the source that a mark may stand around, or in."""

    start: int
    end: int
    divisible: bool


class Covering(NamedTuple):
    """A flag that covers the place where the sweep is; the number makes every two of them comparable."""

    rank: int
    end: int
    number: int
    flag: Flag


class Piece(NamedTuple):
    """A piece of the source to be marked, and why."""

    start: int
    end: int
    flag: Flag


def line(text: str, flags: Sequence[Flag]) -> str:
    """Plain text, escaped, with marks."""
    out, at = [], 0
    for piece in _pieces([Unit(0, len(text), True)], _sorted(flags)):
        words = escape(text[piece.start : piece.end])
        out += [escape(text[at : piece.start]), piece.flag.tag, words, "</mark>"]
        at = piece.end
    return "".join([*out, escape(text[at:])])


def prose(text: str, flags: Sequence[Flag], references: str = "") -> str:
    """Markdown as readers see it, with marks."""
    clean = markup.html(text, references)
    parsed = markup.parse(text, references)
    pieces = list(_pieces(list(_units(parsed)), _sorted(_reaching(parsed, flags))))[:MOST]
    if not pieces or STANDINS.search(text + references):
        return clean
    marked = markup.html(_with_standins(text, pieces), references)
    if STANDINS.sub("", marked) != clean:
        return clean
    return nh3.clean(
        STANDINS.sub(lambda match: _tag(match[0], pieces), marked),
        tags=markup.TAGS,
        attributes=ATTRIBUTES,
        url_schemes=markup.SCHEMES,
        link_rel="noopener noreferrer",
    )


def _with_standins(text: str, pieces: Sequence[Piece]) -> str:
    out, at = [], 0
    for number, piece in enumerate(pieces):
        out += [text[at : piece.start], chr(OPEN + number), text[piece.start : piece.end], CLOSE]
        at = piece.end
    return "".join([*out, text[at:]])


def _tag(standin: str, pieces: Sequence[Piece]) -> str:
    return "</mark>" if standin == CLOSE else pieces[ord(standin) - OPEN].flag.tag


def _sorted(flags: Sequence[Flag]) -> list[Flag]:
    return sorted((flag for flag in flags if flag.start < flag.end), key=lambda flag: flag.start)


def _units(parsed: markup.Parsed) -> Iterator[Unit]:
    """Where marks may stand, in order, none within another."""
    whole = [
        Unit(token.start, _end(parsed.source, token), False)
        for token in parsed.of("link", "image")
        if token.kind == "image" or token.style in WHOLE
    ]
    words = [unit for token in parsed.of("text", "code") if (unit := _unit(parsed.source, token))]
    at = 0
    for unit in sorted([*whole, *words], key=lambda each: (each.start, -each.end)):
        if unit.start >= at:
            yield unit
            at = unit.end


def _end(source: str, token: markup.Token) -> int:
    """The end of a link or picture; the parser leaves out the empty brackets of “[label][]”."""
    return token.end + 2 if token.style == "Collapsed" and source.startswith("[]", token.end) else token.end


def _unit(source: str, token: markup.Token) -> Unit | None:
    """A text as it stands in the source; an entity is one piece; code without its backticks."""
    if token.kind == "text":
        return Unit(token.start, token.end, source[token.start : token.end] == token.text)
    start = source.find(token.text, token.start, token.end) if token.text else -1
    return Unit(start, start + len(token.text), True) if start >= 0 else None


def _reaching(parsed: markup.Parsed, flags: Sequence[Flag]) -> list[Flag]:
    """The flags; one on a link's target alone reaches over the whole link, for its label to be marked."""
    links = sorted(parsed.of("link"), key=lambda link: link.start)
    starts = [link.start for link in links]
    found = []
    for flag in flags:
        place = bisect_right(starts, flag.start) - 1
        seen = parsed.visible[flag.start : flag.end].strip()
        if place >= 0 and not seen and flag.end <= links[place].end:
            flag = replace(flag, start=links[place].start, end=links[place].end)
        found.append(flag)
    return found


def _pieces(units: Sequence[Unit], flags: Sequence[Flag]) -> Iterator[Piece]:
    """What to mark, in order and without overlaps; where flags overlap, the heaviest shows."""
    starts = [unit.start for unit in units]
    hits: dict[int, list[Flag]] = {}
    for flag in flags:
        for place in range(max(bisect_right(starts, flag.start) - 1, 0), len(units)):
            if units[place].start >= flag.end:
                break
            if units[place].end > flag.start:
                hits.setdefault(place, []).append(flag)
    for place in sorted(hits):
        yield from _cut(units[place], hits[place])


def _cut(unit: Unit, flags: Sequence[Flag]) -> Iterator[Piece]:
    if not unit.divisible:
        yield Piece(unit.start, unit.end, min(flags, key=lambda flag: RANK[flag.kind]))
        return
    coming = sorted(flags, key=lambda flag: flag.start, reverse=True)
    edges = sorted(
        {max(flag.start, unit.start) for flag in flags} | {min(flag.end, unit.end) for flag in flags}
    )
    covering: list[Covering] = []  # a heap, the heaviest first
    for start, end in pairwise(edges):
        while coming and coming[-1].start <= start:
            flag = coming.pop()
            heappush(covering, Covering(RANK[flag.kind], flag.end, len(coming), flag))
        while covering and covering[0].end <= start:
            heappop(covering)
        if covering:
            yield Piece(start, end, covering[0].flag)
