"""A link definition that no link uses: often the other half of a link whose label is misspelled."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from series.links import folded

LABEL = re.compile(r"\[([^\[\]\\]*(?:\\.[^\[\]\\]*)*)\]")


@check("Unused reference", Level.NOTICE)
def unused_reference(reading: Reading) -> Iterator[Finding]:
    if not reading.definitions:
        return
    used = set[str]().union(*[_labels(copy) for copy in reading.running if "[" in copy.text])
    left = [(copy, each) for copy, each in reading.definitions if each.sound and each.label not in used]
    used = {folded(label) for label in used} if left else set()
    for copy, each in left:
        if each.key not in used:
            yield copy.finding(each.start, each.end, f"No link uses the definition of “{each.label}”.")


def _labels(copy: Copy) -> set[str]:
    """What stands in brackets, but for the labels of definitions."""
    own = {each.start for each in copy.definitions}
    if not own:
        return set(LABEL.findall(copy.text))
    return {match[1] for match in LABEL.finditer(copy.text) if match.start() not in own}
