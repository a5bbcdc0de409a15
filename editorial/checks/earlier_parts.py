"""A list of earlier parts that lists this one or a later one, or links one part's name to another."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

LISTED = re.compile(
    r"\[(?P<label>[^\n]{0,300}?\b(?:part|episode|issue|installment|edition) (?P<part>\d{1,3})\b"
    r"[^\n]{0,300}?)\]"
    r"\((?P<target>[^)\s]+)[^)\n]*\)",
    re.I,
)
ENDING = re.compile(r"[a-z][-_](\d{1,3})/?(?:[?#].*)?$", re.I)


@check("List of earlier parts", Level.WARNING)
def earlier_parts(reading: Reading) -> Iterator[Finding]:
    part = reading.manuscript.part
    for copy in reading.written:
        if copy.name == "introduction" or copy.path.startswith("source/"):
            for match in LISTED.finditer(copy.text):
                yield from _checked(copy, match, part)


def _checked(copy: Copy, match: re.Match[str], part: int | None) -> Iterator[Finding]:
    listed = int(match["part"])
    linked = ENDING.search(match["target"])
    if part is not None and listed >= part:
        message = f"Part {listed} is listed among the earlier parts, and this is part {part}."
        yield copy.finding(match.start("label"), match.end("label"), message)
    elif linked and int(linked[1]) != listed:
        message = f"The link of part {listed} leads to number {int(linked[1])}."
        yield copy.finding(match.start("target"), match.end("target"), message)
