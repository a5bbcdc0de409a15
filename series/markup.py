"""The one Markdown parse: tokens with positions, visible text, safe HTML.

Pure: no Django. Everything that reads Markdown in Stet (checks, proof, pages, word counts) reads it
through this module, so that a finding's position and the reader's page come from the same parse.
Positions are character offsets into the source text, end exclusive.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import nh3
import pyromark

from series.nesting import shallow
from series.once import once

LONGEST = 400_000  # characters of one field that are parsed; no honest field comes near it
OPTIONS = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
)
PARSER = pyromark.Markdown(options=OPTIONS)
TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dl", "dt", "em", "figcaption"),
    *("figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre"),
    *("q", "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
SCHEMES = {"http", "https", "mailto"}
WIDE = re.compile(r"[^\x00-\x7f]")


class Token(NamedTuple):
    """One piece of the parse. `kind` is one of: text, code, html, link, image, heading, paragraph, item,
    quote, block (fenced or indented code), rule, strong, emphasis, table."""

    kind: str
    start: int
    end: int
    text: str = ""  # what a reader sees of a text, code, link (its label), picture (alt), heading or block
    href: str = ""  # target of a link or image
    title: str = ""
    style: str = ""  # of a link: Inline, Reference, Collapsed, Shortcut, Autolink, Email
    level: int = 0  # of a heading


class TooLong(ValueError):
    """A text is longer than anything that an editor could mean."""


@dataclass(frozen=True)
class Parsed:
    """One field's Markdown, parsed once."""

    source: str
    tokens: tuple[Token, ...]

    def of(self, *kinds: str) -> Iterator[Token]:
        """The tokens of these kinds, in order of where they end."""
        if len(kinds) == 1:
            return iter(self._by_kind.get(kinds[0], ()))
        return (token for token in self.tokens if token.kind in kinds)

    @once
    def _by_kind(self) -> dict[str, list[Token]]:
        found: dict[str, list[Token]] = {}
        for token in self.tokens:
            found.setdefault(token.kind, []).append(token)
        return found

    @once
    def visible(self) -> str:
        """The source with everything that is not visible prose (marks, code, HTML, targets) blanked
        out: the same length, so that a match in it is a position in the source."""
        source, out, at = self.source, [], 0
        for _, start, end, *_ in self._by_kind.get("text", ()):
            if start > at:
                out.append(blank(source[at:start]))
                at = start
            if end > at:
                out.append(source[at:end])
                at = end
        return "".join([*out, blank(source[at:])])

    @once
    def markup(self) -> str:
        """The source with everything but its HTML tags blanked out; comments are blank too."""
        out, at = [], 0
        for token in self.of("html"):
            if not token.text.startswith("<!--"):
                out += [blank(self.source[at : token.start]), self.source[token.start : token.end]]
                at = token.end
        out.append(blank(self.source[at:]))
        return "".join(out)

    @once
    def _code(self) -> tuple[list[int], list[int]]:
        spans = sorted((token.start, token.end) for token in self.of("code", "block"))
        return [start for start, _ in spans], [end for _, end in spans]

    def in_code(self, at: int) -> bool:
        """Whether this position is in code."""
        starts, ends = self._code
        if not starts:
            return False
        index = bisect_right(starts, at)
        return bool(index) and at < ends[index - 1]

    @once
    def plain(self) -> str:
        """What a reader sees, as plain text: words, code and descriptions of pictures."""
        return " ".join(token.text for token in self.of("text", "code", "image", "block")).strip()

    @property
    def words(self) -> int:
        """How many words a reader reads."""
        return len(self.plain.split())


def blank(text: str) -> str:
    """As many spaces as there are characters; line ends stay."""
    if "\n" in text:
        return "\n".join(" " * len(line) for line in text.split("\n"))
    return " " * len(text)


@lru_cache(maxsize=4096)
def parse(text: str, references: str = "") -> Parsed:
    """Parse one field. `references` are link definitions that it may use, from elsewhere.

    Raises TooLong for more than LONGEST characters.
    """
    if len(text) + len(references) > LONGEST:
        raise TooLong(f"This text has {len(text):,} characters; {LONGEST:,} is the most that can be read.")
    # Where there is no bracket, no link can use a definition: reading them again for each field takes time.
    whole = f"{text}\n\n{references}" if references and "[" in text else text
    return Parsed(text, tuple(_tokens(text, whole)))


Open = tuple[str, dict[str, str], list[str] | None]  # an element without its end yet: kind, about, text


