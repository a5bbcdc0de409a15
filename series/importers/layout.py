"""What becomes of every character of a source: a field's text, a mark between fields, or a leftover.

An importer claims spans of the source; whatever nobody claimed is listed as unplaced when it finishes,
so that nothing can be lost.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from series.importers import Imported, Leftover, Segment, Unreadable, Why
from series.manuscript import Manuscript
from series.markup import LONGEST

BLANK_LINE = re.compile(r"\n(?:[^\S\n]*+\n)++")  # or several: of empty ones a hostile text has a million
SYNTAX = re.compile(r"[^\w\s]+|\bat\b")
Span = tuple[int, int]


@dataclass
class Layout:
    """The claims on one source. A span is (start, end), offsets into the source, end exclusive."""

    source: str
    segments: dict[str, list[Segment]] = field(default_factory=dict)
    leftovers: list[Leftover] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)
    holes: list[Span] = field(default_factory=list)  # sorted; what `take` leaves out

    def trimmed(self, start: int, end: int) -> Span:
        """The span without white space at its ends; empty at its start where there is nothing else."""
        text = self.source[start:end]
        if not text.strip():
            return start, start
        return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())

    def take(self, path: str, start: int, end: int) -> str:
        """The text of a field: the span without what was left out of it before."""
        return self.join(path, self.cut(start, end))

    def join(self, path: str, spans: Iterable[Span], glue: str = "\n\n") -> str:
        """The text of a field that is made of several spans."""
        text = ""
        for start, end in (self.trimmed(*span) for span in spans):
            if start < end:
                text += glue if text else ""
                self._segment(path, Segment(len(text), start, end - start))
                text += self.source[start:end]
        return text

    def cut(self, start: int, end: int) -> Iterator[Span]:
        """The span without its holes."""
        first = max(bisect_left(self.holes, (start, start)) - 1, 0)
        for at in range(first, len(self.holes)):
            out, back = self.holes[at]
            if out >= end:
                break
            if back > start:
                yield start, max(out, start)
                start = min(back, end)
        yield start, end

    def announce(self, path: str, start: int, end: int | None = None) -> None:
        """A label or a heading announces a field: its place where the field stays empty."""
        self._segment(path, Segment(0, start, 0))
        if end is not None:
            self.mark(start, end)

    def same(self, path: str, as_path: str) -> None:
        """A field has the text, and so the places, of another one."""
        self.segments[path] = list(self.segments.get(as_path, ()))

    def _segment(self, path: str, segment: Segment) -> None:
        self.segments.setdefault(path, []).append(segment)

    def pieces(self, path: str, segments: Iterable[Segment]) -> None:
        """The places of a field's text that is no plain slice of the source."""
        self.segments.setdefault(path, []).extend(segments)

    def mark(self, start: int, end: int) -> None:
        """Syntax between fields."""
        if start < end:
            self.marks.append((start, end))

    def syntax(self, start: int, end: int) -> None:
        """Syntax between fields, where there may also be words that are none."""
        for match in SYNTAX.finditer(self.source, start, end):
            self.mark(*match.span())

    def hole(self, start: int, end: int) -> None:
        """A span that no field takes in passing."""
        insort(self.holes, (start, end))

    def leave(self, start: int, end: int, why: Why, what: str, trim: bool = True) -> None:
        """A span that is in no field."""
        start, end = self.trimmed(start, end) if trim else (start, end)
        if start < end:
            self.leftovers.append(Leftover(start, end, self.source[start:end], why, what))
            self.hole(start, end)

    def paragraphs(self, start: int, end: int) -> Iterator[Span]:
        """The trimmed spans between blank lines."""
        for match in BLANK_LINE.finditer(self.source, start, end):
            yield from self._solid(start, match.start())
            start = match.end()
        yield from self._solid(start, end)

    def _solid(self, start: int, end: int) -> Iterator[Span]:
        start, end = self.trimmed(start, end)
        if start < end:
            yield start, end

    def finish(self, form: str, manuscript: Manuscript, notices: tuple[str, ...] = ()) -> Imported:
        """The import, with everything that nobody claimed. Raises Unreadable where a field is too long."""
        self._sweep()
        self._announce_rest(manuscript)
        self.leftovers.sort(key=lambda each: (each.start, each.end))
        segments = {
            path: tuple(sorted(each, key=lambda segment: (segment.at, segment.length)))
            for path, each in self.segments.items()
        }
        done = Imported(
            form, self.source, manuscript, segments, tuple(self.leftovers), tuple(sorted(self.marks)), notices
        )
        _measure(done)
        return done

    def _sweep(self) -> None:
        claimed = [(each.source, each.source + each.length) for of in self.segments.values() for each in of]
        claimed += self.marks
        claimed += [(each.start, each.end) for each in self.leftovers]
        at = 0
        for start, end in sorted(claimed):
            if start > at:
                self._unplaced(at, start)
            at = max(at, end)
        self._unplaced(at, len(self.source))

    def _announce_rest(self, manuscript: Manuscript) -> None:
        """What a person's part does not have at all is missed where it begins."""
        for each in manuscript.fields():
            name = self.segments.get(f"contributions/{each.whose}/name") if each.whose else None
            if name and each.path not in self.segments:
                self.announce(each.path, name[0].source)

    def _unplaced(self, start: int, end: int) -> None:
        for span in self.paragraphs(start, end):
            text = self.source[slice(*span)]
            self.leftovers.append(Leftover(*span, text, Why.UNPLACED, "Text without a place"))


def _measure(done: Imported) -> None:
    if len(done.source) <= LONGEST:
        return
    for each in (*done.manuscript.fields(), *done.leftover_fields()):
        if len(each.text) > LONGEST:
            line = done.position(done.origin(each.path, 0))[0]
            raise Unreadable(
                f"“{each.label}”, which starts in line {line:,}, has {len(each.text):,} characters; "
                f"{LONGEST:,} is the most that one field can have. Take some of it out, or divide it."
            )
