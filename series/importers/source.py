"""The bytes or the pasted text of a source -> text that can be read, or a sentence that says why not.

Nothing is guessed: a file that is not UTF-8 (nor marked as UTF-16 or UTF-32) is refused with its first
odd byte, and with the encoding that it looks like; it is decoded so when it is asked for by name.
"""

import codecs
import re

from series.importers import Unreadable

LONGEST = 2_000_000  # characters of one source; the longest honest one has a tenth of that
ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "mac_roman": "Mac Roman", "utf-16": "UTF-16"}
MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
NO_TEXT = (
    (b"PK\x03\x04", "a Word, OpenDocument or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def text_of(given: str | bytes, encoding: str = "") -> tuple[str, tuple[str, ...]]:
    """The text with its line ends as LF, and notices of what was done to it. Raises Unreadable."""
    if len(given) > 4 * LONGEST:
        raise _too_long(len(given), "bytes" if isinstance(given, bytes) else "characters")
    text, notices = (given, ()) if isinstance(given, str) else _decoded(given, encoding)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        raise _too_long(len(text), "characters")
    if not text.strip():
        raise Unreadable("There is no text in it: it is empty, or has only blank lines.")
    odd = CONTROL.search(text)
    if odd:
        raise Unreadable(
            f"There is a control character (U+{ord(odd[0]):04X}) in {_place(text, odd.start())}. "
            "Plain text has none: delete it, or save the document as plain text in UTF-8."
        )
    return text, notices


def _too_long(size: int, unit: str) -> Unreadable:
    return Unreadable(
        f"It has {size:,} {unit}; {LONGEST:,} characters is the most that is read at once. "
        "Import one installment at a time."
    )


def _decoded(given: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    for start, what in NO_TEXT:
        if given.startswith(start):
            raise Unreadable(f"This is {what}, no text. Save it as plain text in UTF-8, or paste the text.")
    for mark, codec, name in MARKED:
        if given.startswith(mark):
            return _as(given, codec, name), (f"The file was {name}; it was read as such.",)
    if encoding and encoding != "utf-8":
        name = ENCODINGS.get(encoding, encoding)
        return _as(given, encoding, name), (f"The file was read as {name}, as asked.",)
    try:
        return given.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        raise _not_utf8(given, error) from None


def _as(given: bytes, codec: str, name: str) -> str:
    try:
        return given.decode(codec)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable(f"This cannot be read as {name}: {error}. Save it as UTF-8.") from None


def _not_utf8(given: bytes, error: UnicodeDecodeError) -> Unreadable:
    at = error.start
    before = given[:at].decode("utf-8")
    what = f"byte {at + 1:,} (0x{given[at]:02X}, {_place(before, len(before))})"
    return Unreadable(
        f"This is not UTF-8: {what} cannot be read ({error.reason}).{_looks_like(given)} "
        "Save it as UTF-8 and import it again."
    )


def _looks_like(given: bytes) -> str:
    sample = given[:4096]
    if sample.count(0) > len(sample) // 4:
        return " It looks like UTF-16 without its mark."
    high = [byte for byte in sample if byte >= 0x80]
    if any(byte >= 0xA0 for byte in high) and not any(byte in b"\x8e\x8f\xd2\xd3\xd4\xd5" for byte in high):
        return " It looks like Windows-1252."
    if any(byte in b"\x91\x92\x93\x94\x96\x97" for byte in high):
        return " It looks like Windows-1252."
    return " It looks like Mac Roman." if high else ""


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"line {line:,}, column {at - text.rfind(chr(10), 0, at):,}"
