"""A paragraph that stands twice in one text: pasted again, or moved and not taken out."""

from collections import Counter
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from series.markup import Token

SHORTEST = 15  # characters: shorter ones are refrains and labels


@check("Repeated paragraph", Level.WARNING)
def repeated_paragraph(reading: Reading) -> Iterator[Finding]:
    for copy in reading.running:
        if "\n" not in copy.text:
            continue
        paragraphs = sorted(copy.parsed.of("paragraph"), key=lambda token: token.start)
        openings = Counter(_opening(copy, token) for token in paragraphs)
        if len(openings) == len(paragraphs):
            continue
        seen: set[str] = set()
        for token in paragraphs:
            if openings[_opening(copy, token)] < 2:
                continue
            words = " ".join(copy.text[token.start : token.end].split()).casefold()
            if len(words) < SHORTEST:
                continue
            if words in seen:
                end = token.start + len(copy.text[token.start : token.end].rstrip())
                yield copy.finding(token.start, end, "This paragraph stands here twice.")
            seen.add(words)


def _opening(copy: Copy, paragraph: Token) -> str:
    """Its first words, which are enough to tell most paragraphs apart."""
    return " ".join(
        copy.text[paragraph.start : min(paragraph.end, paragraph.start + 60)].split()[:3]
    ).casefold()
