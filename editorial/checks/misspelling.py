"""A word that is one letter away from a common word, and is no word itself: “recieve”, “managment”."""

import re
from collections.abc import Iterator

from editorial import spelling
from editorial.checks import Copy, Finding, Level, Reading, check

WORD = re.compile(r"(?<![\w'’./@#&+])[A-Za-z]?[a-z]{2,}(?![\w/@#&+]|['’][a-rt-z]|\.\w|-\w)")
NOT_OF = re.compile(r"n['’]t of ")
COULD_OF = re.compile(r"\b(?:could|would|should)(?:n['’]t)? of\b(?! course)", re.IGNORECASE)
SMALL_I = re.compile(
    r"(?<![\w.'’/@-])i(?=['’](?:m|ve|d|ll)\b| (?:am|was|have|had|did|think|know|use|like|love)\b)"
)
INSIDE = re.compile(r"[A-Z](?<=[a-z].)(?<![\w'’./@#&+-]..)[a-z]{3,}(?![\w/@#&+(]|\.\w)")
LARGE_I = re.compile(r"\bI\b")

NAMED = 8  # letters of a word that is more likely a name where it begins a sentence


@check("Misspelling", Level.NOTICE)
def misspelling(reading: Reading) -> Iterator[Finding]:
    odd = reading.odd
    small_i = "i" in reading.chunks or (("i'" in odd or "i’" in odd) and bool(SMALL_I.search(odd)))
    inside = any(_common(match, odd) for match in INSIDE.finditer(odd))
    slips = spelling.slips(reading.unusual[1].union(reading.unusual[0]))
    could_of = "ould of " in reading.low or ("ouldn" in odd and bool(NOT_OF.search(reading.low)))
    if not (small_i or inside or slips or could_of):
        return
    for copy in reading.written:
        if copy.name not in ("slug", "name", "organization", "date") and _is_english(copy):
            if small_i:
                yield from _small_i(copy)
            for match in COULD_OF.finditer(copy.spoken) if could_of else ():
                yield copy.finding(*match.span(), f"Is “{match[0][:-2]}have” meant?")
            if inside:
                yield from _capital_inside(copy)
            if here := {slip: right for slip, right in slips.items() if slip in copy.low}:
                yield from _in(copy, here)


def _in(copy: Copy, slips: dict[str, str]) -> Iterator[Finding]:
    for place in re.finditer("|".join(slips), copy.spoken, re.IGNORECASE):
        match = WORD.match(copy.spoken, place.start())
        word = match[0] if match else ""
        right = slips.get(word.lower())
        if (
            match
            and right
            and (word.islower() or (len(word) > NAMED and _begins(copy.spoken, match.start())))
        ):
            yield copy.finding(*match.span(), f"Is “{right}” meant?")


def _small_i(copy: Copy) -> Iterator[Finding]:
    """“i'm” in a text that writes “I” otherwise."""
    for match in SMALL_I.finditer(copy.spoken):
        if LARGE_I.search(copy.spoken):
            yield copy.finding(*match.span(), "“I” is written with a capital.", instead="I")


def _capital_inside(copy: Copy) -> Iterator[Finding]:
    """“sTorage”: a capital that slipped into a common word."""
    for match in INSIDE.finditer(copy.spoken):
        if word := _common(match, copy.spoken):
            yield copy.finding(match.start() - 1, match.end(), f"Is “{word}” meant?", instead=word)


def _common(inside: re.Match[str], text: str) -> str:
    """The common word, in small letters, that a capital slipped into; "" where it is none."""
    word = text[inside.start() - 1 : inside.end()].lower()
    return word if spelling.is_common(word) else ""


ENGLISH = {"the", "and"}


def _is_english(copy: Copy) -> bool:
    low = copy.low  # mostly its first line says so
    return len(low) < 200 or " the " in low or " and " in low or not ENGLISH.isdisjoint(low.split())


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins here: elsewhere a capital makes a name."""
    before = text[max(0, at - 3) : at].rstrip(' \t"“(')
    return not before or before[-1] in ".!?\n:"
