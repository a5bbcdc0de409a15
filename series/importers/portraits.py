"""A person's portrait: an `<img>` or a Markdown picture on a line of its own, above or below the heading."""

import re

from series.importers import Why
from series.importers.layout import Layout, Span
from series.importers.outline import Heading
from series.manuscript import Picture

TAG = r"<img\b[^>\n]{0,2000}>"
LINE = re.compile(
    rf"^[ \t]*(?:<[a-z]+\b[^>\n]{{0,500}}>[ \t]*)*(?:{TAG}|!\[[^\]\n]*\]\([^()\n]*\))"
    r"[ \t]*(?:</[a-z]+>[ \t]*)*(?:<br\s*/?>[ \t]*)*$",
    re.I | re.M,
)
ATTRIBUTE = re.compile(r"""\b(src|alt)\s*=\s*("[^"\n]*"|'[^'\n]*'|[^\s"'>]+)""", re.I)
PLAIN = re.compile(
    r"""<img(?:\s+(?:src|alt|width|height|title)\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s"'>]+))*\s*/?>\Z""", re.I
)
MARKDOWN = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\((?P<src>[^()\s]*)(?:\s+\"[^\"\n]*\")?\)\Z")
ABOVE = 4000  # characters above a heading in which its portrait may stand


def portrait_above(source: str, start: int, end: int) -> int | None:
    """Where the picture starts that is the last thing before `end`; None where something else is."""
    text = source[max(start, end - ABOVE) : end]
    solid = text.rstrip()
    line = solid.rfind("\n") + 1
    return end - len(text) + line if LINE.match(solid, line) else None


def read_portrait(
    layout: Layout, person: str, start: int, heading: Heading, end: int
) -> tuple[Picture | None, int]:
    """The portrait above the heading or right below it, and where the text below goes on."""
    after = heading.end
    span = layout.trimmed(start, heading.start)
    if span[0] == span[1]:
        below = next(layout.paragraphs(after, min(end, after + ABOVE)), None)
        line = LINE.match(layout.source, below[0], below[1]) if below else None
        span = line.span() if line else (heading.start, heading.start)
        after = line.end() if line else after
    return _place(layout, person, layout.trimmed(*span)), after


def _place(layout: Layout, person: str, span: Span) -> Picture | None:
    source = layout.source
    layout.announce(f"{person}/portrait", span[0])
    layout.announce(f"{person}/portrait_alt", span[0])
    picture = MARKDOWN.match(source, *span)
    if picture:
        spans = {"src": picture.span("src"), "alt": picture.span("alt")}
        layout.syntax(*span)
    else:
        spans = {match[1].lower(): _unquoted(match) for match in ATTRIBUTE.finditer(source, *span)}
    if not (picture or PLAIN.match(source, *span)) and span[0] < span[1]:
        layout.leave(*span, Why.WRAPPER, "The portrait's HTML")
    elif not picture:
        layout.mark(*span)
    if "src" not in spans:
        return None
    return Picture(
        name=layout.join(f"{person}/portrait", [spans["src"]]),
        alt=layout.join(f"{person}/portrait_alt", [spans["alt"]]) if "alt" in spans else "",
    )


def _unquoted(match: re.Match[str]) -> Span:
    start, end = match.span(2)
    return (start + 1, end - 1) if match[2][0] in "\"'" else (start, end)
