"""A long job title that somebody else had in an earlier part, word for word."""

from collections.abc import Iterator

from editorial import names
from editorial.checks import Finding, Level, Reading, check
from series.manuscript import Contribution, Manuscript

LONG = 6  # words: shorter titles are shared by half of a trade


@check("Job title of somebody else", Level.WARNING)
def copied_role(reading: Reading) -> Iterator[Finding]:
    for each in reading.manuscript.contributions:
        role = names.WORD.findall(names.fold(each.role))
        if len(role) < LONG:
            continue
        owner = next((who for who in _others(reading, each) if _same(role, who[1].role)), None)
        if owner:
            copy = reading.of(each, "role")
            where = f"part {owner[0].part}" if owner[0].part else f"“{owner[0].title}”"
            message = f"{owner[1].name} had exactly this title in {where}."
            yield copy.finding(0, len(copy.text), message)


def _others(reading: Reading, each: Contribution) -> Iterator[tuple[Manuscript, Contribution]]:
    """Other people of other organizations in earlier parts."""
    for other in reading.known.others:
        for one in other.contributions:
            if not names.same_person(one.name, each.name) and names.key(one.organization) != names.key(
                each.organization
            ):
                yield other, one


def _same(role: list[str], other: str) -> bool:
    return role == names.WORD.findall(names.fold(other))
