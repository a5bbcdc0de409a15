"""A text that lists or links itself as another one."""

import re
from collections.abc import Iterator

from editorial import cards, names
from editorial.checks import Copy, Finding, Level, Reading, check

HEADING = re.compile(r"<|^\s*#{1,2}\s")  # the title again, above its own text


@check("Text refers to itself", Level.WARNING)
def self_reference(reading: Reading) -> Iterator[Finding]:
    title = _flat(reading.manuscript.title)
    if len(title) > 1:
        for line in cards.leftover_lines(reading):
            if _flat(line.text) == title and not HEADING.search(line.text):
                message = "This text is listed among others under its own title."
                yield line.copy.finding(line.start, line.end, message)
    if reading.manuscript.slug:
        for copy in reading.written:
            if copy.is_markdown or copy.path.startswith("source/"):
                yield from _links(copy, reading.manuscript.slug)


def _flat(text: str) -> tuple[str, ...]:
    return tuple(names.WORD.findall(names.fold(text)))


def _links(copy: Copy, slug: str) -> Iterator[Finding]:
    if slug not in copy.text:
        return
    for match in re.finditer(rf"\]\(\s*<?([^)\s>#]*/{re.escape(slug)})/?(?:\?[^)\s>#]*)?[)\s>]", copy.text):
        # Elsewhere on the web the last word of an address may well be the same: "/user/noor".
        if match[1].startswith("/") or slug.count("-") > 1:
            yield copy.finding(match.start(1), match.end(1), "This link leads to the page that it stands on.")
