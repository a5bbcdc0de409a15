"""A line or paragraph that stands there twice."""

import re
from collections.abc import Iterator

from editorial import cards
from editorial.checks import Copy, Finding, Level, Reading, check

SHORTEST = 40  # characters of a paragraph that nobody repeats on purpose


@check("Repeated line", Level.WARNING)
def duplicate_line(reading: Reading) -> Iterator[Finding]:
    for copy in reading.running:
        if "\n\n" in copy.text:
            yield from _paragraphs(copy)
    yield from _leftovers(reading)


def _paragraphs(copy: Copy) -> Iterator[Finding]:
    """Paragraphs that are repeated within one field."""
    seen: set[str] = set()
    at = 0
    for paragraph in copy.text.split("\n\n"):
        words = paragraph.strip()
        if len(words) >= SHORTEST and not paragraph.startswith(("```", "    ", "|")):
            if words in seen:
                start = copy.text.index(words, at)
                yield copy.finding(start, start + len(words), "This paragraph stands here twice.")
            seen.add(words)
        at += len(paragraph) + 2


def _leftovers(reading: Reading) -> Iterator[Finding]:
    """Lines beside the text that repeat the line before them (a picture's description and its caption),
    or the standfirst."""
    standfirst = " ".join(reading.manuscript.standfirst.split())
    before = ""
    for line in cards.leftover_lines(reading):
        if line.text == before and re.search(r"\w{2}", before):
            yield line.copy.finding(line.start, line.end, "This repeats the line before it.")
        elif len(standfirst) >= SHORTEST and line.text == standfirst:
            yield line.copy.finding(line.start, line.end, "This repeats the standfirst.")
        before = line.text
