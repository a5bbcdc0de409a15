"""Two or more spaces where one is meant; a text that sets two after every sentence means it."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

WIDE = re.compile(r"(?<=\S) {2,}(?=\S)")
SENTENCE = re.compile(r"[.!?:][\"”’)]?$")
SINGLE = re.compile(r"[.!?:][\"”’)]? (?=\S)")


@check("Double space", Level.NOTICE)
def double_space(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("  "):
        if copy.name != "references":
            yield from _in(copy)


def _in(copy: Copy) -> Iterator[Finding]:
    if copy.parsed.of("table") and "|" in copy.text:
        return
    for match in WIDE.finditer(copy.text):
        start, end = match.span()
        if copy.visible[start - 1].isspace() or copy.visible[end].isspace():
            continue
        yield copy.finding(start, end, f"{end - start} spaces stand here.", instead=" ")
