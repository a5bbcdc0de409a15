"""A list of earlier parts that lists this one or a later one, or links one part's name to another."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

LONGEST_LABEL = 600
TARGET = re.compile(r"\]\((?P<target>[^)\s]{1,500}+)[^)\n]{0,300}+\)")
PART = re.compile(r"\b(?:part|episode|issue|installment|edition) (\d{1,3})\b", re.I)
ENDING = re.compile(r"[a-z][-_](\d{1,3})/?(?:[?#].*)?$", re.I)


@check("List of earlier parts", Level.WARNING)
def earlier_parts(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        if copy.name == "introduction" or copy.path.startswith("source/"):
            before = 0
            for match in TARGET.finditer(copy.text):
                yield from _checked(copy, match, _label(copy.text, before, match), reading.manuscript.part)
                before = match.end()


def _label(text: str, before: int, match: re.Match[str]) -> int:
    """Where the label of a link begins; it may have brackets in it."""
    start = max(before, match.start() - LONGEST_LABEL, text.rfind("\n", before, match.start()) + 1)
    return text.find("[", start, match.start()) + 1


def _checked(copy: Copy, match: re.Match[str], label: int, part: int | None) -> Iterator[Finding]:
    named = PART.search(copy.text, label, match.start()) if label else None
    if named is None:
        return
    listed, linked = int(named[1]), ENDING.search(match["target"])
    if part is not None and listed >= part:
        message = f"Part {listed} is listed among the earlier parts, and this is part {part}."
        yield copy.finding(label, match.start(), message)
    elif linked and int(linked[1]) != listed:
        message = f"The link of part {listed} leads to number {int(linked[1])}."
        yield copy.finding(match.start("target"), match.end("target"), message)
