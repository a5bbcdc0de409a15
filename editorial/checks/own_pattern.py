"""Words that match a pattern of the series' own house rules."""

from collections.abc import Iterator
from dataclasses import replace

from editorial.checks import Copy, Finding, Level, Reading, check
from editorial.patterns import occurrences
from editorial.rules import OwnPattern


@check("House pattern", Level.WARNING)
def own_pattern(reading: Reading) -> Iterator[Finding]:
    for pattern in reading.rules.patterns:
        for copy in reading.written:
            if not copy.is_leftover:
                yield from _matches(copy, pattern)


def _matches(copy: Copy, pattern: OwnPattern) -> Iterator[Finding]:
    for match in occurrences(pattern.regex, copy.spoken):
        whole = copy.text[slice(*match.span())] == match[0]  # no marks within
        instead = match.expand(pattern.instead) if whole and pattern.instead is not None else None
        level = Level(pattern.level)
        found = copy.finding(*match.span(), pattern.message, level=level, instead=instead)
        yield replace(found, label=pattern.name)
