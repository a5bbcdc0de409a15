"""Writes what was read of a Word document as Markdown; what has no place in it is set aside.

Pure: no Django.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from series.importers.word import Block, Paragraph, Piece, Run

SPECIAL = re.compile(r"[\\`*_\[\]<>~&]")
WITHIN_WORD = re.compile(r"(?<=\w)_(?=\w)")
AT_START = re.compile(r"^([#+>=|-])|^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
TYPED_LINK = re.compile(
    r"\[(?=[^\]\n]*\]\()"
)  # all that is escaped in a heading: it becomes a line of plain text
READABLE = re.compile(r"(https?://|mailto:)[^\s<>]+\Z", re.I)


def whose(what: str, author: str) -> str:
    """“Comment by Mara”."""
    return f"{what} by {author}" if author else what


class Writer:
    """Writes paragraphs as Markdown; collects the pieces."""

    def __init__(
        self, styles: Mapping[str, str], lists: Mapping[tuple[str, int], str], relations: Mapping[str, str]
    ) -> None:
        self.lines: list[str] = []
        self.pieces: list[Piece] = []
        self.styles, self.lists, self.relations = styles, lists, relations
        self._counts: Counter[tuple[str, int]] = Counter()

    def take(self, block: Block, texts: dict[tuple[str, str], tuple[str, str]]) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block)
        elif block.note[0]:
            author, text = texts.pop(block.note, ("", ""))
            self._aside(Piece(whose(block.what, author), text))
        elif self.pieces and self.pieces[-1].what.startswith(block.what) and block.what == "Hidden text":
            self.pieces[-1] = replace(self.pieces[-1], text=self.pieces[-1].text + block.text)
        else:
            self._aside(block)

    def _aside(self, piece: Piece) -> None:
        last = " ".join(self.lines[-1].split())[-40:] if self.lines else ""
        self.pieces.append(replace(piece, what=piece.what + (f", after “…{last}”" if last else "")))

    def _paragraph(self, one: Paragraph) -> None:
        name = self.styles.get(one.style, one.style.lower())
        if name.startswith("toc ") or name == "toc heading":
            if one.text.strip():
                self._aside(Piece("Table of contents", one.text.strip()))
            return
        self._pictures(one)
        level = _level(name)
        words = self._inline(one.runs, heading=bool(level))
        if not words:
            return
        head = self._head(one, level)
        if not level:
            words = AT_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", words)
        if head.strip() and not level:
            self._item(head, words)
        else:
            quoted = name in ("quote", "intense quote") and not level
            self.lines.append("> " + words.replace("\n", "\n> ") if quoted else head + words)

    def _item(self, head: str, words: str) -> None:
        """An entry of a list: one with the entry before it."""
        line = head + words.replace("\n", "\n" + " " * len(head))
        if self.lines and re.match(r"\s*(- |\d+\. )", self.lines[-1]):
            self.lines[-1] += f"\n{line}"
        else:
            self.lines.append(line.lstrip(" "))

    def _head(self, one: Paragraph, level: int) -> str:
        """What stands before the words: marks of a heading, a bullet, a number."""
        mark = "#" * level + " " if level else ""
        kind = self.lists.get((one.numbering, one.level), "")
        if one.numbering in ("", "0") or kind == "none":
            return mark
        indent = "" if level else "   " * one.level
        if not kind or kind == "bullet":
            return mark or f"{indent}- "
        self._counts[one.numbering, one.level] += 1
        for key in [key for key in self._counts if key[0] == one.numbering and key[1] > one.level]:
            del self._counts[key]
        return f"{mark}{indent}{self._counts[one.numbering, one.level]}. "

    def _pictures(self, one: Paragraph) -> None:
        """A picture on a line of its own can be somebody's portrait; any other is set aside."""
        for relation, alt in one.pictures:
            name = self.relations.get(relation, "")
            if not name:
                self._aside(Piece("A picture that is not in the document", alt or "Add it by hand."))
            elif one.text.strip():
                self._aside(Piece("A picture among words", f"{name} {alt}".strip()))
            else:
                self.lines.append(f"![{_plain(alt)}]({name.replace(' ', '%20')})")

    def _inline(self, runs: list[Run], *, heading: bool) -> str:
        said = []
        for (href, bold, italic), some in groupby(runs, key=lambda run: (run.href, run.bold, run.italic)):
            text = "".join(run.text for run in some)
            said.append(self._marked(text, bold and not heading, italic, heading, href))
        return "".join(said).strip()

    def _marked(self, text: str, bold: bool, italic: bool, heading: bool, href: str) -> str:
        core = text.strip()
        if not core:
            return "" if not text else "\n" if "\n" in text and not heading else " "
        before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
        words = TYPED_LINK.sub(r"\\[", core) if heading else _escaped(core)
        marks = "**" * bold + "*" * italic
        words = f"{marks}{words}{marks[::-1]}"
        if href and READABLE.match(href):
            words = f"[{words}]({_target(href)})"
        elif href:
            self._aside(Piece(f"A link that readers could not follow, of “{core[:40]}”", href))
        line = f"{before}{words}{after}"
        return " ".join(line.split("\n")) if heading else line.replace("\n", "\\\n")


def _level(style: str) -> int:
    """Which heading a style is; 0 for none."""
    if style == "title":
        return 1
    found = re.fullmatch(r"heading ?([1-9])", style)
    return min(int(found[1]), 6) if found else 0


def _escaped(text: str) -> str:
    """The text so that Markdown shows it as it is."""
    bare = [match.start() for match in WITHIN_WORD.finditer(text)]
    return SPECIAL.sub(lambda m: m[0] if m.start() in bare or _lone(text, m.start()) else f"\\{m[0]}", text)


def _lone(text: str, at: int) -> bool:
    """An ampersand that begins no entity, a tilde on its own."""
    if text[at] == "&":
        return not re.match(r"&#?\w+;", text[at:])
    return text[at] == "~" and text[at : at + 2] != "~~" and text[at - 1 : at + 1] != "~~"


def _plain(text: str) -> str:
    return re.sub(r"[\[\]\n\\]", " ", text).strip()


def _target(href: str) -> str:
    return href.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
