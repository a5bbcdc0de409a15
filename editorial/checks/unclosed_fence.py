"""A block of code that is opened and never closed: all that follows is shown as code."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")


@check("Unclosed code block", Level.WARNING)
def unclosed_fence(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("```", "~~~"):
        if not copy.is_markdown:
            continue
        for token in copy.parsed.of("block"):
            opening = FENCE.match(copy.text, token.start, token.end)
            if opening and not copy.text[opening.end() : token.end].rstrip().endswith(opening[1]):
                yield copy.finding(token.start, opening.end(), "This block of code is never closed.")
