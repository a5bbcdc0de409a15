"""Walks the XML of a Word document: paragraphs with their formatting, and the pieces beside them.

Pure: no Django.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from series.importers import Unreadable
from series.importers.word_xml import Attributes, parse

LONGEST = 2_000_000  # characters
OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its words, the pictures in it, its style's id and its list (list, level)."""

    runs: list[Run] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)  # id of the relation, description
    style: str = ""
    numbering: str = ""
    level: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Piece:
    """What has no place in a text: in plain words what it is, and its words. `note`: its kind and id."""

    what: str
    text: str
    note: tuple[str, str] = ("", "")


Block = Paragraph | Piece


class Walk:
    """Reads the paragraphs and pieces of one part, in order, into `blocks`."""

    SKIPPED = {"mc:Fallback", "w:pPrChange", "w:rPrChange", "w:sectPr", "w:tblPr", "w:tabs"}
    AS_TEXT = {"w:br": "\n", "w:cr": "\n", "w:tab": " ", "w:ptab": " ", "w:noBreakHyphen": "-"}
    HELD = {  # what is set aside with all the words in it
        "w:tbl": "Table",
        "w:txbxContent": "Text box",
        "w:del": "Deleted words (a tracked change)",
        "w:moveFrom": "Words moved from here (a tracked change)",
        "m:oMath": "Formula",
        "w:object": "Embedded object",
    }
    NOTES = {
        "w:footnoteReference": "Footnote",
        "w:endnoteReference": "Endnote",
        "w:commentReference": "Comment",
    }
    FIELDS = {
        "HYPERLINK",
        "TOC",
        "PAGEREF",
        "REF",
        "PAGE",
        "NUMPAGES",
        "SEQ",
        "NOTEREF",
    }  # known and harmless

    def __init__(self, relations: Mapping[str, str]) -> None:
        self.blocks: list[Block] = []
        self.insertions = 0
        self.relations = relations
        self._open: list[Paragraph] = []
        self._held: list[tuple[str, str, list[str]]] = []  # the element, what it is, its words
        self._links: list[str] = []
        self._fields: list[list[str]] = []  # instruction; then its link, once the result begins
        self._skipping = self._length = 0
        self._look: set[str] = set()
        self._hears = ""
        self._alt = ""
        self._run = False

    def read(self, content: bytes) -> "Walk":
        """Walk through a part."""
        parse(content, self.start, self.end, self.say)
        return self

    # -- what the parser tells

    def start(self, tag: str, given: Attributes) -> None:
        if self._skipping or tag in self.SKIPPED:
            self._skipping += 1
        elif tag in self.HELD:
            author = given.get("w:author", "")
            self._held.append((tag, self.HELD[tag] + (f" by {author}" if author else ""), []))
        elif tag == "w:p":
            self._open.append(Paragraph())
        elif tag == "w:r":
            self._run, self._look = True, set()
        elif tag in ("w:t", "w:delText", "w:instrText", "m:t"):
            self._hears = tag
        elif tag in self.AS_TEXT and self._run:
            self.add("" if given.get("w:type") in ("page", "column") else self.AS_TEXT[tag])
        elif tag in self.NOTES:
            self.blocks.append(Piece(self.NOTES[tag], "", (self.NOTES[tag], given.get("w:id", ""))))
        else:
            self._detail(tag, given)

    def _detail(self, tag: str, given: Attributes) -> None:
        value = given.get("w:val", "")
        if tag in ("w:b", "w:i", "w:vanish") and self._run:
            (self._look.discard if value in OFF else self._look.add)(tag)
        elif tag in ("w:pStyle", "w:numId", "w:ilvl") and self._open:
            name = {"w:pStyle": "style", "w:numId": "numbering", "w:ilvl": "level"}[tag]
            number = int(value) if value.isdecimal() and len(value) < 3 else 0
            setattr(self._open[-1], name, number if name == "level" else value)
        elif tag == "w:hyperlink":
            self._links.append(self.relations.get(given.get("r:id", ""), ""))
        elif tag == "w:fldSimple":
            self._fields.append([given.get("w:instr", "")])
            self._result()
        elif tag == "w:fldChar":
            self._field(given.get("w:fldCharType", ""))
        elif tag == "w:ins":
            self.insertions += 1
        elif tag == "w:sym":
            self.blocks.append(Piece("A symbol of another font", given.get("w:char", "")))
        elif tag == "w:altChunk":
            self.blocks.append(Piece("Another document within it", "Open it with Word and save it anew."))
        elif tag == "wp:docPr":
            self._alt = given.get("descr", "") or given.get("title", "")
        elif tag in ("a:blip", "v:imagedata"):
            self._picture(given)

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif tag in self.HELD and self._held and self._held[-1][0] == tag:
            _, what, words = self._held.pop()
            self._set_aside(what, "".join(words))
        elif tag == "w:p" and self._open:
            self._close(self._open.pop())
        elif tag == "w:r":
            self._run = False
        elif tag == self._hears:
            self._hears = ""
        elif tag == "w:hyperlink" and self._links:
            self._links.pop()
        elif tag == "w:fldSimple" and self._fields:
            self._fields.pop()
        elif tag == "w:tc" and self._held:
            self._held[-1][2].append(" | ")
        elif tag == "w:tr" and self._held:
            self._held[-1][2].append("\n")

    def say(self, text: str) -> None:
        if self._skipping:
            return
        if self._hears == "w:instrText":
            if self._fields and len(self._fields[-1]) == 1:
                self._fields[-1][0] += text
        elif self._hears:
            self.add(text)

    # -- what becomes of it

    def add(self, text: str) -> None:
        """Words, where the walk is now."""
        self._length += len(text)
        if self._length > LONGEST:
            raise Unreadable(f"It has more than {LONGEST:,} characters. Import one installment at a time.")
        if self._held:
            self._held[-1][2].append(text)
        elif "w:vanish" in self._look:
            self.blocks.append(Piece("Hidden text", text))
        elif self._open and text:
            self._open[-1].runs.append(Run(text, "w:b" in self._look, "w:i" in self._look, self._href()))

    def _href(self) -> str:
        inside = [link for each in self._fields for link in each[1:]]
        return next((link for link in (*self._links[::-1], *inside[::-1]) if link), "")

    def _close(self, paragraph: Paragraph) -> None:
        if not self._held:
            self.blocks.append(paragraph)
        else:  # in a cell or a box: its words are held already
            self._held[-1][2].append(" ")
            for relation, alt in paragraph.pictures:
                self._held[-1][2].append(
                    f"[picture {self.relations.get(relation, '')} {alt}]".replace(" ]", "]")
                )

    def _set_aside(self, what: str, words: str) -> None:
        lines = (" ".join(line.split()).strip("| ") for line in words.split("\n"))
        text = "\n".join(filter(None, lines))
        if self._held:  # a table in a table
            self._held[-1][2].append(f" {text} ")
        elif text or what in (self.HELD["m:oMath"], self.HELD["w:object"]):
            self.blocks.append(Piece(what, text))

    def _picture(self, given: Attributes) -> None:
        relation = given.get("r:embed") or given.get("r:id") or given.get("r:link", "")
        if self._open:
            self._open[-1].pictures.append((relation, self._alt))
        self._alt = ""

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append([""])
        elif what == "separate" and self._fields:
            self._result()
        elif what == "end" and self._fields:
            if len(self._fields[-1]) == 1:
                self._result()
            self._fields.pop()

    def _result(self) -> None:
        """The instruction of a field is whole; its result follows."""
        words = self._fields[-1][0].split()
        kind = words[0].upper() if words else ""
        self._fields[-1].append(
            next((w.strip('"“”') for w in words[1:] if w[:1] not in "\\"), "") if kind == "HYPERLINK" else ""
        )
        if kind and kind not in self.FIELDS:
            self.blocks.append(Piece("A field that Word would fill in", self._fields[-1][0].strip()))
