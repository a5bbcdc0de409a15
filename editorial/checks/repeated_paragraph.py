"""A paragraph that stands twice in one text: pasted again, or moved and not taken out."""

from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

SHORTEST = 15  # characters: shorter ones are refrains and labels


@check("Repeated paragraph", Level.WARNING)
def repeated_paragraph(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        if not copy.is_markdown or "\n" not in copy.text:
            continue
        seen: set[str] = set()
        for token in sorted(copy.parsed.of("paragraph"), key=lambda token: token.start):
            words = " ".join(copy.text[token.start : token.end].split()).casefold()
            if len(words) < SHORTEST:
                continue
            if words in seen:
                end = token.start + len(copy.text[token.start : token.end].rstrip())
                yield copy.finding(token.start, end, "This paragraph stands here twice.")
            seen.add(words)
