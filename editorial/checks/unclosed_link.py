"""A link that Markdown cannot read: an open quote or bracket, a stray space; readers see the source."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check

OPENED = re.compile(r"\]\((?=[^\s()])")
SPLIT = re.compile(
    r"\][ ]?\[[^\[\]\n]{1,80}\[\]|\[[^\[\]\n]{1,80}\]\[[^\[\]\n]{1,80}(?=[.,;]|$)", re.MULTILINE
)
QUOTED = re.compile(r"\[[^\[\]\n]{1,200}\]\([^\s()\"“”]{1,500}[\"“”][^()\n]{0,200}\)?")
REACH = 300  # how far a broken link is shown
END = re.compile(r"\)|\n\n|$")


@check("Broken link", Level.WARNING)
def unclosed_link(reading: Reading) -> Iterator[Finding]:
    for copy in reading.holding("]("):
        if copy.is_markdown:
            yield from _inline(copy)
        else:
            for match in QUOTED.finditer(copy.text):
                yield copy.finding(*match.span(), "A quotation mark stands in the address of this link.")
    for copy, each in reading.definitions:
        if not each.sound and (copy.name == "references" or ":" in each.href):
            message = f"Markdown does not read this as the definition of “{each.label}”."
            yield copy.finding(each.start, each.end, message)


def _inline(copy: Copy) -> Iterator[Finding]:
    visible, past = copy.visible, 0
    if "](" not in visible:
        return
    for match in OPENED.finditer(visible):
        start = visible.rfind("[", max(past, match.start() - REACH), match.start())
        if start < 0 or copy.text[start - 1 : start] == "\\":
            continue
        close = END.search(copy.text, match.end(), min(len(copy.text), match.end() + REACH))
        past = close.end() if close and close[0] == ")" else match.end()
        yield copy.finding(
            start, past, "Markdown does not read this as a link: something in it is not closed."
        )
