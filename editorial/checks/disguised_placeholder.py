"""A placeholder that a search does not find: T​ODO with a hidden space, TO**DO**, other alphabets."""

import re
import unicodedata
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

MARKER = re.compile(r"(?<![A-Za-z])(?:TODO|FIXME|TBD|TKTK)(?![A-Za-z])")
ODD = re.compile(
    "[\u00ad\u0335-\u0338\u200b-\u200f\u2060-\u2064\ufeff\uff21-\uff3a\u0391-\u03a7\u0405-\u0425]"
)
SPLIT = re.compile(r"[*_](?<=[BDEFIKMOTX].)[*_]{0,2}[BDEFIKMOTX]|<!--(?<=[BDEFIKMOTX]....)|&#")
ALIKE = str.maketrans("АВСЕНІКМОРТХЅЈΑΒΕΗΙΚΜΝΟΡΤΥΧ", "ABCEHIKMOPTXSJABEHIKMNOPTYX")
UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
GAP = re.compile(r"[*_~]*|<!--.*?-->")


@check("Disguised placeholder", Level.BLOCKER)
def disguised_placeholder(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        if copy.name == "references" or not _is_suspect(copy.text):
            continue
        plain, places = _unmasked(copy)
        for match in MARKER.finditer(plain):
            start, end = places[match.start()], places[match.end() - 1] + 1
            if copy.text[start:end] != match[0]:
                end = copy.text.find(";", end - 1, end + 8) + 1 if copy.text[end - 1] == "&" else end
                yield copy.finding(start, end, f"“{match[0]}” hides here.")


def _is_suspect(text: str) -> bool:
    splitting = "*" in text or "_" in text or "<!--" in text or "&#" in text
    return bool(splitting and SPLIT.search(text)) or bool(not text.isascii() and ODD.search(text))


def _unmasked(copy: Copy) -> tuple[str, list[int]]:
    """The visible text as the eye reads it, and where each of its characters stands."""
    out: list[str] = []
    places: list[int] = []
    past = 0
    for token in copy.parsed.of("text"):
        if past and not GAP.fullmatch(copy.text, past, token.start):
            out.append(" ")
            places.append(past)
        exact = len(token.text) == token.end - token.start
        for index, character in enumerate(token.text):
            shown = _shown(character)
            out.append(shown)
            places += [token.start + index if exact else token.start] * len(shown)
        past = token.end
    return "".join(out), places


def _shown(character: str) -> str:
    if character < "\x7f":
        return character
    if UNSEEN.match(character):
        return ""
    return unicodedata.normalize("NFKC", character).translate(ALIKE)
