"""Marks of a merge that was never finished: two versions of a passage stand one below the other."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

MARK = re.compile(r"^(?:<{7}|>{7}|\|{7}) \S[^\n]*$|^(?:<{7}|>{7})$", re.MULTILINE)


@check("Merge conflict", Level.BLOCKER)
def merge_conflict(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("<<<<<<<", ">>>>>>>"):
        for match in MARK.finditer(copy.text):
            if not copy.parsed.in_code(match.start()):
                yield copy.finding(*match.span(), "Two versions of this passage were never merged.")
