"""The headings of a Markdown text, and its link definitions: what an importer steers by."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from series.importers import Unreadable
from series.importers.layout import Layout, Span

LONGEST = 2_000  # characters of a heading; a longer line is prose
MOST = 1_000  # headings of one text
HEADING = re.compile(r"^ {0,3}(#{1,6})(?!\S)([^\n]*)", re.M)
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})([^\n]*)", re.M)
CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*\Z")
DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\[\]\n]{1,999}\]:[^\n]*\n?", re.M)
BOLD = re.compile(r"(\*\*|__)((?:(?!\1).)+)\1\Z", re.S)
NUMBER = re.compile(r"(?:Q\s?)?(\d{1,3})\s*[.):](?:\s+(?=\S)|(?=\*\*|__)|\s*\Z)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: its span, its level, the span of its words, and the number typed before them."""

    start: int
    end: int
    level: int
    text_start: int
    text_end: int
    number: int = 0

    def words(self, source: str) -> str:
        return source[self.text_start : self.text_end]

    def place(self, layout: Layout, path: str) -> str:
        """The words as a field's text; the rest of the line is syntax."""
        layout.announce(path, self.start)
        layout.mark(self.start, self.text_start)
        layout.mark(self.text_end, self.end)
        return layout.take(path, self.text_start, self.text_end)


@dataclass(frozen=True, slots=True)
class Spans:
    """Sorted spans that a place may be inside of."""

    all: tuple[Span, ...]

    def hold(self, at: int) -> bool:
        place = bisect_right(self.all, (at, 1 << 60)) - 1
        return place >= 0 and at < self.all[place][1]


def fenced(source: str, start: int) -> Spans:
    """The spans of fenced code; a fence that is never closed fences nothing."""
    matches = list(FENCE.finditer(source, start))
    longest, closers = {"`": 0, "~": 0}, []
    for match in reversed(matches):
        closers.append(longest[match[1][0]])
        if not match[2].strip():
            longest[match[1][0]] = max(longest[match[1][0]], len(match[1]))
    spans: list[Span] = []
    fence, opened = "", 0
    for match, closer in zip(matches, reversed(closers), strict=True):
        if fence and match[1].startswith(fence) and not match[2].strip():
            spans.append((opened, match.end()))
            fence = ""
        elif not fence and closer >= len(match[1]):
            fence, opened = match[1], match.start()
    return Spans(tuple(spans))


def headings(source: str, start: int, code: Spans) -> list[Heading]:
    """Every ATX heading outside of fenced code. Raises Unreadable for more than anybody would write."""
    found = [
        match
        for match in HEADING.finditer(source, start)
        if match.end() - match.start() <= LONGEST and not code.hold(match.start())
    ]
    if len(found) > MOST:
        raise Unreadable(
            f"It has {len(found):,} headings; {MOST:,} is the most that one installment can have. "
            "Import one installment at a time."
        )
    return [_heading(source, match) for match in found]


def _heading(source: str, match: re.Match[str]) -> Heading:
    text = CLOSING.sub("", match[2])
    start = match.start(2) + len(text) - len(text.lstrip())
    end = start + len(text.strip())
    number = 0
    for _ in range(2):  # "**1. Why?**" and "1. **Why?**"
        bold = BOLD.match(source, start, end)
        start, end = bold.span(2) if bold else (start, end)
        typed = NUMBER.match(source, start, end)
        if typed:
            number, start = int(typed[1]), typed.end()
    text = source[start:end]
    start += len(text) - len(text.lstrip())
    return Heading(match.start(), match.end(), len(match[1]), start, start + len(text.strip()), number)


def definitions(layout: Layout, start: int, code: Spans) -> str:
    """The link definitions from `start` on, taken out of the text that they stand in."""
    source = layout.source
    runs: list[Span] = []
    for match in DEFINITION.finditer(source, start):
        follows = runs and not source[runs[-1][1] : match.start()].strip()
        if code.hold(match.start()) or not (follows or _opens_block(source, match.start())):
            continue
        if follows:
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append(match.span())
    for run in runs:
        layout.hole(*run)
    return layout.join("references", runs, glue="\n")


def _opens_block(source: str, at: int) -> bool:
    """Whether a line may be a definition: it follows a blank line or a heading, and no prose."""
    before = source[source.rfind("\n", 0, max(at - 1, 0)) + 1 : at].strip()
    return not before or before.startswith("#") or before == "---"
