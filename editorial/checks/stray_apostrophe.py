"""An apostrophe too many: “you're'”."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

STRAY = re.compile(r"['’](?:re|s|ll|ve|t|d|m)['’](?=[\s.,;:!?)]|$)")
WORD = re.compile(r"(?<![\w'’])[A-Za-z]+$")
OPENS = re.compile(r"(?<![\w'’])['‘]\w")


@check("Stray apostrophe", Level.WARNING)
def stray_apostrophe(reading: Reading) -> Iterator[Finding]:
    if not STRAY.search(reading.odd):
        return
    for copy in reading.matching(STRAY):
        spoken = copy.spoken
        for match in STRAY.finditer(spoken):
            word = WORD.search(spoken, max(0, match.start() - 30), match.start())
            if not word:
                continue
            line = max(spoken.rfind("\n", 0, word.start()), word.start() - 200, 0)
            if not OPENS.search(spoken, line, word.start() + 2):
                words = word[0] + match[0]
                message = f"“{words}” has an apostrophe too many."
                yield copy.finding(word.start(), match.end(), message, instead=words[:-1])
