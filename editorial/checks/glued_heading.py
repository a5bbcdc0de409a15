"""A heading without the space behind its marks: “##Tools” is shown as it is written."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

GLUED = re.compile(r"^ {0,3}(?P<marks>#{2,6})(?P<letter>[^\W_])", re.M)
WITHIN = re.compile(r"(?<=[a-z][.!?:])[ ]?(?P<marks>#{2,6} )(?=[A-Z])")


@check("Glued heading", Level.WARNING)
def glued_heading(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("##"):
        for match in GLUED.finditer(copy.visible) if copy.is_markdown else ():
            start, end = match.start("marks"), match.end()
            right = f"{match['marks']} {match['letter']}"
            message = "Readers see these marks: a heading has a space behind them."
            yield copy.finding(start, end, message, instead=right)
        for match in WITHIN.finditer(copy.visible) if copy.is_markdown else ():
            message = "Readers see these marks: a heading begins a line of its own."
            yield copy.finding(*match.span("marks"), message)
