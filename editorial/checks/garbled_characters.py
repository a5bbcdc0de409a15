"""Characters whose bytes were read in another encoding (“Itâ€™s”), or lost altogether (“�”)."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from series import garbled

LOST = re.compile("\ufffd+")
ESCAPED = ("=C3", "=E2", "%C3", "%E2", "\\u20", "\\u00", "&amp;")
BYTES = re.compile(r"(?:=(?:C[23]|E2)(?:=[89AB][0-9A-F]){1,2}|%(?:C[23]|E2)(?:%[89AB][0-9A-F]){1,2})+")
CODE = re.compile(r"\\u(?:00[a-f][0-9a-f]|20[0-9a-f]{2})", re.IGNORECASE)
ENTITY = re.compile(
    r"&amp;(?:#\d{2,5}|#x[0-9a-f]{2,4}|[lr][sd]quo|[nm]dash|nbsp|amp|hellip|quot);", re.IGNORECASE
)
SPACE = re.compile(r"Â(?<=[a-z0-9.,;:!?]Â)(?= )")
PRIVATE = re.compile("[\ue000-\uf8ff]+")


@check("Garbled characters", Level.BLOCKER)
def garbled_characters(reading: Reading) -> Iterator[Finding]:
    if any(sign in reading.odd for sign in ESCAPED):
        for copy in reading.running:
            yield from _escapes(copy)
    if not reading.whole.isascii():
        for copy in reading.written:
            if not copy.text.isascii():
                yield from _damage(copy)


def _escapes(copy: Copy) -> Iterator[Finding]:
    """Characters that a program wrote as codes, and that nobody read back."""
    for match in BYTES.finditer(copy.prose):
        meant = bytes.fromhex(re.sub("[=%]", "", match[0])).decode(errors="ignore")
        yield copy.finding(*match.span(), f"“{match[0]}” was “{meant}”.", instead=meant)
    for match in CODE.finditer(copy.prose):
        meant = chr(int(match[0][2:], 16))
        yield copy.finding(*match.span(), f"“{match[0]}” was “{meant}”.", instead=meant)
    for match in ENTITY.finditer(copy.prose):
        meant = f"&{match[0][5:]}"
        yield copy.finding(*match.span(), f"“{match[0]}” was “{meant}”.", instead=meant)


def _damage(copy: Copy) -> Iterator[Finding]:
    known = [each for each in garbled.find(copy.text) if not copy.parsed.in_code(each.start)]
    for each in known:
        words = copy.text[each.start : each.end]
        yield copy.finding(each.start, each.end, f"“{words}” was “{each.repaired}”.", instead=each.repaired)
    for match in SPACE.finditer(copy.prose):
        if not any(each.start <= match.start() < each.end for each in known):
            yield copy.finding(
                *match.span(), "This was half of a space that keeps words together.", instead=""
            )
    for match in LOST.finditer(copy.text):
        yield copy.finding(*match.span(), "A character was lost here: look it up in the original.")
    for match in PRIVATE.finditer(copy.text):
        if not any(each.start <= match.start() < each.end for each in known):
            message = "This character has no meaning outside one font: readers see an empty box."
            yield copy.finding(*match.span(), message, level=Level.WARNING)
