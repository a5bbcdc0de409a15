"""Characters that nobody sees: zero-width spaces, marks that turn the reading direction, control codes."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

HIDDEN = re.compile(
    "[\u200b\u2060\u2061-\u2064\ufeff\u180e\u115f\u1160\u3164\uffa0]+"  # zero width
    "|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]+"  # direction
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+"  # control codes
    "|\u00ad+"  # soft hyphens
    "|[\u200c\u200d]+"  # joiners: needed in some scripts and in emoji
    "|[\U000e0020-\U000e007f]{2,}"  # tags: a text within the text
)
SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\u3164\ufeff\uffa0\U000e0020-\U000e007f]"
)
PLAIN = b"\t\n\r" + bytes(range(0x20, 0x7F))  # what honest ASCII text is made of
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
LATIN = re.compile("[\x00-\u024f]?")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
FLAG = "\U0001f3f4"


@check("Hidden characters", Level.WARNING)
def hidden_characters(reading: Reading) -> Iterator[Finding]:
    if reading.whole.isascii():
        if not reading.whole.encode().translate(None, PLAIN):
            return
    elif not SUSPECT.search(reading.whole):
        return
    for copy in reading.written:
        for match in HIDDEN.finditer(copy.text):
            if not _is_meant(copy, match):
                yield _finding(copy, match)


def _finding(copy: Copy, match: re.Match[str]) -> Finding:
    sign = match[0][0]
    codes = " ".join(dict.fromkeys(f"U+{ord(each):04X}" for each in match[0][:4]))
    if TURNING.match(sign):
        return copy.finding(*match.span(), f"A mark ({codes}) turns the direction of reading.", instead="")
    if sign == "\u00ad":
        message = "A soft hyphen: it shows only at the end of a line."
        return copy.finding(*match.span(), message, level=Level.NOTICE, instead="")
    instead = None if sign in "\x85\x91\x92\x93\x94\x95\x96\x97\x99" else ""
    return copy.finding(*match.span(), f"A character that nobody sees ({codes}).", instead=instead)


def _is_meant(copy: Copy, match: re.Match[str]) -> bool:
    """Joiners between emoji or in scripts that need them; direction marks in right-to-left text; flags."""
    before, after = copy.text[match.start() - 1 : match.start()], copy.text[match.end() : match.end() + 1]
    if match[0][0] in "\u200c\u200d":
        return not LATIN.fullmatch(before) and not LATIN.fullmatch(after)
    if match[0][0] in "\u200e\u200f\u061c":
        return bool(RIGHT_TO_LEFT.search(copy.text))
    return match[0][0] >= "\U000e0000" and before == FLAG
