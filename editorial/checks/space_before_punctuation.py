"""A space before a comma, a full stop or another mark; French sets one before : ; ! ? and is left alone."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

SPACED = re.compile(
    r"(?<=[\w)\]”\"’])[ \u00a0]{1,3}(?:,|\.(?![\w.])|[;:](?![ -]?[()DPpOo/|\]3])|[!?])(?=[\s\"”)]|$)"
)
FRENCH = re.compile(r"\b(?:le|la|les|des|est|une|dans|pour|avec|qui|que|nous|vous)\b")


@check("Space before punctuation", Level.NOTICE)
def space_before_punctuation(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        visible = copy.visible
        for match in SPACED.finditer(visible):
            if copy.text[match.start() : match.end()] != match[0] or _is_french(copy, match[0][-1]):
                continue
            mark = match[0][-1]
            yield copy.finding(*match.span(), f"A space stands before “{mark}”.", instead=mark)


def _is_french(copy: Copy, mark: str) -> bool:
    return mark in ";:!?" and len(FRENCH.findall(copy.text, 0, 4000)) > 3
