"""A space before a comma, a full stop or another mark; French sets one before : ; ! ? and is left alone."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

# “Part 2 :” and “one ,two”, but neither “.net” nor “ :)”
SPACED = re.compile(r"[,.;:!?](?<=[ \u00a0].)(?<=[\w)\]”\"’]..)(?:(?=[\s\"”)]|$)|(?<=\w ,)(?=[a-z]))")
FACE = re.compile(r"[;:][ -]?[()DPpOo/|\]3](?!\w)")
FRENCH = re.compile(r"\b(?:le|la|les|des|est|une|dans|pour|avec|qui|que|nous|vous)\b")


@check("Space before punctuation", Level.NOTICE)
def space_before_punctuation(reading: Reading) -> Iterator[Finding]:
    for copy in reading.matching(SPACED):
        visible = copy.visible
        for match in SPACED.finditer(visible):
            start, mark = match.start() - 1, match[0]
            if FACE.match(visible, match.start()):
                continue
            if copy.text[start] in " \u00a0" and not _is_french(copy, mark):
                yield copy.finding(start, match.end(), f"A space stands before “{mark}”.", instead=mark)


def _is_french(copy: Copy, mark: str) -> bool:
    return mark in ";:!?" and len(FRENCH.findall(copy.text, 0, 4000)) > 3
