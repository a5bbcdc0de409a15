"""Word documents (.docx) -> the Markdown that the other importers read, and what has no place in it.

Pure: no Django. Tables, notes, comments, deleted and hidden words, boxes, formulas and fields are set
aside below the text, each a piece that an editor places or leaves out: nothing is lost silently.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

from series.importers import Imported, Leftover, Unreadable, Why, archives
from series.importers.word import Piece, Walk
from series.importers.word_markdown import Writer, whose
from series.importers.word_xml import Attributes, notes, parse

LARGEST_PART = 16 * archives.MEGABYTE
DOCUMENT = "word/document.xml"
NOTES = (
    ("word/footnotes.xml", "w:footnote", "Footnote"),
    ("word/endnotes.xml", "w:endnote", "Endnote"),
    ("word/comments.xml", "w:comment", "Comment"),
)
MARGINS = re.compile(r"word/(header|footer)\d*\.xml")


@dataclass(frozen=True, slots=True)
class Document:
    """A Word document as Markdown, and below it the pieces without a place."""

    text: str
    pieces: tuple[Piece, ...]
    notices: tuple[str, ...]


def is_docx(given: bytes) -> bool:
    """Whether these bytes are a Word document, not some other archive."""
    return archives.is_archive(given) and (b"word/" in given or b"[Content_Types].xml" in given)


def with_pieces(done: Imported, document: Document) -> Imported:
    """What a reader made of the text, with the pieces set aside as lines below it."""
    source, leftovers = done.source, list(done.leftovers)
    for piece in document.pieces:
        source += "\n" if source.endswith("\n") else "\n\n"
        start = len(source)
        source += piece.text or piece.what
        leftovers.append(Leftover(start, len(source), source[start:], Why.UNPLACED, piece.what))
    return replace(
        done, source=source, leftovers=tuple(leftovers), notices=(*document.notices, *done.notices)
    )


def read_docx(given: bytes) -> Document:
    """Read a Word document. Raises Unreadable."""
    with archives.opened(given) as archive:
        body = archives.content(archive, DOCUMENT, LARGEST_PART)
        if body is None:
            raise Unreadable("It is no Word document: it has no text part. Save it as .docx with Word.")
        relations = _relations(archive)
        walk = Walk(relations).read(body)
        writer = Writer(_styles(archive), _lists(archive), relations)
        texts = {key: value for part in NOTES for key, value in _notes(archive, *part)}
        for block in walk.blocks:
            writer.take(block, texts)
        rest = (Piece(whose(what, author), text) for (what, _), (author, text) in texts.items() if text)
        pieces = (*writer.pieces, *rest, *_margins(archive))
        names = {each.filename.lower() for each in archive.infolist()}
    notices = ["It was read as a Word document: its headings, emphasis, lists and links are kept."]
    if walk.insertions:
        notices.append("It has tracked changes: what was inserted is in the text, what was deleted is not.")
    if any(name.endswith("vbaproject.bin") for name in names):
        notices.append("It has macros: they were not read.")
    return Document("\n\n".join(writer.lines), pieces, tuple(notices))


def pictures(given: bytes, wanted: str) -> bytes | None:
    """A picture inside the document by the name that its text uses; None where there is none."""
    with archives.opened(given) as archive:
        for info in archive.infolist():
            folder, _, name = info.filename.rpartition("/")
            if folder == "word/media" and name == wanted:
                return archives.content(archive, info.filename)
    return None


# -- the other parts


def _relations(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where links lead and which picture is where, by id; pictures outside the document are left out."""
    found: dict[str, str] = {}

    def start(tag: str, given: Attributes) -> None:
        target, kind = given.get("Target", ""), given.get("Type", "").rpartition("/")[2]
        if tag != "rel:Relationship" or kind not in ("hyperlink", "image"):
            return
        outside = given.get("TargetMode") == "External"
        if kind == "hyperlink" or (not outside and re.fullmatch(r"(/word/)?media/[^/\\]+", target)):
            found[given.get("Id", "")] = target if kind == "hyperlink" else target.rpartition("/")[2]

    if content := archives.content(archive, "word/_rels/document.xml.rels"):
        parse(content, start)
    return found


def _styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names of styles by id: ids are in the language of whoever wrote it, names are not."""
    found: dict[str, str] = {}
    at = [""]

    def start(tag: str, given: Attributes) -> None:
        if tag == "w:style":
            at[0] = given.get("w:styleId", "")
        elif tag == "w:name" and at[0]:
            found[at[0]] = given.get("w:val", "").lower()
            at[0] = ""

    if content := archives.content(archive, "word/styles.xml", LARGEST_PART):
        parse(content, start)
    return found


def _lists(archive: zipfile.ZipFile) -> dict[tuple[str, int], str]:
    """The format of each list's levels: "bullet", "decimal"…"""
    kinds: dict[tuple[str, str], str] = {}
    of: dict[str, str] = {}
    at = {"w:abstractNum": "", "w:num": "", "w:lvl": ""}

    def start(tag: str, given: Attributes) -> None:
        if tag in at:
            at[tag] = given.get(
                {"w:abstractNum": "w:abstractNumId", "w:num": "w:numId"}.get(tag, "w:ilvl"), ""
            )
        elif tag == "w:numFmt":
            kinds[at["w:abstractNum"], at["w:lvl"]] = given.get("w:val", "")
        elif tag == "w:abstractNumId":
            of[at["w:num"]] = given.get("w:val", "")

    if content := archives.content(archive, "word/numbering.xml", LARGEST_PART):
        parse(content, start)
    levels = {level for _, level in kinds if level.isdecimal()}
    return {
        (num, int(level)): kinds.get((abstract, level), "")
        for num, abstract in of.items()
        for level in levels
    }


def _notes(
    archive: zipfile.ZipFile, part: str, tag: str, what: str
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    content = archives.content(archive, part)
    for key, author, text in notes(content, tag) if content else ():
        yield (what, key), (author, text)


def _margins(archive: zipfile.ZipFile) -> Iterator[Piece]:
    """The words above and below each page."""
    said = set()
    for info in archive.infolist():
        if found := MARGINS.fullmatch(info.filename):
            walk = Walk({}).read(archives.content(archive, info.filename) or b"")
            text = " ".join(" ".join(each.text for each in walk.blocks).split())
            if text and text not in said:
                said.add(text)
                yield Piece(
                    "Words above each page" if found[1] == "header" else "Words below each page", text
                )
