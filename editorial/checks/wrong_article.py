"""“a” before a vowel, “an” before a consonant, as they are spoken."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

BEFORE_VOWEL = (
    r"\s(?<![\w'’.][Aa]\s)(?=(?:8|11|18)(?:[\s-]|th\b)|8\d(?!\d)|(?:hour|hono[u]?r|honest|heir)"
    r"|(?!eu|ew|one\b|once|ones|ou[ij]|oui|us[eaiu]|uni|u[a-z]\b|ubi|ura|uto|e-|o-|i-|a-|ui\b|ux\b|ur[aeiou]|ut[aeio]|ufo|uk[ru]|us[bp]|url)"
    r"[aeiou][a-z]{2,})"
)
BEFORE_CONSONANT = (  # a word of consonants alone is spoken letter by letter: “an xkcd comic”
    r"n\s(?<![\w'’.][Aa]n\s)(?=(?!h)[bcdfgjklmnpqrstvwxyz][a-z]{2,}(?![A-Z'’]))(?=[a-z]*[aeiouy])(?!\w+['’])"
)
BEFORE_YOU = (
    r"n\s(?<![\w'’.][Aa]n\s)(?=universit|unique\b|uniform\b|unit\b|united|user|useful|usual\b|european"
    r"|one\b|once\b)"
)
A, AN = re.compile(rf"[Aa]{BEFORE_VOWEL}"), re.compile(rf"[Aa]{BEFORE_CONSONANT}")
LETTER = re.compile(r"(?:and|or)\b")  # behind “a” as a letter: “a and b”
LIKELY_A, LIKELY_AN = re.compile(rf"a{BEFORE_VOWEL}"), re.compile(rf"a{BEFORE_CONSONANT}")  # much quicker
LIKELY_YOU, YOU = re.compile(rf"a{BEFORE_YOU}"), re.compile(rf"[Aa]{BEFORE_YOU}", re.IGNORECASE)
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # initials without a vowel are spoken letter by letter
LIKE_A_VOWEL = rf"(?!SQL\b|ROM\b)[FHLMNRSX][{LETTERS}]{{2,4}}s?(?![\w.&-])"
LIKE_A_CONSONANT = rf"(?:U[{LETTERS}]{{1,3}}|[BCDGJKPQTVWYZ][{LETTERS}]{{2,4}})s?(?![\w.&-])"
INITIALS = re.compile(rf"\n({LIKE_A_VOWEL}|{LIKE_A_CONSONANT})")
SPELLED = re.compile(rf"(?<![\w'’.-])(?:[Aa] (?={LIKE_A_VOWEL})|[Aa]n (?={LIKE_A_CONSONANT}))")


@check("Wrong article", Level.NOTICE)
def wrong_article(reading: Reading) -> Iterator[Finding]:
    initials = set(INITIALS.findall(reading.odd))
    for copy in reading.written if any(_may_stand(each, reading.said) for each in initials) else ():
        for match in SPELLED.finditer(copy.spoken):
            if copy.text[slice(*match.span())] == match[0]:
                words = match[0].rstrip()
                right = words[0] + ("" if len(words) > 1 else "n")
                start, end = match.start(), match.start() + len(words)
                yield copy.finding(start, end, f"“{right}” is meant before these initials.", instead=right)
    for likely, pattern, instead in ((LIKELY_A, A, "n"), (LIKELY_AN, AN, ""), (LIKELY_YOU, YOU, "")):
        for copy in reading.written if likely.search(reading.low) else ():
            if not likely.search(copy.low):
                continue
            for match in pattern.finditer(copy.spoken):
                start, end = match.start(), match.start() + len(match[0].rstrip())
                if copy.text[start : match.end()] == match[0] and not LETTER.match(copy.spoken, match.end()):
                    right = match[0].rstrip()[0] + instead
                    yield copy.finding(start, end, f"“{right}” is meant before the next word.", instead=right)


def _may_stand(initials: str, said: str) -> bool:
    """Whether the article that they do not have stands before these initials."""
    articles = ("an ", "An ") if re.match(LIKE_A_CONSONANT, initials) else ("a ", "A ")
    return any(before.endswith(articles) for before in said.split(initials)[:-1])
