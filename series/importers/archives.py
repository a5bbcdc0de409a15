"""Zip archives, opened with care: of posts and pictures, and Word documents, which are archives, too.

Pure: no Django. Nothing is written to disk, and nothing is believed of what an archive says about itself:
every read is bounded. What is wrong with one file is said of that file; the others are read all the same.
"""

import contextlib
import io
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from series.importers import Unreadable

MEGABYTE = 1024 * 1024
HEAVIEST = 64 * MEGABYTE  # of an archive
MOST_FILES = 2_000
MOST_BYTES = 128 * MEGABYTE  # of all files together, unpacked
HEAVIEST_FILE = 10 * MEGABYTE
RATIO = 200  # times that a file larger than a megabyte may have been packed; text comes to ten
MARK, ENTRY = b"PK\x03\x04", b"PK\x01\x02"
UTF8_NAME, ENCRYPTED = 0x800, 0x1
JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive; `why` says why it was not taken, then it has no content."""

    name: str
    content: bytes = b""
    why: str = ""


def is_archive(given: bytes) -> bool:
    """Whether these bytes begin as a zip archive does."""
    return given.startswith((MARK, b"PK\x05\x06"))


def entries(given: bytes) -> Iterator[Entry]:
    """The files of an archive, one after the other. Raises Unreadable where it cannot be opened at all."""
    total = 0
    with opened(given) as archive:
        names = Counter(name_of(each) for each in archive.infolist())
        for info in archive.infolist():
            name = name_of(info)
            if info.is_dir() or name.lower().startswith(JUNK) or name.lower().endswith(JUNK):
                continue
            why = fault(info) or ("Two files have this name: rename one." if names[name] > 1 else "")
            if not why and total >= MOST_BYTES:
                why = f"The files before it have {MOST_BYTES // MEGABYTE} MB already: send it separately."
            entry = Entry(name, why=why) if why else _read(archive, info, name)
            total += len(entry.content)
            yield entry


def opened(given: bytes) -> zipfile.ZipFile:
    """The archive, its list of files judged. Raises Unreadable."""
    if len(given) > HEAVIEST:
        raise Unreadable(f"It has {len(given) // MEGABYTE} MB; {HEAVIEST // MEGABYTE} MB is the most.")
    if given.count(ENTRY) > MOST_FILES:  # before a list of millions is read
        raise Unreadable(f"There are more than {MOST_FILES:,} files in it. Send them in several archives.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(given))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable(
            "It is damaged or incomplete. Pack it again, or send the files as they are."
        ) from None
    if _overlaps(archive):
        raise Unreadable("Its files lie over each other, which no honest archive does. Pack it again.")
    return archive


def content(archive: zipfile.ZipFile, name: str, most: int = HEAVIEST_FILE) -> bytes | None:
    """One file of an archive; None where there is none. Raises Unreadable."""
    found = [each for each in archive.infolist() if each.filename == name]
    if not found:
        return None
    why = fault(found[0], most) or ("It is in the file twice." if len(found) > 1 else "")
    entry = Entry(name, why=why) if why else _read(archive, found[0], name, most)
    if entry.why:
        raise Unreadable(f"{name}: {entry.why}")
    return entry.content


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of a file; archives of a Mac have UTF-8 without saying so."""
    name = info.filename
    if not info.flag_bits & UTF8_NAME:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return "".join(each if each.isprintable() else "?" for each in name)


def fault(info: zipfile.ZipInfo, most: int = HEAVIEST_FILE) -> str:
    """Why a file is not to be read, going by what the archive says of it."""
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or info.filename[:1] in ("/", "\\") or ":" in parts[0]:
        return "Its name leads out of the archive. Pack it again with names inside one folder."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link to another file, not a file."
    if info.flag_bits & ENCRYPTED:
        return "It is locked with a password. Pack it again without one."
    if info.file_size > most:
        return f"It has {info.file_size / MEGABYTE:,.0f} MB; {most // MEGABYTE} MB is the most."
    if info.file_size > MEGABYTE and info.file_size > RATIO * max(info.compress_size, 1):
        return f"It unpacks to more than {RATIO} times its size. Send it unpacked."
    return ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most: int = HEAVIEST_FILE) -> Entry:
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return Entry(name, why="It is damaged in the archive. Pack it again.")
    if len(content) > most:
        return Entry(name, why=f"It has more than {most // MEGABYTE} MB.")
    return Entry(name, content)


def _overlaps(archive: zipfile.ZipFile) -> bool:
    spans = sorted((each.header_offset, each.compress_size) for each in archive.infolist())
    return any(start + size + 30 > after for (start, size), (after, _) in pairwise(spans))
