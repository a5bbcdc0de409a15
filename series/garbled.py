"""Garbled characters: where UTF-8 was read as another encoding, and what was meant.

Pure: no Django. “Itâ€™s” is “It’s” whose bytes were read as Windows-1252 or Latin-1, “It‚Äôs” as Mac Roman.
A run counts as damage only if its bytes are UTF-8 again *and* say something likely: “Spaß”, «né»… and √π
are honest text whose characters happen to fit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DEEPEST = 4  # how often a text can have been misread, one reading upon the other
QUOTELIKE = frozenset("‘’‚“”„«»…–—\u00a0")  # may stand behind a letter in honest text
MATHS = frozenset("π∑∏∫Ω∂µ∞")
TOUCHING = re.compile(r"[^\x00-\x7f]{2}")  # no byte of a damaged character became an ASCII one
PAIRS = {"“": "”", "«": "»", "‘": "’", "„": "“", '"': '"', "'": "'", "`": "`"}
LOST_END = re.compile(r"(?<=[\w.,;:!?)])â€(?=[\s.,;:!?)]|$)")  # of a “”” whose last byte no table has


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged run: where it is, and what was meant."""

    start: int
    end: int
    repaired: str


class Misreading:
    """One way to misread UTF-8: which character each byte became."""

    def __init__(self, codec: str, alone: str) -> None:
        """`alone`: the first bytes whose pairs are damage even where they stand alone."""
        self.byte = {}
        for value in range(0x80, 0x100):
            if codec == "cp1252":  # Latin-1 as well: it differs only in what it makes of 80 to 9F
                self.byte[chr(value)] = value
            self.byte[bytes([value]).decode(codec, "ignore") or chr(value)] = value
        self.alone = frozenset(alone)
        heads = ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4))
        self.following = follow = self._class(0x80, 0xBF)
        self.sequence = re.compile(
            "|".join(f"{self._class(*head)}{follow}{{{more}}}" for more, head in enumerate(heads, 1))
        )

    def _class(self, first: int, last: int) -> str:
        return f"[{re.escape(''.join(c for c, value in self.byte.items() if first <= value <= last))}]"

    def decoded(self, run: str) -> str:
        """The character that this sequence was; empty where it is none."""
        try:
            return bytes(self.byte[character] for character in run).decode()
        except UnicodeDecodeError:
            return ""

    def likely(self, text: str, start: int, end: int, meant: str) -> bool:
        """Whether this sequence is damage though no other stands beside it."""
        code, head, rest = ord(meant), text[start], text[start + 1 : end]
        before, after = text[start - 1 : start], text[end : end + 1]
        if QUOTELIKE.issuperset(rest) and not (head == "Â" and rest == "\u00a0"):
            return code < 0x2C00 and (after.isalpha() or (head.isupper() and before.islower()))
        if head == "√" and rest in MATHS:
            return before.isalpha()
        if len(rest) == 1:
            return head in self.alone and code >= 0xA0
        return len(rest) == 3 or 0x1E00 <= code < 0x2C00 or code in (0xFEFF, 0xFE0F, 0xFFFD)


READINGS = (Misreading("cp1252", "ÂÃÄÅ"), Misreading("mac_roman", "¬√ƒ≈"))
UNLED = re.compile(r"(?<![^\W_])ü" + READINGS[1].following + "{2}")  # an emoji whose first byte was lost


def find(text: str) -> list[Damage]:
    """Every damaged run, in order; where two readings fit, the longer one."""
    if text.isascii() or not TOUCHING.search(text):
        return []
    found = [damage for reading in READINGS for damage in _runs(text, reading)]
    found += [
        Damage(match.start(), match.end(), meant)
        for match in UNLED.finditer(text)
        if (meant := READINGS[1].decoded("\uf8ff" + match[0]))
    ]
    found += [Damage(match.start(), match.end(), "”") for match in LOST_END.finditer(text)]
    chosen: list[Damage] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if (not chosen or each.start >= chosen[-1].end) and not _mentioned(text, each):
            chosen.append(each)
    return chosen


def repair(text: str) -> str:
    """The text with all damage mended, however often it was misread."""
    for _ in range(DEEPEST):
        mended = _mended(text)
        if mended == text:
            break
        text = mended
    return text


def _mended(text: str) -> str:
    out, at = [], 0
    for each in find(text):
        out += [text[at : each.start], each.repaired]
        at = each.end
    return "".join([*out, text[at:]])


def _runs(text: str, reading: Misreading) -> Iterator[Damage]:
    """Runs of sequences that touch each other: sure where one of them is, or where there are several."""
    run: list[tuple[int, int, str]] = []
    for match in reading.sequence.finditer(text):
        meant = reading.decoded(match[0])
        if run and (not meant or match.start() != run[-1][1]):
            yield from _sure(text, reading, run)
            run = []
        if meant:
            run.append((match.start(), match.end(), meant))
    yield from _sure(text, reading, run)


def _sure(text: str, reading: Misreading, run: list[tuple[int, int, str]]) -> Iterator[Damage]:
    meant = "".join(piece for *_, piece in run)
    if any(reading.likely(text, *each) for each in run) or (
        len(run) > 1 and (meant.isalpha() or find(meant))
    ):
        yield Damage(run[0][0], run[-1][1], repair(meant))


def _mentioned(text: str, damage: Damage) -> bool:
    """Whether the text speaks of these characters: they stand in quotes by themselves."""
    closing = PAIRS.get(text[damage.start - 1 : damage.start])
    return bool(closing) and closing in (text[damage.end : damage.end + 1], text[damage.end - 1])
