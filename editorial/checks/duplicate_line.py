"""A line or paragraph that stands there twice."""

import re
from collections.abc import Iterator

from editorial import cards
from editorial.checks import Copy, Finding, Level, Reading, check

SHORTEST = 40  # characters of a paragraph that nobody repeats on purpose
PARAGRAPH = re.compile(r"[^\s].*?(?=\n\s*\n|\Z)", re.DOTALL)


@check("Repeated line", Level.WARNING)
def duplicate_line(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        if copy.is_markdown and copy.name != "references":
            yield from _paragraphs(copy)
    yield from _leftovers(reading)


def _paragraphs(copy: Copy) -> Iterator[Finding]:
    """Paragraphs that are repeated within one field."""
    if copy.text.count("\n") < 2:
        return
    seen: set[str] = set()
    for match in PARAGRAPH.finditer(copy.text):
        words = " ".join(match[0].split())
        if len(words) < SHORTEST or words.startswith(("```", "    ", "|")):
            continue
        if words in seen:
            yield copy.finding(match.start(), match.end(), "This paragraph stands here twice.")
        seen.add(words)


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
