"""A link definition that no link uses: often the other half of a link whose label is misspelled."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check
from series.links import folded

LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){1,200})\]")


@check("Unused reference", Level.NOTICE)
def unused_reference(reading: Reading) -> Iterator[Finding]:
    defined = [(copy, each) for copy in reading.written for each in copy.definitions if each.sound]
    if not defined:
        return
    used: set[str] = set()
    for copy in reading.written:
        if copy.is_markdown and copy.name != "references" and "[" in copy.text:
            own = {each.start for each in copy.definitions}
            labels = {m[1] for m in LABEL.finditer(copy.text) if m.start() not in own}
            used |= set(map(folded, labels))
    for copy, each in defined:
        if each.key not in used:
            yield copy.finding(each.start, each.end, f"No link uses the definition of “{each.label}”.")
