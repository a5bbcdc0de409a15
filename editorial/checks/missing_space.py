"""A mark with no space behind it: “arose.But”, “one,two”, or a space on one side of a slash only."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

GLUED = re.compile(
    r"(?<![\w.])(?P<word>[a-z]{2,})(?P<mark>[.!?])(?=[A-Z][a-z]+(?:[ ,.]|$))"
    r"|(?<![\w&#])(?P<name>[A-Za-z]{2,})(?P<comma>[,;])(?=[A-Za-z]{2})"
)
SLASH = re.compile(r"(?<=[a-z]{3})/ (?=[a-z]{3})")


@check("Missing space", Level.NOTICE)
def missing_space(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        if copy.name in ("topics", "slug"):
            continue
        for match in GLUED.finditer(copy.prose):
            start, end = match.start(), match.end()
            if copy.text[start : end + 1] == copy.prose[start : end + 1]:
                mark = copy.text[end - 1]
                yield copy.finding(start, end, f"A space is missing behind “{mark}”.", instead=f"{match[0]} ")
        for match in SLASH.finditer(copy.prose):
            if copy.text[match.start() : match.end()] == match[0]:
                yield copy.finding(*match.span(), "The slash has a space on one side only.")
