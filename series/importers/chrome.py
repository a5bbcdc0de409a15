"""The site around a story: menus and log-in boxes above it, promotion below it; and the head of the story."""

import re

from series.importers import Why, dates
from series.importers.layout import Layout, Span
from series.importers.opening import Opening

KNOWN = re.compile(
    r"\b(?:log ?in|sign (?:in|up)|subscribe|newsletter|cookies?|recaptcha|privacy policy|terms of service"
    r"|skip to|all rights reserved|follow us|share this|has been announced)\b|^back to \w+|^menu\b"
    r"|^don['’]t have an account|^already have an account|^discover \w+\s*$|^get started\b|©",
    re.I,
)
RELATED = re.compile(
    r"^[ \t#*]*(?:related (?:stories|articles|posts|reading)|more stories|read next|keep reading"
    r"|you (?:may|might) also like)[ \t:*]*$",
    re.I | re.M,
)
LINE = re.compile(r"[^\n]*\S[^\n]*")
ITEM = re.compile(r"\s*(?:[-*+•–]|\d{1,3}[.)])\s")
ENDED = re.compile(r"[.!?:;…)\"'”’*_`>]\s*\Z")
MARKS = re.compile(r"[ \t]*#{1,6}[ \t]+|[ \t]*\*\*|")
CHROME = "The site around the story"


def read_head(layout: Layout, start: int, end: int, opening: Opening) -> tuple[Span, str]:
    """Fill title, topics, date and standfirst from what stands above the first section.

    Returns the span of the standfirst and the text between it and the first section.
    """
    blocks = list(layout.paragraphs(start, end))
    below = next((at for at in reversed(range(len(blocks))) if _date(layout, blocks[at])), None)
    if below is None:
        above, rest = _undated(layout, blocks)
    else:
        above, rest = blocks[:below], blocks[below + 1 :]
        if not opening["date"]:
            opening["date"] = _date(layout, blocks[below]) or ""
            _typed_date(layout, *blocks[below], opening["date"])
    _title(layout, above, opening)
    if not rest:
        return (end, end), ""
    if opening["standfirst"]:
        return rest[0], layout.take("introduction", rest[0][0], end)
    opening["standfirst"] = layout.take("standfirst", *rest[0])
    return rest[0], layout.take("introduction", rest[0][1], end)


def _date(layout: Layout, block: Span) -> str | None:
    return dates.iso(layout.source[slice(*block)]) if block[1] - block[0] < 40 else None


def _typed_date(layout: Layout, start: int, end: int, value: str) -> None:
    """The date's place; where it is not in the form that is kept, say that the typed one is not."""
    layout.announce("date", start, end)
    if layout.source[start:end].strip() != value:
        layout.leave(start, end, Why.DERIVED, "The date as typed: Stet writes every date in one form")


def _undated(layout: Layout, blocks: list[Span]) -> tuple[list[Span], list[Span]]:
    """Without a date, the first long paragraph is the standfirst."""
    for at, block in enumerate(blocks):
        text = layout.source[slice(*block)]
        if len(text.split()) > 7 and ENDED.search(text) and not KNOWN.search(text):
            return blocks[:at], blocks[at:]
    return blocks, []


def _title(layout: Layout, blocks: list[Span], opening: Opening) -> None:
    """The title, and the topics below it where there are any; everything above is chrome."""
    place = len(blocks) - 1
    if place > 0 and not _is_known(layout, blocks[place - 1]) and _short(layout, blocks[place]):
        place -= 1
        if not opening["topics"]:
            lines = [line.span() for line in LINE.finditer(layout.source, *blocks[-1])]
            layout.join("topics", lines, glue="\n")
            opening["topics"] = tuple(layout.source[slice(*layout.trimmed(*line))] for line in lines)
    if place >= 0:
        start, end = blocks[place]
        words = MARKS.match(layout.source, start, end)
        begin = words.end() if words else start
        if opening["title"]:
            layout.leave(start, end, Why.DERIVED, "The title again")
        else:
            layout.mark(start, begin)
            opening["title"] = layout.take("title", begin, end)
    for block in blocks[: max(place, 0)]:
        leave_lines(layout, *block)


def _is_known(layout: Layout, block: Span) -> bool:
    return bool(KNOWN.search(layout.source[slice(*block)]))


def _short(layout: Layout, block: Span) -> bool:
    """Whether every line may be a topic's name."""
    lines = layout.source[slice(*block)].split("\n")
    return all(len(line.split()) < 5 and not ENDED.search(line) for line in lines)


def article_end(layout: Layout, start: int) -> tuple[int, int]:
    """Where the last section ends and the promotion below it starts, and where related stories start."""
    related = RELATED.search(layout.source, start)
    end = related.start() if related else len(layout.source)
    at = end
    for block in reversed(list(layout.paragraphs(start, end))):
        if not (_is_known(layout, block) if not related else _loose(layout, block)):
            break
        at = block[0]
    return at, end


def _loose(layout: Layout, block: Span) -> bool:
    """Whether no line of it is a sentence or an item of a list."""
    lines = layout.source[slice(*block)].split("\n")
    return all(not ENDED.search(line) and not ITEM.match(line) and len(line) < 200 for line in lines)


def leave_lines(layout: Layout, start: int, end: int, why: Why = Why.CHROME, what: str = CHROME) -> None:
    """Leave every line by itself, so that each is reported in its place."""
    for line in LINE.finditer(layout.source, start, end):
        layout.leave(*line.span(), why, what)
