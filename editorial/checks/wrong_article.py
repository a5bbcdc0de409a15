"""“a” before a vowel, “an” before a consonant, as they are spoken."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

A = re.compile(
    r"[Aa](?<![\w'’.].)\s(?=(?:8|11|18)(?:[\s-]|th\b)|8\d(?!\d)|(?:hour|hono[u]?r|honest|heir)"
    r"|(?!eu|ew|one\b|once|ones|ou[ij]|oui|us[eaiu]|uni|u[a-z]\b|ubi|ura|uto|e-|o-|i-|a-|ui\b|ux\b|ur[aeiou]|ut[aeio]|ufo|ukr)"
    r"[aeiou][a-z]{2,})"
)
AN = re.compile(r"[Aa]n(?<![\w'’.]..)\s(?=(?!h)[bcdfgjklmnpqrstvwxyz][a-z]{2,}(?![A-Z'’]))(?!\w+['’])")


@check("Wrong article", Level.NOTICE)
def wrong_article(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        prose = copy.spoken
        for pattern, instead in ((A, "n"), (AN, "")):
            for match in pattern.finditer(prose):
                start, end = match.start(), match.start() + len(match[0].rstrip())
                if copy.text[start : match.end()] == match[0]:
                    right = match[0].rstrip()[0] + instead
                    yield copy.finding(start, end, f"“{right}” is meant before the next word.", instead=right)
