"""Somebody who already had a part in this series, or has two in this text."""

from collections.abc import Iterator

from editorial import names
from editorial.checks import Finding, Level, Reading, check
from series.manuscript import Format


@check("Person who already appeared", Level.WARNING)
def repeated_person(reading: Reading) -> Iterator[Finding]:
    people = reading.manuscript.contributions
    for each in people:
        copy = reading.of(each, "name")
        twice = sum(names.same_person(each.name, other.name) for other in people) > 1
        earlier = _earlier(reading, each.name)
        if twice:
            yield copy.finding(0, len(copy.text), f"{each.name} has two parts in this text.")
        elif earlier:
            yield copy.finding(0, len(copy.text), f"{each.name} already appeared in {earlier}.")


def _earlier(reading: Reading, name: str) -> str:
    """The earlier part with this person. A story's author may well write another one."""
    if reading.manuscript.format is Format.STORY:
        return ""
    for other in reading.known.others:
        if any(names.same_person(name, person) for person in other.people):
            return f"part {other.part}" if other.part else f"“{other.title}”"
    return ""
