"""A mark with no space behind it: “arose.But”, “one,two”, or a space on one side of a slash only."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

MARK = re.compile(r"[.!?,;](?=[A-Za-z]{2})")
LIKELY = re.compile(r"[.!?](?<=[a-z]{2}.)(?=[A-Z][a-z])|[,;](?<=[A-Za-z]{2}.)(?=[A-Za-z]{2})")
GLUED = re.compile(r"(?<![\w.])[a-z]{2,30}[.!?]$|(?<![\w&#])[A-Za-z]{2,30}[,;]$")
SENTENCE = re.compile(r"[.!?][A-Z][a-z]+(?:[ ,.]|$)|[,;]")
SLASH = re.compile(r"/ (?<=[a-z]{3}/ )(?=[a-z]{3})")


@check("Missing space", Level.NOTICE)
def missing_space(reading: Reading) -> Iterator[Finding]:
    glued = bool(LIKELY.search(reading.odd))
    slashed = "/\n" in reading.odd  # a chunk that ends in one
    for copy in reading.written if glued or slashed else ():
        if copy.name in ("topics", "slug"):
            continue
        for match in MARK.finditer(copy.prose):
            end = match.end()
            word = GLUED.search(copy.prose[max(0, end - 32) : end])
            start = end - len(word[0]) if word else end
            if word and SENTENCE.match(copy.prose, match.start()) and copy.text[start:end] == word[0]:
                message = f"A space is missing behind “{match[0]}”."
                yield copy.finding(start, end, message, instead=f"{word[0]} ")
        for match in SLASH.finditer(copy.prose):
            if copy.text[match.start() : match.end()] == match[0]:
                yield copy.finding(*match.span(), "The slash has a space on one side only.")
