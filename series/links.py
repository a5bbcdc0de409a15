"""Where links and pictures lead, and at which place of the source that is written.

Pure: no Django. One list for inline links, HTML, link definitions and fields that are a link themselves.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from series.markup import Parsed, quick

DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\[\]\\\n]*(?:\\.[^\[\]\\\n]*)*)\]:[ \t]*(?:<([^<>\n]*)>|(\S*))[ \t]*([^\n]*)$",
    re.MULTILINE,
)
LONGEST_LABEL = 200
QUOTED = {'"': '"', "'": "'", "(": ")"}
HREF = re.compile(r"""\b(href|src)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.IGNORECASE)

SHOWN = re.compile(r"""\b(alt|title)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)


class Target(NamedTuple):
    """One target as written. `style` is Inline, Autolink, Definition, Html, Picture or Field."""

    href: str
    start: int
    end: int
    style: str
    label: str = ""  # what a reader clicks on, or a definition's label


class Definition(NamedTuple):
    """One line that defines a link: `[label]: href "title"`."""

    label: str
    href: str
    title: str
    start: int
    end: int
    at: int  # of the href
    sound: bool  # whether Markdown reads it as a definition at all
    title_at: int
    key: str  # the label as Markdown compares it


def folded(label: str) -> str:
    """A link label as Markdown compares it: without case, runs of white space as one."""
    return " ".join(label.split()).casefold()


def definitions(parsed: Parsed) -> Iterator[Definition]:
    """The lines that are, or were meant as, link definitions."""
    if "]:" not in parsed.source:
        return
    visible, has_code = parsed.visible, parsed.has_code
    for match in DEFINITION.finditer(parsed.source):
        label, angle, bare, rest = match.groups()
        bracket = match.start(1) - 1
        if not 0 < len(label) <= LONGEST_LABEL or (has_code and parsed.in_code(bracket)):
            continue
        title = rest.strip()
        closed = len(title) > 1 and QUOTED.get(title[0]) == title[-1]
        about = (
            label,
            bare if angle is None else angle,
            title[1:-1] if closed else title,
            bracket,
            match.start() + len(match[0].rstrip()),
            match.start(3 if angle is None else 2),
            visible[bracket] != "[" and (closed or not title),
            match.start(4) + closed,
            folded(label),
        )
        yield quick(Definition, about)


def targets(parsed: Parsed, defined: Iterable[Definition]) -> Iterator[Target]:
    """Every target in a Markdown text, definitions last."""
    inline = "](" in parsed.source or "<" in parsed.source
    for token in parsed.of("link", "image") if inline else ():
        if token.style not in ("Inline", "Autolink", "Email"):
            continue
        start, end = _written(parsed.source, token.start, token.end, token.href)
        style = "Picture" if token.kind == "image" else token.style
        yield Target(token.href, start, end, style, token.text)
    if any(parsed.of("html")):
        for match in HREF.finditer(parsed.markup):
            group = match.lastindex or 4
            style = "Picture" if match[1].lower() == "src" else "Html"
            yield Target(match[group], match.start(group), match.end(group), style)
    for each in defined:
        yield quick(Target, (each.href, each.at, each.at + len(each.href), "Definition", each.label))


def hovering(parsed: Parsed, defined: Iterable[Definition]) -> Iterator[tuple[int, int]]:
    """Where the texts stand that show on hovering: titles of links and definitions, descriptions."""
    if "](" in parsed.source or "![" in parsed.source:
        for token in parsed.of("link", "image"):
            words = token.text if token.kind == "image" else ""
            for wanted in (words, token.title if token.style == "Inline" else ""):
                at = parsed.source.find(wanted, token.start, token.end) if wanted else -1
                if at >= 0:
                    yield at, at + len(wanted)
    if any(parsed.of("html")):
        for match in SHOWN.finditer(parsed.markup):
            yield match.span(2) if match[2] is not None else match.span(3)
    for each in defined:
        if each.sound and each.title:
            yield each.title_at, each.title_at + len(each.title)


def _written(source: str, start: int, end: int, href: str) -> tuple[int, int]:
    """Where the target stands in the link; the whole link where it is written otherwise (escaped)."""
    opening = source.find("](", start, end)
    at = source.find(href, opening + 2 if opening >= 0 else start, end)
    if at < 0 or not href:
        return start, end
    return at, at + len(href)
