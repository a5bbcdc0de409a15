"""A link that begins or ends in the middle of a word: M[acBook Pro], [Blues Jr]i."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

ENDING = re.compile(
    r"(?:['’]?s|['’]?d|es|ed|ing|er|ers|ish|y|ies|n|al|ly|like|esque|ness|th|e)?(?![A-Za-z])", re.IGNORECASE
)


@check("Link inside a word", Level.NOTICE)
def glued_link(reading: Reading) -> Iterator[Finding]:
    for copy in reading.running:
        if "]" not in copy.text:
            continue
        for token in copy.parsed.of("link"):
            if token.style in ("Autolink", "Email"):
                continue
            before, after = (
                copy.visible[token.start - 1 : token.start],
                copy.visible[token.end : token.end + 1],
            )
            label = token.text[:1]
            if before.isalpha() and label.islower():
                yield copy.finding(token.start - 1, token.end, "This link begins in the middle of a word.")
            elif after.isalpha() and not ENDING.match(copy.visible, token.end):
                yield copy.finding(token.start, token.end + 1, "This link ends in the middle of a word.")
