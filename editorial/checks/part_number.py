"""A part number that disagrees: the title's, the address's, the text's "fourth installment"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editorial.checks import Copy, Finding, Level, Reading, check

COUNTING = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = COUNTING.split()
COUNTED = "part|parts|installment|instalment|edition|episode|issue|chapter|round|interview|conversation"
TITLED = re.compile(
    r"(?:\b(?:part|episode|issue|installment|edition|volume|vol\.?|no\.)\s*|#)(\d{1,3})\b", re.I
)
ENDING = re.compile(r"[a-z][-_](\d{1,3})(?=$|\.\w+$)")
TOLD = re.compile(
    rf"\b(?:(?:in|for) (?:this|our|the)|this is (?:the|our)|this|welcome (?:back )?to (?:the|our))"
    rf" (?P<ordinal>{'|'.join(ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th)) (?:{COUNTED})\b",
    re.I,
)
NUMBERED = re.compile(r"\b(?:this is|welcome (?:back )?to|in this) part (?P<number>\d{1,3})\b", re.I)
# "In the second part we…" speaks of the text itself or of another one, unless it greets or says "this".
SURE = re.compile(r"\b(?:this|welcome)\b", re.I)


TELLING = ("standfirst", "introduction", "closing", "call_to_action")


@dataclass(frozen=True, slots=True)
class Claim:
    """A place that says which part this is."""

    copy: Copy
    start: int
    end: int
    number: int


@check("Part number disagrees", Level.WARNING)
def part_number(reading: Reading) -> Iterator[Finding]:
    claims = [*_claims(reading)]
    part = reading.manuscript.part
    if part is None:
        part = claims[0].number if claims else 0
        claims = claims[1:]
    for claim in claims:
        if claim.number != part:
            yield claim.copy.finding(
                claim.start, claim.end, f"This says part {claim.number}; this is part {part}."
            )


def _claims(reading: Reading) -> Iterator[Claim]:
    title, slug = reading.at("title"), reading.at("slug")
    for match in [*TITLED.finditer(title.text)][:1]:
        yield Claim(title, match.start(), match.end(), int(match[1]))
    if reading.manuscript.part is not None or TITLED.search(title.text):
        # An address or a file may end in any number; it is a part's only where parts are counted.
        for copy in (slug, reading.at("cover")):
            if str(reading.manuscript.part) in re.findall(r"\d+", copy.text):
                continue
            for match in ENDING.finditer(copy.text):
                yield Claim(copy, match.start(1), match.end(1), int(match[1]))
    for copy in reading.running:
        if copy.path in TELLING:
            yield from _told(copy)


def _told(copy: Copy) -> Iterator[Claim]:
    for match in TOLD.finditer(copy.visible):
        if SURE.search(match[0]):
            yield Claim(copy, match.start("ordinal"), match.end("ordinal"), _number(match["ordinal"].lower()))
    for match in NUMBERED.finditer(copy.visible):
        yield Claim(copy, match.start("number"), match.end("number"), int(match["number"]))


def _number(ordinal: str) -> int:
    return ORDINALS.index(ordinal) + 1 if ordinal in ORDINALS else int(re.sub(r"\D", "", ordinal))
