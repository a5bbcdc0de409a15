"""Two definitions of one link label: Markdown takes the first, whatever the second says."""

from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check


@check("Duplicate reference", Level.WARNING)
def duplicate_reference(reading: Reading) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for copy, each in sorted(reading.definitions, key=lambda one: one[0].name == "references"):
        if each.key not in first:
            first[each.key] = each.href
        elif each.href != first[each.key]:
            message = f"“{each.label}” is defined before, with another address: this one is never used."
            yield copy.finding(each.start, each.end, message)
        else:
            message = f"“{each.label}” is defined twice."
            yield copy.finding(each.start, each.end, message, level=Level.NOTICE)
