"""The one Markdown parse: tokens with positions, visible text, safe HTML.

Pure: no Django. Everything that reads Markdown in Stet (checks, proof, pages, word counts) reads it
through this module, so that a finding's position and the reader's page come from the same parse.
Positions are character offsets into the source text, end exclusive.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import nh3
import pyromark

LONGEST = 400_000  # characters of one field that are parsed; no honest field comes near it
OPTIONS = (
    pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
)
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
BLANK = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the parse. `kind` is one of: text, code, html, link, image, heading, paragraph, item,
    quote, block (fenced or indented code), rule, strong, emphasis, table."""

    kind: str
    start: int
    end: int
    text: str = ""  # what a reader sees of it (alt text for images, label for links)
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
        return (token for token in self.tokens if token.kind in kinds)

    @cached_property
    def visible(self) -> str:
        """The source with everything that is not visible prose (marks, code, HTML, targets) blanked
        out: the same length, so that a match in it is a position in the source."""
        out = [" "] * len(self.source)
        for token in self.of("text"):
            out[token.start : token.end] = self.source[token.start : token.end]
        for index in (m.start() for m in re.finditer("\n", self.source)):
            out[index] = "\n"
        return "".join(out)

    @cached_property
    def plain(self) -> str:
        """What a reader sees, as plain text: words, code and descriptions of pictures."""
        return " ".join(token.text for token in self.of("text", "code", "image")).strip()

    @property
    def words(self) -> int:
        """How many words a reader reads."""
        return len(self.plain.split())


@lru_cache(maxsize=4096)
def parse(text: str, references: str = "") -> Parsed:
    """Parse one field. `references` are link definitions that it may use, from elsewhere.

    Raises TooLong for more than LONGEST characters.
    """
    if len(text) + len(references) > LONGEST:
        raise TooLong(f"This text has {len(text):,} characters; {LONGEST:,} is the most that can be read.")
    whole = f"{text}\n\n{references}" if references else text
    return Parsed(text, tuple(_tokens(text, whole)))


def _tokens(text: str, whole: str) -> Iterator[Token]:
    place = _places(whole)
    opened: list[tuple[str, dict[str, str], int, int, list[str]]] = []
    for event, span in pyromark.events_with_range(whole, options=OPTIONS):
        start, end = place(span["start"]), place(span["end"])
        if start >= len(text):
            continue
        end = min(end, len(text))
        if isinstance(event, str):
            if event in ("SoftBreak", "HardBreak"):
                _see(opened, " ")
            elif event == "Rule":
                yield Token("rule", start, end)
            continue
        name, value = next(iter(event.items()))
        if name == "Start":
            opened.append((*_opened(value), start, end, []))
        elif name == "End":
            kind, about, begun, ended, seen = opened.pop()
            if kind:
                yield _closed(kind, about, begun, ended, "".join(seen))
            if kind not in ("image",):
                _see(opened, "".join(seen))
        elif name == "Text":
            if opened and opened[-1][0] == "block":
                opened[-1][4].append(value)
            else:
                if not any(kind in ("image", "htmlblock") for kind, *_ in opened):
                    yield Token("text", start, end, value)
                _see(opened, value)
        elif name == "Code":
            yield Token("code", start, end, value)
            _see(opened, value)
        elif name in ("Html", "InlineHtml"):
            yield Token("html", start, end, value)


def _see(opened: list[tuple[str, dict[str, str], int, int, list[str]]], text: str) -> None:
    if opened:
        opened[-1][4].append(text)


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


def _opened(value: object) -> tuple[str, dict[str, str]]:
    if isinstance(value, str):
        return KINDS.get(value, ""), {}
    assert isinstance(value, dict)
    name, about = next(iter(value.items()))
    return KINDS.get(name, ""), about if isinstance(about, dict) else {}


def _closed(kind: str, about: dict[str, str], start: int, end: int, seen: str) -> Token:
    level = int(str(about.get("level", "H0"))[1:]) if kind == "heading" else 0
    return Token(
        kind,
        start,
        end,
        seen.strip() if kind != "block" else seen,
        about.get("dest_url", ""),
        about.get("title", ""),
        str(about.get("link_type", "")),
        level,
    )


def _places(text: str):  # type: ignore[no-untyped-def]
    """A function from byte offsets (as the parser counts) to character offsets."""
    if text.isascii():
        return lambda offset: offset
    table = [0] * (len(text.encode()) + 1)
    at = 0
    for index, character in enumerate(text):
        table[at] = index
        at += len(character.encode())
    table[at] = len(text)
    return table.__getitem__


def html(text: str, references: str = "") -> str:
    """Safe HTML of a Markdown text: no scripts, styles, forms, ids, foreign schemes or event handlers."""
    if len(text) + len(references) > LONGEST:
        raise TooLong(f"This text has {len(text):,} characters; {LONGEST:,} is the most that can be read.")
    whole = f"{text}\n\n{references}" if references else text
    return clean(pyromark.html(whole, options=OPTIONS))


def clean(markup: str) -> str:
    """Safe HTML of any HTML."""
    return nh3.clean(
        markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer"
    )


def plain(text: str, references: str = "") -> str:
    """What a reader sees of a Markdown text, as plain text on one line."""
    return " ".join(parse(text, references).plain.split())
