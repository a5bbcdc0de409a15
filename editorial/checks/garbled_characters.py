"""Characters whose bytes were read in another encoding (“Itâ€™s”), or lost altogether (“�”)."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from series import garbled

LOST = re.compile("\ufffd+")
PRIVATE = re.compile("[\ue000-\uf8ff]+")


@check("Garbled characters", Level.BLOCKER)
def garbled_characters(reading: Reading) -> Iterator[Finding]:
    if not reading.whole.isascii():
        for copy in reading.written:
            if not copy.text.isascii():
                yield from _damage(copy)


def _damage(copy: Copy) -> Iterator[Finding]:
    known = [each for each in garbled.find(copy.text) if not copy.parsed.in_code(each.start)]
    for each in known:
        words = copy.text[each.start : each.end]
        yield copy.finding(each.start, each.end, f"“{words}” was “{each.repaired}”.", instead=each.repaired)
    for match in LOST.finditer(copy.text):
        yield copy.finding(*match.span(), "A character was lost here: look it up in the original.")
    for match in PRIVATE.finditer(copy.text):
        if not any(each.start <= match.start() < each.end for each in known):
            message = "This character has no meaning outside one font: readers see an empty box."
            yield copy.finding(*match.span(), message, level=Level.WARNING)
