"""An apostrophe too many: “you're'”."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

STRAY = re.compile(r"(?<![\w'’])[A-Za-z]+['’](?:re|s|ll|ve|t|d|m)['’](?=[\s.,;:!?)]|$)")
OPENS = re.compile(r"(?<![\w'’])['‘]\w")


@check("Stray apostrophe", Level.WARNING)
def stray_apostrophe(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        spoken = copy.spoken
        for match in STRAY.finditer(spoken):
            start = max(spoken.rfind("\n", 0, match.start()), match.start() - 200, 0)
            if not OPENS.search(spoken, start, match.start() + 2):
                yield copy.finding(
                    *match.span(), f"“{match[0]}” has an apostrophe too many.", instead=match[0][:-1]
                )
