"""Rows of a table without the rule below the first: readers see the strokes."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

ROWS = re.compile(r"^[ \t]{0,3}\|[^\n]*\|[ \t]*(?:\n[ \t]{0,3}\|[^\n]*\|[ \t]*)+$", re.M)
CELLS = re.compile(r"\|[ \t]*[^\s|][^|\n]*\|[ \t]*[^\s|]")


@check("Table without a rule", Level.WARNING)
def unruled_table(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("|\n", "| \n"):
        if not copy.is_markdown:
            continue
        for match in ROWS.finditer(copy.visible):
            if CELLS.search(match[0]):
                end = match.start() + len(match[0].partition("\n")[0].rstrip())
                message = (
                    "Markdown reads no table here: a rule such as |---|---| is missing below the first row."
                )
                yield copy.finding(match.start(), end, message)
