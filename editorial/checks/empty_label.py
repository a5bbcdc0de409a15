"""A label in bold with nothing behind it: “**Fun fact:**”, and then the next one."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

LABEL = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)(?P<name>[^*_\n:]{1,60}):[ \t]*(?:\*\*|__)[ \t]*:?[ \t]*$", re.M
)
NEXT = re.compile(
    r"\s*(?:\Z|#{1,6}\s|(?:\*\*|__)[^*_\n:]{1,60}:[ \t]*(?:\*\*|__)|(?:-{3,}|\*{3,}|_{3,})[ \t]*(?:\n|\Z))"
)


@check("Empty label", Level.BLOCKER)
def empty_label(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("**", "__"):
        if copy.is_markdown:
            for match in LABEL.finditer(copy.text):
                if NEXT.match(copy.text, match.end()) and not copy.parsed.in_code(match.start()):
                    start = match.start() + len(match[0]) - len(match[0].lstrip())
                    yield copy.finding(start, match.end(), f"Nothing stands behind “{match['name']}:”.")