def _tokens(text: str, whole: str) -> Iterator[Token]:
    place, most = _places(whole), len(text)
    opened: list[Open] = [("", {}, None)]
    seen = opened[0][2]  # what a reader sees of the innermost open element; None where nobody asks for it
    silent = 0  # how many of the open elements are pictures or code: their text is no prose
    event: Any  # a name alone, or {name: value}
    for event, span in PARSER.events_with_range(whole):
        start, end = span["start"], span["end"]
        if place:
            start, end = place(start), place(end)
        if start >= most:
            continue
        if end > most:
            end = most
        if event.__class__ is str:
            if seen is not None:
                seen.append(" ")
            if event == "Rule":
                yield Token("rule", start, end)
            continue
        ((name, value),) = event.items()
        if name == "Text":
            if seen is not None:
                seen.append(value)
            if not silent:
                yield Token("text", start, end, value)
        elif name == "Start":
            opened.append(_opened(value, seen))
            silent += opened[-1][0] in SILENCED
            seen = opened[-1][2]
        elif name == "End":
            kind, about, pieces = opened.pop()
            silent -= kind in SILENCED
            if kind == "htmlblock":
                for begin, stop in between_tags(text, start, end):
                    yield Token("text", begin, stop, text[begin:stop])
            if kind:
                yield _closed(kind, about, pieces, start, end)
            seen = opened[-1][2]
            if seen is not None and kind != "image":
                seen += pieces or ()
        elif name == "Code":
            if seen is not None:
                seen.append(value)
            yield Token("code", start, end, value)
        elif name in ("Html", "InlineHtml"):
            yield Token("html", start, end, value)


SILENCED = ("image", "block")
KINDS = {
    "Heading": "heading",
    "Link": "link",
    "Image": "image",
    "CodeBlock": "block",
    "BlockQuote": "quote",
    "Strong": "strong",
    "Emphasis": "emphasis",
    "Paragraph": "paragraph",
    "Item": "item",
    "Table": "table",
    "HtmlBlock": "htmlblock",
}
WORDED = ("heading", "link", "image", "block")  # kinds whose tokens have a text


def _opened(value: Any, around: list[str] | None) -> Open:
    name, about = value, {}
    if value.__class__ is not str:
        ((name, about),) = value.items()
    kind = KINDS.get(name, "")
    return kind, about, [] if kind in WORDED or around is not None else None


def _closed(kind: str, about: dict[str, str], pieces: list[str] | None, start: int, end: int) -> Token:
    seen = "".join(pieces) if pieces and kind in WORDED else ""
    if kind in ("link", "image"):
        style = str(about["link_type"])
        return Token(kind, start, end, seen.strip(), about["dest_url"], about["title"], style)
    level = int(str(about["level"])[1:]) if kind == "heading" else 0
    return Token(kind, start, end, seen if kind == "block" else seen.strip(), level=level)


SILENT = ("<style", "<script")  # what stands in them is no text


def between_tags(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where text stands between the tags and comments of a piece of HTML."""
    at = start
    while at < end:
        begin = text.find("<", at, end)
        stop = end if begin < 0 else begin
        if text[at:stop].strip():
            yield at, stop
        if begin < 0:
            return
        at = _past(text, begin, end)


def _past(text: str, begin: int, end: int) -> int:
    """The end of the tag, comment, style or script that begins here; `end` where it never closes."""
    mark = ">"
    if text.startswith("<!--", begin):
        mark = "-->"
    elif text[begin : begin + 7].lower().startswith(SILENT):
        mark = "</s"
    found = text.find(mark, begin + 1, end)
    if found >= 0 and mark == "</s":
        found, mark = text.find(">", found, end), ">"
    return end if found < 0 else found + len(mark)


def _places(text: str) -> Callable[[int], int] | None:
    """A function from byte offsets (as the parser counts) to character offsets; None where they are one."""
    if text.isascii():
        return None
    ends: list[int] = []  # of the wide characters, in bytes
    lost: list[int] = [0]  # how many bytes more than characters there are up to each of them
    for match in WIDE.finditer(text):
        more = len(match[0].encode()) - 1
        ends.append(match.start() + lost[-1] + more)
        lost.append(lost[-1] + more)
    return lambda offset: offset - lost[bisect_left(ends, offset)]


def html(text: str, references: str = "") -> str:
    """Safe HTML of a Markdown text: no scripts, styles, forms, ids, foreign schemes or event handlers."""
    if len(text) + len(references) > LONGEST:
        raise TooLong(f"This text has {len(text):,} characters; {LONGEST:,} is the most that can be read.")
    whole = f"{text}\n\n{references}" if references else text
    return clean(PARSER.html(whole))


def clean(markup: str) -> str:
    """Safe HTML of any HTML."""
    return nh3.clean(
        shallow(markup), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )


def plain(text: str, references: str = "") -> str:
    """What a reader sees of a Markdown text, as plain text on one line."""
    return " ".join(parse(text, references).plain.split())
