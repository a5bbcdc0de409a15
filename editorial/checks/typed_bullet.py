"""A bullet that was typed, where a hyphen makes a list."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

BULLET = re.compile(r"^[ \t]*(?P<bullet>[•‣▪●◦∙○■])(?=\s)", re.M)


@check("Typed bullet", Level.NOTICE)
def typed_bullet(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding(*"•‣▪●◦∙○■"):
        if copy.is_markdown:
            for match in BULLET.finditer(copy.visible):
                start, end = match.span("bullet")
                yield copy.finding(start, end, "This bullet is typed: it makes no list.", instead="-")
