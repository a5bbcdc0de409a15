"""An answer that begins with a small letter: its first words were lost, or a capital was."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

SMALL = re.compile(r"\s*[“\"(]?(?P<word>[a-z]{3,})(?=[ ,])")
LARGE = re.compile(r"(?:^|[.!?]\s+)[A-Z]")


@check("Small beginning", Level.NOTICE)
def small_beginning(reading: Reading) -> Iterator[Finding]:
    for copy in reading.running:
        if copy.name != "body":
            continue
        match = SMALL.match(copy.visible)
        if (
            match
            and LARGE.search(copy.visible)
            and copy.text[match.start("word") :].startswith(match["word"])
        ):
            yield copy.finding(
                *match.span("word"), "The answer begins with a small letter: is its beginning lost?"
            )
