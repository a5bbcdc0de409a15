"""What comes in with an import: files told apart, read, summed up, and put together as they are wanted.

Pure: no Django.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from editorial import checks, placing
from editorial.checks import Level
from editorial.recognising import ORGANIZATIONS, PEOPLE
from editorial.rules import Rules
from series import garbled, markup
from series.importers import Imported, Unreadable, archives
from series.importers.docx import is_docx
from series.importers.reading import FORMS, read
from series.manuscript import Contribution, Manuscript, Picture

POST, PICTURE, REFUSED = "post", "picture", "refused"
TEXTS = {".md", ".markdown", ".mdown", ".txt", ".html", ".htm", ".interview", ".docx"}
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif"}
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was brought in: its name, its bytes, and what it is; or why it is not taken."""

    name: str
    content: bytes
    kind: str = POST
    why: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def gathered(files: Iterable[tuple[str, bytes]]) -> Iterator[Given]:
    """The posts and pictures in these files, those of archives among them."""
    for name, content in files:
        if archives.is_archive(content) and not is_docx(content):
            yield from _unpacked(name, content)
        else:
            yield _told(name, content)


def _unpacked(name: str, content: bytes) -> Iterator[Given]:
    try:
        for each in archives.entries(content):
            if each.why:
                yield Given(_short(each.name), b"", REFUSED, each.why)
            else:
                yield _told(each.name, each.content)
    except Unreadable as error:
        yield Given(_short(name), b"", REFUSED, str(error))


def _told(name: str, content: bytes) -> Given:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in PICTURES:
        return Given(_short(name), content, PICTURE)
    if suffix in TEXTS or (is_docx(content) and suffix in ("", ".docm")):
        return Given(_short(name), content)
    if archives.is_archive(content):
        return Given(_short(name), b"", REFUSED, "It is an archive in an archive: unpack it first.")
    return Given(_short(name), b"", REFUSED, "It is neither a text, nor a Word document, nor a picture.")


def _short(name: str) -> str:
    clean = "".join(each if each.isprintable() else "?" for each in name)
    return clean if len(clean) <= LONGEST_NAME else "…" + clean[1 - LONGEST_NAME :]


# -- reading one of them


@dataclass(frozen=True, slots=True)
class How:
    """How a post is to be read, and what was decided about it."""

    form: str = ""
    encoding: str = ""
    pasted: bool = False
    repair: bool = False
    put: tuple[tuple[int, str], ...] = ()  # piece without a place, path of the field that it goes to


def reading(content: bytes, how: How) -> Imported:
    """Read a post. Raises Unreadable."""
    source: str | bytes = content.decode() if how.pasted else content
    done = read(source, form=how.form, encoding=how.encoding)
    if not how.repair:
        return done
    mended = read(garbled.repair(done.source), form=done.form) if not is_docx(content) else None
    return mended or _repaired(done)


def _repaired(done: Imported) -> Imported:
    """The fields repaired, where the source is no text that could be."""
    text = done.manuscript
    for field in text.fields():
        if (mended := garbled.repair(field.text)) != field.text:
            text = placing.put(text, field.path, mended)
    return replace(done, manuscript=text)


def placed(done: Imported, how: How) -> Manuscript:
    """The text with the pieces where the editor put them."""
    text, pieces = done.manuscript, done.unplaced
    known = {field.path for field in placing.places(text)}
    for number, path in how.put:
        if path in known and number < len(pieces):
            text = placing.appended(text, path, pieces[number].text)
    return text


def summary(done: Imported, rules: Rules) -> dict[str, Any]:
    """What a row of the table says of a post."""
    text = done.manuscript
    answers = [answer for each in text.contributions for answer in each.answers]
    found = checks.run(text, leftovers=tuple(done.leftover_fields()), rules=rules)
    return {
        "form": FORMS.get(done.form, done.form).partition(":")[0],
        "format": text.format,
        "title": text.title[:300],
        "part": text.part,
        PEOPLE: list(dict.fromkeys(each.name for each in text.contributions if each.name)),
        ORGANIZATIONS: list(dict.fromkeys(filter(None, (each.organization for each in text.contributions)))),
        "questions": len(text.prompts),
        "asked": len(answers),
        "written": sum(bool(each.body or each.declined) for each in answers),
        "words": sum(_words(field.text) for field in placing.places(text)),
        "unplaced": len(done.unplaced),
        "pictures": [each.name for each in _pictures(text)],
        "counts": {level.value: sum(each.level is level for each in found) for level in Level},
    }


def _words(text: str) -> int:
    try:
        return markup.parse(text).words
    except markup.TooLong:
        return len(text.split())


# -- putting it together


def called(text: Manuscript, names: Mapping[str, Mapping[str, str]]) -> Manuscript:
    """The text with its people and organizations under the names that they are known by."""
    people, houses = names.get(PEOPLE, {}), names.get(ORGANIZATIONS, {})

    def known(one: Contribution) -> Contribution:
        organization = houses.get(one.organization, one.organization)
        return replace(one, name=people.get(one.name, one.name), organization=organization)

    return replace(text, contributions=tuple(map(known, text.contributions)))


def pictured(text: Manuscript, stored: Callable[[Picture], Picture]) -> Manuscript:
    """The text with each picture that it names as `stored` gives it."""
    people = (
        replace(each, portrait=stored(each.portrait)) if each.portrait else each
        for each in text.contributions
    )
    cover = stored(text.cover) if text.cover else text.cover
    return replace(text, cover=cover, contributions=tuple(people))


def _pictures(text: Manuscript) -> Iterator[Picture]:
    yield from filter(None, (text.cover, *(each.portrait for each in text.contributions)))


def picture_named(wanted: str, names: Iterable[str]) -> str:
    """Which of these files a text means by “/blog/img/mara%20quill.png”: the one whose path agrees the
    longest from its end; "" where none does, or two do as well as each other."""
    parts = _parts(wanted)
    ranked = sorted(((_agree(parts, _parts(name)), name) for name in names), reverse=True)
    if not ranked or not ranked[0][0] or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return ""
    return ranked[0][1]


def _parts(path: str) -> list[str]:
    bare = unquote(path.partition("?")[0].partition("#")[0]).replace("\\", "/")
    return [each.casefold() for each in bare.split("/") if each][::-1]


def _agree(one: list[str], other: list[str]) -> int:
    number = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        number += 1
    return number
