"""The front matter of a Markdown file: `key: value` lines between two lines of `---`, with positions.

Values are always text, just as they are written (`no`, `12:30`, `1.10`). What is more than lines of
values, lists and nested keys (anchors, tags, flow mappings) is left over and never interpreted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from series.importers import Segment, Unreadable, Why
from series.importers.layout import Layout
from series.importers.scalars import Value, flow_list, scalar

FENCE = re.compile(r"(?:---|\.\.\.)[^\S\n]*\Z")
KEY = re.compile(r"( *)([\w][\w.\- ]{0,79}?)[ \t]*:(?:[ \t]+(?=\S)|[ \t]*\Z)")
ITEM = re.compile(r"( *)-(?:[ \t]+(?=\S)|[ \t]*\Z)")
UNREAD = re.compile(r"[&*!{%`]")
Line = tuple[int, int]
T = TypeVar("T")


@dataclass
class Entry:
    """One key, with its values (one, or the items of a list)."""

    name: str
    start: int  # of the key
    indent: int = 0
    values: list[Value] = field(default_factory=list)
    is_list: bool = False
    block: str = ""  # "|" or ">"
    item_indent: int = 0


@dataclass
class Front:
    """The front matter of a source. `end` is where the body starts; `found` whether there is any."""

    layout: Layout
    entries: list[Entry] = field(default_factory=list)
    end: int = 0
    found: bool = False
    taken: set[str] = field(default_factory=set)

    def has(self, *names: str) -> bool:
        return any(entry.name in names for entry in self.entries)

    def text(self, path: str, *names: str, keep: bool = False) -> str:
        """The text at the first of these keys that there is, placed at `path`; taken unless kept."""
        entry = self._entry(names, keep)
        return self._place(path, entry) if entry else ""

    def items(self, path: str, *names: str) -> tuple[str, ...]:
        """The list at one of these keys; a single value is a list of one."""
        entry = self._entry(names, keep=False)
        if entry is None:
            return ()
        self._place(path, entry)
        return tuple(value.text for value in entry.values if entry.is_list or value.text)

    def read(self, path: str, parse: Callable[[str], T | None], *names: str) -> T | None:
        """The value at a key as `parse` understands it; it stays among the rest where that gives None."""
        entry = self._entry(names, keep=True)
        value = parse(_whole(entry)) if entry else None
        if entry is None or value is None:
            return None
        self._take(entry)
        self._place(path, entry)
        return value

    def rest(self) -> tuple[tuple[str, str], ...]:
        """Every key that nobody asked for, with its text."""
        extra: dict[str, str] = {}
        for entry in self.entries:
            if entry.name in extra or entry.name in self.taken:
                end = max([value.end for value in entry.values], default=entry.start + len(entry.name))
                self.layout.leave(entry.start, end, Why.UNPLACED, f"“{entry.name}” a second time")
            else:
                extra[entry.name] = self._place(f"extra/{entry.name}", entry)
        self.entries = []
        return tuple(extra.items())

    def _mark_around(self, value: Value) -> None:
        """The quotes of a value, and what stands for a character in them."""
        at = value.start
        for part in value.parts:
            self.layout.mark(at, part.source)
            at = part.source + part.length
        self.layout.mark(at, value.end)

    def _entry(self, names: tuple[str, ...], keep: bool) -> Entry | None:
        for entry in self.entries:
            if entry.name.lower() in names:
                if not keep:
                    self._take(entry)
                return entry
        return None

    def _take(self, entry: Entry) -> None:
        self.entries.remove(entry)
        self.taken.add(entry.name)

    def _place(self, path: str, entry: Entry) -> str:
        self.layout.announce(path, entry.start)
        at = 0
        for value in entry.values:
            moved = (Segment(at + part.at, part.source, part.length) for part in value.parts)
            self.layout.pieces(path, moved)
            self._mark_around(value)
            at += len(value.text) + 1
        return _whole(entry)


def _whole(entry: Entry | None) -> str:
    return "\n".join(value.text for value in entry.values) if entry else ""


def read_front(layout: Layout) -> Front:
    """The front matter at the start of a source; an empty one where there is none. Raises Unreadable."""
    source = layout.source
    opening = re.compile(r"\s*^---[^\S\n]*$", re.M).match(source)
    front = Front(layout)
    if not opening:
        return front
    inside, end = _bounds(source, opening.end())
    if not any(KEY.match(source[start:stop]) for start, stop in inside):
        return front
    if end < 0:
        end = _unclosed(layout, inside)
    else:
        layout.mark(inside[-1][1], end)
    layout.mark(opening.end() - 3, opening.end())
    layout.mark(*layout.trimmed(opening.start(), opening.end()))
    front.end, front.found = end, True
    _Reader(front, source).read(inside)
    return front


def _bounds(source: str, at: int) -> tuple[list[Line], int]:
    """The lines inside, and where the body starts (-1: no line closes it, and prose starts instead)."""
    inside: list[Line] = []
    closes: bool | None = None
    for start, stop in _lines(source, at + 1):
        line = source[start:stop]
        if FENCE.match(line):
            return inside, stop
        if inside and not line.strip() and closes is None:
            closes = _closes(source, stop)
        if line.startswith("##") or closes is False:
            return inside, -1
        inside.append((start, stop))
    return inside, -1


def _closes(source: str, at: int) -> bool:
    """Whether a line of `---` comes before the first heading or line of prose."""
    for start, stop in _lines(source, at + 1):
        line = source[start:stop]
        if FENCE.match(line):
            return True
        if line.strip() and not (KEY.match(line) or ITEM.match(line) or line.startswith((" ", "# "))):
            return False
    return False


def _lines(source: str, at: int) -> Iterator[Line]:
    while at < len(source):
        stop = source.find("\n", at)
        stop = len(source) if stop < 0 else stop
        yield at, stop
        at = stop + 1


def _unclosed(layout: Layout, inside: list[Line]) -> int:
    """Where the body starts although no line says so; the place is left over with the reason."""
    last = inside[-1][1]
    if not layout.source[last:].strip():
        raise Unreadable(
            "The front matter that line 1 opens is never closed: "
            "put a line of its own with `---` after its last `key: value`."
        )
    layout.leave(*inside[-1], Why.UNPLACED, "The front matter is not closed by a line `---` after this one")
    return last


class _Reader:
    """Reads the lines of a front matter into the entries of `front`."""

    def __init__(self, front: Front, source: str) -> None:
        self.front = front
        self.source = source
        self.open: list[Entry] = []  # keys that a deeper line may belong to

    def read(self, lines: list[Line]) -> None:
        for start, stop in lines:
            line = self.source[start:stop]
            if line.strip() and not self._line(start, stop, line):
                self.front.layout.leave(
                    start, stop, Why.UNPLACED, "A line of front matter that is no `key: value`"
                )

    def _line(self, start: int, stop: int, line: str) -> bool:
        indent = len(line) - len(line.lstrip(" "))
        last = self.open[-1] if self.open else None
        if last and last.block and indent > last.indent:
            return self._more(last, start + indent, stop)
        if line.lstrip(" ").startswith("#"):
            self.front.layout.leave(start, stop, Why.UNPLACED, "A comment in the front matter")
            return True
        item = ITEM.match(line)
        if item:
            return self._item(start, stop, item)
        key = KEY.match(line)
        if last and last.is_list and last.values and indent > last.item_indent:
            return self._more(last, start + indent, stop)
        if key:
            return self._key(start, stop, key, indent)
        if last and indent > last.indent and not line[indent:].startswith("\t"):
            return self._more(last, start + indent, stop)
        return False

    def _key(self, start: int, stop: int, key: re.Match[str], indent: int) -> bool:
        while self.open and self.open[-1].indent >= indent:
            self.open.pop()
        above = f"{self.open[-1].name}." if self.open else ""
        if self.open and not self.open[-1].values and self.open[-1] in self.front.entries:
            self.front.entries.remove(self.open[-1])
        entry = Entry(above + key[2], start + indent, indent)
        self.front.entries.append(entry)
        self.open.append(entry)
        self.front.layout.mark(start + indent, start + key.end())
        self._value(entry, start + key.end(), stop)
        return True

    def _item(self, start: int, stop: int, item: re.Match[str]) -> bool:
        indent = len(item[1])
        while len(self.open) > 1 and self.open[-1].indent > indent:
            self.open.pop()
        if not self.open or (self.open[-1].values and not self.open[-1].is_list):
            return False
        entry = self.open[-1]
        entry.is_list, entry.item_indent = True, indent
        self.front.layout.mark(start, start + item.end())
        entry.values.append(scalar(self.source, start + item.end(), stop))
        return True

    def _value(self, entry: Entry, start: int, stop: int) -> None:
        text = self.source[start:stop].strip()
        if not text:
            return
        if re.fullmatch(r"[|>][+\-\d]*", text):
            entry.block = text[0]
            self.front.layout.mark(start, stop)
        elif UNREAD.match(text):
            self.front.layout.leave(start, stop, Why.UNPLACED, "A kind of front matter that is not read here")
        elif values := flow_list(self.source, start, stop):
            entry.is_list, entry.item_indent = True, stop
            entry.values = values
            self._mark_between(start, stop, values)
        else:
            entry.values = [scalar(self.source, start, stop)]

    def _mark_between(self, start: int, stop: int, values: list[Value]) -> None:
        for value in values:
            self.front.layout.mark(start, value.start)
            start = value.end
        self.front.layout.mark(start, stop)

    def _more(self, entry: Entry, start: int, stop: int) -> bool:
        """One more line of a block, of a long value or of an item."""
        more = scalar(self.source, start, stop, plain=True)
        if not entry.values:
            entry.values = [more]
            return True
        glue = " " if not entry.is_list and entry.block != "|" else "\n"
        entry.values[-1] = entry.values[-1].joined(more, glue)
        return True
