"""The one Markdown parse: tokens with positions, visible text, safe HTML.

Pure: no Django. Everything that reads Markdown in Stet (checks, proof, pages, word counts) reads it
through this module, so that a finding's position and the reader's page come from the same parse.
Positions are character offsets into the source text, end exclusive.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import nh3
import pyromark

from series.nesting import shallow
from series.once import once
from series.tags import between_tags

LONGEST = 200_000  # characters of a field, or of link definitions, that are parsed: no manuscript keeps more
LONG = 20_000  # characters from which on a parse is not kept for long: it may be a thousand times its text
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
        for token in self._by_kind.get("text", ()):
            start, end = token[1], token[2]
            if start > at:
                out.append(
                    " " * (start - at) if source.find("\n", at, start) < 0 else blank(source[at:start])
                )
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

    @property
    def has_code(self) -> bool:
        """Whether any of it is code."""
        return "code" in self._by_kind or "block" in self._by_kind

    def in_code(self, at: int) -> bool:
        """Whether this position is in code."""
        if not self.has_code:
            return False
        starts, ends = self._code
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


def parse(text: str, references: str = "") -> Parsed:
    """Parse one field with link definitions (`references`) from elsewhere. TooLong for more than LONGEST."""
    return (_parse if len(text) + len(references) < LONG else _parse_long)(text, references)


def _measure(text: str, references: str) -> None:
    longest = max(len(text), len(references))
    if longest > LONGEST:
        raise TooLong(f"This text has {longest:,} characters; {LONGEST:,} is the most that can be read.")


def _read(text: str, references: str) -> Parsed:
    _measure(text, references)
    # Where there is no bracket, no link can use a definition: reading them again for each field takes time.
    whole = f"{text}\n\n{references}" if references and "[" in text else text
    return Parsed(text, tuple(_tokens(text, whole)))


_parse = lru_cache(maxsize=4096)(_read)
_parse_long = lru_cache(maxsize=4)(_read)  # for as long as one request asks for it again and again
quick = tuple.__new__  # makes a Token in a third of the time that its own constructor takes
Open = tuple[str, dict[str, str], list[str] | None]  # an element without its end yet: kind, about, text


def _tokens(text: str, whole: str) -> Iterator[Token]:
    ends, lost = _wide(text)  # what comes behind it is left out
    most = len(text)
    opened: list[Open] = [("", {}, None)]
    seen = opened[0][2]  # what a reader sees of the innermost open element; None where nobody asks for it
    silent = 0  # how many of the open elements are pictures or code: their text is no prose
    event: Any  # a name alone, or {name: value}
    for event, span in PARSER.events_with_range(whole):
        start, end = span["start"], span["end"]
        if ends:  # the parser counts bytes
            start, end = start - lost[bisect_left(ends, start)], end - lost[bisect_left(ends, end)]
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
        (name,) = event  # quicker than its items
        value = event[name]
        if name == "Text":
            if seen is not None:
                seen.append(value)
            if not silent:
                yield quick(Token, ("text", start, end, value, "", "", "", 0))
        elif name == "Start":
            about: dict[str, str] = {}
            if value.__class__ is not str:
                ((value, about),) = value.items()
            kind = KINDS.get(value, "")
            silent += kind in SILENCED
            seen = [] if kind in WORDED or seen is not None else None
            opened.append((kind, about, seen))
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


def _closed(kind: str, about: dict[str, str], pieces: list[str] | None, start: int, end: int) -> Token:
    if kind not in WORDED:
        return quick(Token, (kind, start, end, "", "", "", "", 0))
    seen = "".join(pieces or ())
    if kind in ("link", "image"):
        href, title, style = about["dest_url"], about["title"], about["link_type"]
        return quick(Token, (kind, start, end, seen.strip(), href, title, style, 0))
    level = int(about["level"][1:]) if kind == "heading" else 0
    return Token(kind, start, end, seen if kind == "block" else seen.strip(), level=level)


def _wide(text: str) -> tuple[list[int], list[int]]:
    """Where characters of several bytes end, in bytes, and how many bytes more than characters they are."""
    ends: list[int] = []
    lost: list[int] = [0]
    for match in WIDE.finditer(text) if not text.isascii() else ():
        more = len(match[0].encode()) - 1
        ends.append(match.start() + lost[-1] + more)
        lost.append(lost[-1] + more)
    return ends, lost


def html(text: str, references: str = "") -> str:
    """Safe HTML of a Markdown text: no scripts, styles, forms, ids, foreign schemes or event handlers."""
    _measure(text, references)
    whole = f"{text}\n\n{references}" if references else text
    return clean(PARSER.html(whole))


def clean(markup: str) -> str:
    """Safe HTML of any HTML."""
    rel = "noopener noreferrer"
    return nh3.clean(shallow(markup), tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=rel)


def plain(text: str, references: str = "") -> str:
    """What a reader sees of a Markdown text, as plain text on one line."""
    return " ".join(parse(text, references).plain.split())
