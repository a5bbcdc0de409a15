"""What every Markdown form opens with: front matter, and the HTML of a page around the text."""

import re
from typing import TypedDict

from series.importers import Why, dates
from series.importers.front_matter import Front
from series.importers.layout import Layout, Span
from series.importers.outline import Heading, Spans
from series.manuscript import Picture

WRAPPER = re.compile(r"^[ \t]*(?:</?(?:html|head|body|meta|link|!doctype)\b[^>\n]*>[ \t]*)+$", re.I | re.M)
SHEET = re.compile(r"^[ \t]*<(style|script)\b[^>\n]*>", re.I | re.M)
FURNITURE = re.compile(r"</?(?:div|section|header|article|main|small|span|title|h1)\b", re.I)
H1 = re.compile(r"\s*<h1\b[^>]*>([^<]*)</h1>\s*\Z", re.I)
TAG = re.compile(r"<[^>\n]*>")
PART = re.compile(r"\bpart\s+(\d{1,4})\b", re.I)
PAGE = "HTML of a page around the text"


class Opening(TypedDict):
    """The manuscript's fields that front matter and page HTML fill."""

    title: str
    series: str
    slug: str
    standfirst: str
    date: str
    cover: Picture
    topics: tuple[str, ...]
    part: int | None


def read_opening(layout: Layout, front: Front) -> Opening:
    """The fields that the front matter fills; the other keys stay in it."""
    title = front.text("title", "title") or front.text("title", "name", "person", keep=True)
    part = front.read("part", _part, "part", "number")
    return Opening(
        title=title,
        series=front.text("series", "series"),
        slug=front.text("slug", "slug"),
        standfirst=front.text("standfirst", "summary", "standfirst", "description", "subtitle", "excerpt"),
        date=front.read("date", dates.iso, "date", "published") or "",
        cover=Picture(
            name=front.text("cover", "thumbnail", "cover", "image"), alt=front.text("cover_alt", "cover_alt")
        ),
        topics=front.items("topics", "topics", "categories", "tags"),
        part=part if part is not None else _part_in(title),
    )


def _part(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else None


def _part_in(title: str) -> int | None:
    found = PART.search(title)
    return int(found[1]) if found else None


def read_title(layout: Layout, found: list[Heading], opening: Opening) -> list[Heading]:
    """Read a first heading of the highest level as the title; returns the headings that are left."""
    first = found[0] if found else None
    words = first.words(layout.source) if first else ""
    if not first or first.level > 1 or not words or words.endswith("?"):
        return found
    if not opening["title"]:
        _set_title(opening, first.place(layout, "title"))
        layout.hole(first.start, first.end)
    elif words == opening["title"]:
        layout.leave(first.start, first.end, Why.DERIVED, "The title again, as a heading")
    else:
        return found
    return found[1:]


def _set_title(opening: Opening, title: str) -> None:
    opening["title"] = title
    opening["part"] = _part_in(title) if opening["part"] is None else opening["part"]


def page_html(layout: Layout, start: int, code: Spans, opening: Opening) -> int:
    """Take out the HTML around the text; returns where the text itself starts."""
    _sheets(layout, start, code)
    for match in WRAPPER.finditer(layout.source, start):
        if not code.hold(match.start()):
            layout.leave(*match.span(), Why.WRAPPER, PAGE)
    for line in _html_lines(layout, start):
        _html_line(layout, *line, opening)
        start = line[1]
    return start


def _sheets(layout: Layout, start: int, code: Spans) -> None:
    """Take out style sheets and scripts."""
    while sheet := SHEET.search(layout.source, start):
        close = f"</{sheet[1]}>"
        start = layout.source.find(close, sheet.end())
        if start < 0:
            return
        start += len(close)
        if not code.hold(sheet.start()):
            layout.leave(sheet.start(), start, Why.WRAPPER, PAGE)


def _html_lines(layout: Layout, start: int) -> list[Span]:
    """The lines of HTML before the first line of text."""
    found: list[Span] = []
    inside = 0
    for begin, end in layout.cut(start, len(layout.source)):
        for line in re.compile(r"[^\n]*\S[^\n]*").finditer(layout.source, begin, end):
            text = line[0].strip()
            if not (FURNITURE.match(text) or (inside and text.startswith("<"))):
                return found
            inside += text.lower().count("<div") - text.lower().count("</div")
            found.append(line.span())
    return found


def _html_line(layout: Layout, start: int, end: int, opening: Opening) -> None:
    start, end = layout.trimmed(start, end)
    heading = H1.match(layout.source, start, end)
    if heading and not opening["title"]:
        _set_title(opening, layout.take("title", *heading.span(1)))
    words = TAG.sub("", layout.source[start:end]).strip()
    same = bool(words) and words == opening["title"]
    found = None if same else dates.find(layout.source, start, end)
    if found and not opening["date"]:
        opening["date"] = found[2]
        layout.announce("date", found[0])
    what = "The title again, as HTML" if same else "The date, as HTML" if found else PAGE
    if words and not (same or found):
        layout.leave(start, end, Why.UNPLACED, "Text in HTML above the text")
    else:
        layout.leave(start, end, Why.WRAPPER, what)
