"""Reads the XML inside a Word document.

Pure: no Django. The parser streams: however deep or large a part is, there is no tree of it. A part that
declares a document type is refused, so no entity is ever expanded, and nothing outside is ever opened.
"""

from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat

from series.importers import Unreadable

SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
}
DEEPEST = 400  # elements in elements
Attributes = Mapping[str, str]


def parse(
    content: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda _: None,
    said: Callable[[str], None] = lambda _: None,
) -> None:
    """Read one part, names short: "w:p". Raises Unreadable."""
    depth = 0

    def opening(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable("Its parts lie in each other too deeply. Copy its text into a new document.")
        start(_short(tag), {_short(name): value for name, value in attributes.items()})

    def closing(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(_short(tag))

    def refuse(*_: object) -> None:
        raise Unreadable("It declares a document type, which Word never does. Save it anew with Word.")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = opening, closing
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = said, refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Unreadable(f"It is damaged ({error}). Open it with Word and save it anew.") from None


def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"{SPACES[space]}:{local}" if space in SPACES else local if not space else f"?:{local}"


def notes(content: bytes, tag: str) -> Iterator[tuple[str, str, str]]:
    """Id, author and words of the footnotes, endnotes or comments of a part."""
    found: list[list[str]] = []
    hears = [False]

    def start(name: str, given: Attributes) -> None:
        if name == tag:
            found.append([given.get("w:id", ""), given.get("w:author", ""), ""])
        elif name == "w:p" and found:
            found[-1][2] += " "
        hears[0] = name == "w:t"

    def end(name: str) -> None:
        hears[0] = False

    def say(text: str) -> None:
        if hears[0] and found:
            found[-1][2] += text

    parse(content, start, end, say)
    return ((each[0], each[1], " ".join(each[2].split())) for each in found)
