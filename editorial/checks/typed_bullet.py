"""A bullet that was typed, where a hyphen makes a list."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

BULLET = re.compile(r"^[ \t]*(?P<bullet>[•‣▪●◦∙○■])(?=\s)", re.M)
JOINED = re.compile(r"(?:^|(?<=\S) )(?P<bullet>[•‣▪●◦∙○■]) (?=\S)", re.M)
LIKELY = re.compile(r"\n(?:[-+*]|\d{1,2}[.)])[^\W\d_]")  # much quicker
GLUED = re.compile(r"^(?P<mark>[-+*]|\d{1,2}[.)])(?=[^\W\d_])", re.M)


@check("Typed bullet", Level.NOTICE)
def typed_bullet(reading: Reading) -> Iterator[Finding]:
    for copy in reading.running if LIKELY.search(reading.whole) else ():
        yield from _glued(copy)
    for copy in reading.holding(*"•‣▪●◦∙○■"):
        if copy.is_markdown:
            for match in BULLET.finditer(copy.visible):
                start, end = match.span("bullet")
                yield copy.finding(start, end, "This bullet is typed: it makes no list.", instead="-")
            yield from _joined(copy)


def _joined(copy: Copy) -> Iterator[Finding]:
    """Three bullets or more in one line."""
    for line in re.finditer(r"[^\n]+", copy.visible):
        found = [*JOINED.finditer(line[0])]
        if len(found) > 2:
            start = line.start() + found[1].start("bullet")
            yield copy.finding(start, start + 1, "The items of this list stand in one line.")


def _glued(copy: Copy) -> Iterator[Finding]:
    """Lines below each other that begin with the mark of a list, and no space behind it: no list is shown."""
    before = -1
    for match in GLUED.finditer(copy.visible):
        previous = copy.visible.rfind("\n", 0, max(0, match.start() - 1)) + 1
        if before == previous and copy.text[slice(*match.span())] == match[0]:
            message = "A space is missing behind this mark: it makes no list."
            yield copy.finding(*match.span("mark"), message, instead=f"{match['mark']} ")
        before = match.start()
