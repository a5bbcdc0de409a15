"""One field's Markdown as readers get it: HTML that fits under its heading, its words, its quotes.

Pure: no Django. The parse and the cleaning are `series.markup`'s.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape

from series import markup

HEADING = re.compile(r"<(/?)h([2-6])>")
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
MARKED = re.compile(r"<mark>(.+?)</mark>", re.DOTALL)
PICTURE = re.compile(r"<img\b[^>]*>")
FOOTNOTE = re.compile(r'<sup><a href="#[^"]*"[^>]*>(\d+)</a></sup>')
INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|strong|sub|sup)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
VOID = ("<br", "<hr", "<img")
SENTENCE = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][”\"’')]))\s+(?=[“\"‘(]*[^\W\d_a-z])")
LEANING = re.compile(  # a sentence that begins like this leans on the one before it
    r"(and|but|so|or|it|its|this|that|these|those|they|he|she|there|then|also|however|besides|therefore|for"
    r" (example|instance)|an example|in (addition|the middle)|on the other hand|as (a result|such)|which|yes"
    r"|no)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Prose:
    """A field's text as safe HTML."""

    html: str

    @cached_property
    def plain(self) -> str:
        """What a reader reads, on one line."""
        return plain(self.html)

    @property
    def words(self) -> int:
        """How many words a reader reads."""
        return len(self.plain.split())

    @property
    def inline(self) -> str:
        """HTML without paragraphs, for a place that is one itself."""
        single = PARAGRAPH.fullmatch(self.html.strip())
        return single[1] if single and "<p>" not in single[1] else escape(self.plain, quote=False)

    @property
    def pull(self) -> str:
        """The words that the desk marked with `<mark>` to be pulled into the margin; "" where none are."""
        found = MARKED.search(self.html)
        return plain(found[1]) if found else ""

    def quote(self) -> str:
        """A sentence that stands by itself, word for word; "" where there is none."""
        if self.pull:
            return self.pull
        for paragraph in PARAGRAPH.findall(self.html):
            for sentence in SENTENCE.split(plain(paragraph)):
                if 40 <= len(sentence) <= 180 and sentence[-1] in ".!”" and not LEANING.match(sentence):
                    return sentence
        return ""

    def lead(self) -> str:
        """The first sentence, for a list."""
        first = next(iter(PARAGRAPH.findall(self.html)), self.html)
        return SENTENCE.split(plain(first))[0]

    @property
    def shown(self) -> str:
        """The HTML with the house's dots under the words that are pulled into the margin."""
        return self.html.replace("<mark>", '<mark class="stet">')

    @property
    def halves(self) -> tuple[str, str]:
        """The same up to the end of the paragraph, list or quotation with these words, and the rest."""
        found = MARKED.search(self.html)
        place = _behind(self.html, found.end()) if found else len(self.html)
        return Prose(self.html[:place]).shown, Prose(self.html[place:]).shown


def prose(text: str, references: str = "", under: int = 3) -> Prose:
    """A Markdown text for a place under a heading of level `under`."""
    if not text.strip():
        return Prose("")
    html = FOOTNOTE.sub(r"<sup>\1</sup>", markup.html(text, references))
    html = PICTURE.sub(lambda found: _picture(found[0]), html)
    return Prose(_demoted(html, under).strip())


def plain(html: str) -> str:
    """The text of some HTML on one line: what stands in line stays joined, blocks are set apart."""
    return " ".join(unescape(TAG.sub(" ", INLINE.sub("", html))).split())


def _behind(html: str, place: int) -> int:
    """Where the outermost element around a place ends."""
    depth = 0
    for tag in TAG.finditer(html):
        if not tag[0].startswith(VOID):
            depth += -1 if tag[0].startswith("</") else 1
        if not depth and tag.end() > place:
            return tag.end()
    return len(html)


def _demoted(html: str, under: int) -> str:
    """The same with its headings' levels following on `under`, none left out."""
    levels = sorted({int(level) for _, level in HEADING.findall(html)})
    new = {str(level): min(under + rank, 6) for rank, level in enumerate(levels, 1)}
    return HEADING.sub(lambda found: f"<{found[1]}h{new[found[2]]}>", html)


def _picture(tag: str) -> str:
    """A link in place of a picture on another site: pages fetch nothing from elsewhere."""
    about = dict(re.findall(r'(src|alt)="([^"]*)"', tag))
    words = about.get("alt") or "picture"
    if not about.get("src", "").startswith(("http://", "https://")):
        return words
    return f'<a href="{about["src"]}" rel="noopener noreferrer">{words}</a>'
