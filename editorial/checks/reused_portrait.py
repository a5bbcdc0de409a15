"""One picture beside two people, in this part or in an earlier one."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from editorial import names
from editorial.checks import Finding, Level, Reading, check
from series.manuscript import Contribution, Picture


@check("Portrait used for somebody else", Level.WARNING)
def reused_portrait(reading: Reading) -> Iterator[Finding]:
    here = reading.manuscript.contributions
    earlier = [each for other in reading.known.others for each in other.contributions]
    for each in here:
        if not each.portrait:
            continue
        twin = _twin(each, [*here, *earlier])
        if twin:
            copy = reading.of(each, "portrait")
            message = f"The same picture stands beside {twin}."
            yield copy.finding(0, len(copy.text), message)


def _twin(each: Contribution, others: list[Contribution]) -> str:
    """The name of somebody else with this picture; the first by the alphabet, whatever the order."""
    found = (
        other.name
        for other in others
        if other is not each
        and other.name
        and not names.same_person(other.name, each.name)
        and _same(each.portrait, other.portrait)
    )
    return min(found, default="")


def _same(one: Picture, other: Picture) -> bool:
    if one.digest and other.digest:
        return one.digest == other.digest
    # A bare "portrait.jpg" says nothing: the folder or a telling name has to agree too.
    telling = len(PurePosixPath(one.name).stem) > len("portrait-10") or "/" in one.name.lstrip("/")
    return bool(one.name) and one.name == other.name and telling
