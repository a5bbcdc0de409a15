"""A cover picture that an earlier part has."""

from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check
from series.manuscript import Picture


@check("Cover of another part", Level.WARNING)
def cover_of_another_part(reading: Reading) -> Iterator[Finding]:
    cover = reading.manuscript.cover
    if not cover:
        return
    for other in reading.known.others:
        if _same(cover, other.cover):
            copy = reading.at("cover")
            called = f"Part {other.part}" if other.part else f"“{other.title}”"
            yield copy.finding(0, len(copy.text), f"{called} has the same cover.")
            return


def _same(one: Picture, other: Picture) -> bool:
    if one.digest and other.digest:
        return one.digest == other.digest
    return bool(one.name) and one.name == other.name
