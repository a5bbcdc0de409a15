"""A label in bold with nothing behind it: “**Fun fact:**”, and then the next one. A link or an item of a list
without words."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from editorial.checks import MOST, Copy, Finding, Level, Reading, check

W = Level.WARNING

LABEL = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)(?P<name>[^*_\n:]{1,60}):[ \t]*(?:\*\*|__)[ \t]*:?[ \t]*$", re.M
)
NEXT = re.compile(
    r"\s*(?:\Z|#{1,6}\s|(?:\*\*|__)[^*_\n:]{1,60}:[ \t]*(?:\*\*|__)|(?:-{3,}|\*{3,}|_{3,})[ \t]*(?:\n|\Z))"
)
LINK = re.compile(r"(?<![!\\])\[\]\((?=[^\s()])")
ITEM = re.compile(r"^[ \t]{0,3}(?:[-*+]|\d{1,2}[.)])[ \t]*$", re.M)
BARE = re.compile(r"\n[ \t]{0,3}(?:[-*+]|\d{1,2}[.)])[ \t]*(?=\n|\Z)")  # much quicker
BESIDE = re.compile(r"^[ \t]{0,3}(?:[-*+]|\d{1,2}[.)])[ \t]+\S", re.M)


@check("Empty label", Level.BLOCKER)
def empty_label(reading: Reading) -> Iterator[Finding]:
    yield from _labels(reading)
    for copy in reading.holding("[]("):
        for token in copy.parsed.of("link") if copy.is_markdown else ():
            if LINK.match(copy.text, token.start):
                yield copy.finding(token.start, token.end, "This link has no words to click on.", level=W)
    for copy in reading.running if BARE.search(reading.whole) else ():
        yield from _items(copy)


def _items(copy: Copy) -> Iterator[Finding]:
    """Items without words between or beside items that have some."""
    found = [*islice(ITEM.finditer(copy.text), MOST)]
    if not found or not BESIDE.search(copy.text):
        return
    lists = sorted((token.start, token.end) for token in copy.parsed.of("item"))
    for match in found:
        at = bisect_right(lists, (match.end(), 0)) - 1
        if at >= 0 and match.start() <= lists[at][0] and not copy.text[match.end() : lists[at][1]].strip():
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield copy.finding(start, match.end(), "This item of the list has no words.", level=W)


def _labels(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("**", "__"):
        if copy.is_markdown:
            for match in LABEL.finditer(copy.text):
                if NEXT.match(copy.text, match.end()) and not copy.parsed.in_code(match.start()):
                    start = match.start() + len(match[0]) - len(match[0].lstrip())
                    yield copy.finding(start, match.end(), f"Nothing stands behind “{match['name']}:”.")
