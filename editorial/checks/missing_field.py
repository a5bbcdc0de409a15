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
    for field in reading.fields:
        if (
            not field.text.strip()
            and place_of(field.path) in required
            and not _has_picture(reading, field.path)
        ):
            what = f"{names[field.whose]}’s {field.label.lower()}" if field.whose else field.label
            copy = reading.at(field.path)
            yield copy.finding(0, len(copy.text), f"{what} is missing: the house rules require it.")


def _has_picture(reading: Reading, path: str) -> bool:
    """Whether this is the name of a picture that was uploaded without one."""
    if path == "cover":
        return bool(reading.manuscript.cover)
    return any(
        path == f"contributions/{each.key}/portrait" and each.portrait
        for each in reading.manuscript.contributions
    )
