"""A field that the house rules require, and that is empty."""

from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check
from editorial.rules import place_of


@check("Required field missing", Level.BLOCKER)
def missing_field(reading: Reading) -> Iterator[Finding]:
    required = reading.rules.required
    if not required:
        return
    names = {each.key: each.name.strip() or "This person" for each in reading.manuscript.contributions}
    for copy in reading.copies:
        if not copy.text.strip() and place_of(copy.path) in required and not _has_picture(reading, copy.path):
            label = copy.field.label
            what = f"{names[copy.field.whose]}’s {label.lower()}" if copy.field.whose else label
            yield copy.finding(0, len(copy.text), f"{what} is missing: the house rules require it.")


def _has_picture(reading: Reading, path: str) -> bool:
    """Whether this is the name of a picture that was uploaded without one."""
    if path == "cover":
        return bool(reading.manuscript.cover)
    return any(
        path == f"contributions/{each.key}/portrait" and each.portrait
        for each in reading.manuscript.contributions
    )
