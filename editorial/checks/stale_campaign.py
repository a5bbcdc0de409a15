"""A link whose campaign tag counts another part."""

import re
from collections.abc import Iterator

from editorial import names
from editorial.checks import Copy, Finding, Level, Reading, check
from series.manuscript import Manuscript

TAG = re.compile(
    r"\b(?:utm_campaign|utm_content|campaign)=([\w.%+-]*?[a-zA-Z])([_.+-]?)(\d{1,3})(?=[&#)\s\"'>]|$)"
)
COUNTED = {"part", "episode", "issue", "installment", "edition", "interview", "vol"}


@check("Campaign tag of another part", Level.WARNING)
def stale_campaign(reading: Reading) -> Iterator[Finding]:
    part = reading.manuscript.part
    if part is None:
        return
    ours = _words(reading.manuscript)
    earlier = _campaigns(reading)
    for copy in reading.written:
        if "campaign=" in copy.text or "utm_content=" in copy.text:
            yield from _tags(copy, part, ours, earlier)


def _tags(copy: Copy, part: int, ours: set[str], earlier: set[str]) -> Iterator[Finding]:
    for match in TAG.finditer(copy.text):
        stem, mark, number = match[1], match[2], match[3]
        if int(number) == part or not (stem in earlier or _words_of(stem) & ours):
            continue
        right = f"{stem}{mark}{str(part).zfill(len(number)) if number.startswith('0') else part}"
        message = f"This link counts readers for part {int(number)}; this is part {part}."
        yield copy.finding(match.start(1), match.end(3), message, instead=right)


def _campaigns(reading: Reading) -> set[str]:
    """The tags, without their numbers, that earlier parts carry."""
    every = (field.text for other in reading.known.others for field in other.fields())
    return {match[1] for text in every if "=" in text for match in TAG.finditer(text)}


def _words(manuscript: Manuscript) -> set[str]:
    return _words_of(f"{manuscript.series} {manuscript.title} {manuscript.slug}") | COUNTED


def _words_of(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", names.fold(text)) if len(word) > 3}
