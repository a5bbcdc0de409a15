"""What only shows on the page that readers would get: its HTML is read once more before it is published.

Pure: no Django. What is looked for, and why, is in `rendered.md`. The gate refuses with these sentences.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from editorial import excerpts

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SPOKEN_BY_SIGHT = {"code", "pre", "kbd", "samp", "script", "style"}  # signs in them are meant
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col", "area"}
NAMED = {*HEADINGS, "a", "li", "button", "dt", "figcaption"}  # elements that are nothing without words
TOP = "top"  # where every page begins, named or not
VALUELESS = {"none", "null", "undefined", "nan"}
SHOWN = 60  # characters of an excerpt
MARKDOWN = re.compile(
    r"\*\*(?=\S)[^*\n]{1,200}\*\*"
    r"|~~(?=\S)[^~\n]{1,200}~~"
    r"|!?\[[^\[\]\n]{0,200}\]\([^()\s]{0,300}\)"
    r"|(?<!\w)\[[^\[\]\n]{1,200}\]\[[^\[\]\n]{0,80}\]"
    r"|^\s*(?:#{1,6}[ \t]+\S|```|\[[^\]\n]{1,80}\]:[ \t]*\S+)[^\n]{0,60}",
    re.MULTILINE,
)
TEMPLATE = re.compile(r"\{\{[^{}]{0,200}\}?\}?|\{%[^{}]{0,200}%?\}?|\{[a-z_]{1,40}\}")
TAG = re.compile(
    r"</?(?:a|b|blockquote|br|center|div|em|font|h[1-6]|i|img|li|ol|p|span|strong|table|td|tr|u|ul)\b"
    r"[^<>]{0,200}>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|hellip|mdash|ndash|rsquo|lsquo|#\d{2,6}|#x[0-9a-f]{2,6});")
PATTERNS = (
    (MARKDOWN, "shows its Markdown"),
    (TEMPLATE, "is a blank of a template that nobody filled"),
    (TAG, "shows a tag"),
    (ENTITY, "shows a character's code"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, why, and under which heading it stands."""

    what: str
    why: str
    under: str = ""

    @property
    def sentence(self) -> str:
        under = f" under “{_short(self.under)}”" if self.under else ""
        return f"On the page, {self.what}{under} {self.why}."


@dataclass(slots=True)
class Element:
    """An element that is open, with the words in it so far."""

    tag: str
    about: Mapping[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def name(self) -> str:
        """What it is called by those who see it or hear it."""
        return self.text or self.about.get("aria-label", "") or self.about.get("aria-labelledby", "")


class _Page(HTMLParser):
    """One page, read once: what it says, its names, where its links lead."""

    def __init__(self, html: str, said: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.said = {" ".join(each.split()).casefold() for each in said}
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []  # where to, under which heading
        self.labels: list[str] = []
        self.faults: list[Fault] = []
        self._open: list[Element] = []
        self._heading = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        self._attributes(tag, about)
        if tag == "img":
            for each in self._open:
                each.words.append(about.get("alt", ""))
        if tag not in VOID:
            self._open.append(Element(tag, about))

    def handle_data(self, data: str) -> None:
        for each in self._open:
            each.words.append(data)
        if not any(each.tag in SPOKEN_BY_SIGHT for each in self._open):
            self._words(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            done = self._open.pop()
            self._closed(done)
            if done.tag == tag:
                return

    def _attributes(self, tag: str, about: Mapping[str, str]) -> None:
        if "id" in about:
            self.ids.append(about["id"])
        self.labels += about.get("aria-labelledby", "").split()
        if tag == "a" and "href" in about:
            self.links.append((about["href"], self._heading))
        if tag == "img" and not about.get("src"):
            self._fault("a picture", "has no file")
        for name in ("href", "src", "alt", "title", "id"):
            if about.get(name, "").strip().lower() in VALUELESS and not self._is_said(about[name]):
                self._fault(f"“{about[name]}”", f"is the {name} of a {tag} element: a value is missing")

    def _words(self, data: str) -> None:
        for pattern, what in PATTERNS:
            if match := pattern.search(data):
                self._fault(f"“{_short(match[0])}”", what)

    def _closed(self, done: Element) -> None:
        if done.tag in NAMED and not done.name:
            self._fault(f"a {NAMES.get(done.tag, 'heading')}", "has no words")
        if done.tag in HEADINGS:
            self._heading = done.text
        alone = done.text.casefold()
        if alone in VALUELESS and done.tag not in SPOKEN_BY_SIGHT and not self._is_said(alone):
            self._fault(f"“{done.text}”", "stands where a value is missing")

    def _is_said(self, words: str) -> bool:
        return words.strip().strip(".").casefold() in self.said or words.strip().casefold() in self.said

    def _fault(self, what: str, why: str) -> None:
        self.faults.append(Fault(what, why, self._heading))


NAMES = {"a": "link", "li": "list entry", "button": "button", "dt": "label", "figcaption": "caption"}


def faults(pages: Mapping[str, str], said: Collection[str] = ()) -> list[str]:
    """What is wrong on these pages (address -> HTML), in sentences, each thing once. `said` are texts of the
    manuscript: an answer that is “None” in it is no missing value."""
    read = {address: _Page(html, said) for address, html in pages.items()}
    found = [fault for page in read.values() for fault in page.faults]
    for address, page in read.items():
        found += [*_names(page), *_anchors(address, page, read)]
    first = {(each.what, each.why): each for each in reversed(found)}
    return [each.sentence for each in found if first[each.what, each.why] is each]


def _names(page: _Page) -> Iterator[Fault]:
    for name in dict.fromkeys(page.ids):
        if page.ids.count(name) > 1:
            yield Fault(f"the name “{name}”", "is given twice: links to it lead to the first")
    for name in page.labels:
        if name not in page.ids:
            yield Fault(f"the label “{name}”", "of something is not there")


def _anchors(address: str, page: _Page, read: Mapping[str, _Page]) -> Iterator[Fault]:
    for href, heading in page.links:
        where, mark, name = href.partition("#")
        there = read.get(where or address)
        if mark and name not in ("", TOP) and there and name not in there.ids:
            yield Fault(f"the link to “#{_short(name)}”", "leads nowhere", heading)


def _short(text: str) -> str:
    return excerpts.head(" ".join(text.split()), SHOWN)
