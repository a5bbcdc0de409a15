"""Headings that skip a level, or a heading of the first level inside a text."""

from collections.abc import Iterator
from itertools import pairwise

from editorial.checks import Finding, Level, Reading, check


@check("Heading level", Level.NOTICE)
def heading_jump(reading: Reading) -> Iterator[Finding]:
    for copy in reading.markdown:
        if not any(copy.parsed.of("heading")):
            continue
        headings = sorted(copy.parsed.of("heading"), key=lambda token: token.start)
        for token in headings:
            if token.level == 1:
                message = "A heading of the first level is the page's own title."
                yield copy.finding(token.start, _end(copy.text, token.start), message)
        for first, second in pairwise(headings):
            if second.level > first.level + 1:
                message = f"The heading's level jumps from {first.level} to {second.level}."
                yield copy.finding(second.start, _end(copy.text, second.start), message)


def _end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
