"""A list of earlier parts that lists this one or a later one, leaves one out, or links one part's name to
another."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

LONGEST_LABEL = 600
FEWEST = 2  # parts that make a list of parts
HIGHEST = 1000  # the number up to which parts are counted
TARGET = re.compile(r"\]\((?P<target>[^)\s]{1,500}+)[^)\n]{0,300}+\)")
PART = re.compile(r"\b(?:part|episode|issue|installment|edition) (\d{1,3})\b", re.I)
ENDING = re.compile(r"[a-z][-_](\d{1,3})/?(?:[?#].*)?$", re.I)


@check("List of earlier parts", Level.WARNING)
def earlier_parts(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        if copy.name == "introduction" or copy.path.startswith("source/"):
            before, listed = 0, dict[int, tuple[int, int]]()
            for match in TARGET.finditer(copy.text):
                label = _label(copy.text, before, match)
                yield from _checked(copy, match, label, reading.manuscript.part)
                if label and (named := PART.search(copy.text, label, match.start())):
                    listed[int(named[1])] = (label, match.start())
                before = match.end()
            if len(listed) >= FEWEST:
                yield from _left_out(copy, listed, reading.manuscript.part)


def _left_out(copy: Copy, listed: dict[int, tuple[int, int]], part: int | None) -> Iterator[Finding]:
    """Parts between those that are listed, or between the last of them and this one."""
    first, last = min(listed), max(max(listed), (part or 0) - 1)
    absent = [number for number in range(first, min(last, HIGHEST) + 1) if number not in listed]
    if absent and len(absent) < len(listed):
        what = ", ".join(map(str, absent))
        message = (
            f"The list leaves out part {what}." if len(absent) == 1 else f"The list leaves out parts {what}."
        )
        yield copy.finding(*listed[max(listed)], message)


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
