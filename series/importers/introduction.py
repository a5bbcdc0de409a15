"""The text before the first person: introduction, disclaimer, and the list of earlier parts."""

import re

from series.importers import Why
from series.importers.layout import Layout, Span

DISCLAIMER = re.compile(r"[_*\s]*disclaimer\b", re.I)
LINKED_ITEM = re.compile(r"[ \t]*[-*+•][ \t]+\[.*\]\([^()\n]*\)[ \t]*\Z")
EARLIER = re.compile(r"\b(?:part|edition|volume|episode|installment)\b\W*\d", re.I)
SENTENCE = re.compile(r"[.!?][)\"'”’_*]*\s+(?=\S)")


def read_introduction(layout: Layout, start: int, end: int) -> tuple[str, str]:
    """The introduction and the disclaimer; a list of earlier parts is derived, and left out."""
    before: Span | None = None
    disclaimer: list[Span] = []
    for span in list(layout.paragraphs(start, end)):
        if _lists_parts(layout.source[slice(*span)]):
            layout.leave(_lead(layout, before, span), span[1], Why.DERIVED, "The list of earlier parts")
        elif not disclaimer and DISCLAIMER.match(layout.source, *span):
            disclaimer.append(span)
            layout.hole(*span)
        before = span
    text = layout.take("introduction", start, end)
    return text, layout.join("disclaimer", disclaimer)


def _lists_parts(text: str) -> bool:
    lines = text.split("\n")
    return len(text) < 4000 and all(LINKED_ITEM.match(each) and EARLIER.search(each) for each in lines)


def _lead(layout: Layout, before: Span | None, items: Span) -> int:
    """Where the sentence starts that announces the list ("You can find them here:")."""
    if not before or not layout.source[slice(*before)].endswith(":"):
        return items[0]
    sentences = [each.end() for each in SENTENCE.finditer(layout.source, *before)]
    return sentences[-1] if sentences else before[0]
