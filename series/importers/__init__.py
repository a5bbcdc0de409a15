"""Importers: the text of a source file -> a Manuscript, and what became of every line.

Pure: no Django. One module per source form; `read` recognises the form, or is told. Nothing is lost:
every non-blank line of the source is in a field, recognised as site chrome or as derivable (what Stet
writes by itself, such as the list of earlier parts), or listed as unplaced.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from series.manuscript import Field, Kind, Manuscript


class Unreadable(ValueError):
    """The source cannot be read at all; the text says what, where and how to mend it."""


class Why(StrEnum):
    """Why a piece of the source is in no field."""

    UNPLACED = "unplaced"  # nobody knows where it belongs
    CHROME = "chrome"  # the site around the text: menus, log-in boxes, advertisements
    DERIVED = "derived"  # Stet writes it by itself: related stories, earlier parts
    WRAPPER = "wrapper"  # HTML around the whole document, styles, stray tags


@dataclass(frozen=True, slots=True)
class Leftover:
    """A piece of the source in no field: its offsets, its text, why, and in plain words what it is."""

    start: int
    end: int
    text: str
    why: Why
    what: str


@dataclass(frozen=True, slots=True)
class Segment:
    """`length` characters at `at` in a field come from `source` in the source file."""

    at: int
    source: int
    length: int


@dataclass(frozen=True)
class Imported:
    """What an importer made of a source text. `segments` maps each field's path to where it came from.

    A path without text of its own (an empty answer, a missing background) maps to the segment of the
    label or heading that announces it, with length 0. `marks` are the spans of syntax that announce or
    separate fields (labels, heading marks, keys of front matter): neither text nor leftover.
    """

    form: str
    source: str
    manuscript: Manuscript
    segments: dict[str, tuple[Segment, ...]] = field(default_factory=dict)
    leftovers: tuple[Leftover, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    notices: tuple[str, ...] = ()  # what was done to the file before it was read

    @cached_property
    def _lines(self) -> list[int]:
        starts, at = [0], self.source.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.source.find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset into the source."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def origin(self, path: str, at: int) -> int:
        """The offset in the source of position `at` of the field at `path`; 0 where it is not known."""
        if path.startswith("source/"):
            return self.leftovers[int(path.partition("/")[2])].start + at
        found = 0
        for number, segment in enumerate(self.segments.get(path, ())):
            if number and segment.at > at:
                break
            found = segment.source + min(max(at - segment.at, 0), segment.length)
        return found

    def span(self, path: str, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source of the words from `start` to `end` of the field at `path`."""
        first = self.origin(path, start)
        return first, max(first, self.origin(path, end - 1) + 1) if end > start else first

    def leftover_fields(self) -> Iterator[Field]:
        """The leftovers as fields that the checks can read (path `source/N`)."""
        for number, each in enumerate(self.leftovers):
            yield Field(f"source/{number}", each.what, each.text, Kind.LINE)

    @property
    def unplaced(self) -> tuple[Leftover, ...]:
        """What an editor has to place or to leave out."""
        return tuple(each for each in self.leftovers if each.why is Why.UNPLACED)
