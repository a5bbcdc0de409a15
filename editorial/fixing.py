"""One-click fixes: what findings propose instead, put into a manuscript, or into the file that it is from.

Pure: no Django. Only what cannot change the meaning has an `instead`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import groupby

from editorial.checks import Finding
from editorial.placing import repaired
from series.importers import Imported, Unreadable
from series.manuscript import Field, Manuscript

LAST = "\\ No newline at end of file\n"
ROUNDS = 8  # what was hidden below a fault shows when it is mended
Find = Callable[[Manuscript], Sequence[Finding]]


def fix(text: Manuscript, findings: Iterable[Finding]) -> Manuscript:
    """The text with everything that these findings propose; of two that overlap, the later one."""
    return repaired(text, findings)[0]


def fix_all(text: Manuscript, find: Find) -> Manuscript:
    """The text with nothing left in it that `find` has a fix for."""
    for _ in range(ROUNDS):
        mended = fix(text, find(text))
        if mended == text:
            break
        text = mended
    return text


@dataclass(frozen=True, slots=True)
class Mend:
    """A field before and after."""

    field: Field
    before: str
    after: str


def mends(before: Manuscript, after: Manuscript) -> Iterator[Mend]:
    """The fields that differ, in reading order, of two texts with the same people and questions."""
    texts = {field.path: field.text for field in before.fields()}
    for field in after.fields():
        if field.path in texts and texts[field.path] != field.text:
            yield Mend(field, texts[field.path], field.text)


# -- in the file


def fix_source(imported: Imported, findings: Iterable[Finding], read: Callable[[str], Imported]) -> str:
    """The source with everything that these findings propose.

    A fix is left out where its words stand otherwise in the source (escaped, folded), and where the source
    would then be read as another text than the fixed one: quotation marks in front matter, for example.
    """
    wanted = [one for one in findings if one.instead is not None]
    edits = _apart(edit for one in wanted if (edit := _edit(imported, one)))
    if not edits:
        return imported.source
    if _says(read, mended := _edited(imported.source, edits), imported, edits):
        return mended
    kept: list[Edit] = []
    for _, some in groupby(edits, key=lambda edit: imported.position(edit.start)[0]):
        tried = [*kept, *some]  # a line is mended as a whole: both tags of a pair, or none
        if _says(read, _edited(imported.source, tried), imported, tried):
            kept = tried
    return _edited(imported.source, kept)


@dataclass(frozen=True, slots=True)
class Edit:
    """A place in the source, what shall stand there, and the findings that say so: a name can be a title."""

    start: int
    end: int
    instead: str
    findings: tuple[Finding, ...]

    def is_also(self, other: "Edit") -> bool:
        """Whether both do the same."""
        return (self.start, self.end, self.instead) == (other.start, other.end, other.instead)


def _edit(imported: Imported, one: Finding) -> Edit | None:
    start, end = imported.span(one.path, one.start, one.end)
    if not one.excerpt or imported.source[start:end] != one.excerpt:
        return None
    return Edit(start, end, one.instead or "", (one,))


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in the order of the source, without those that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if kept and edit.is_also(kept[-1]):
            kept[-1] = replace(edit, findings=(*kept[-1].findings, *edit.findings))
        elif not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _edited(source: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        source = source[: edit.start] + edit.instead + source[edit.end :]
    return source


def _says(read: Callable[[str], Imported], source: str, imported: Imported, edits: Sequence[Edit]) -> bool:
    """Whether the source is now read as the manuscript with exactly these fixes."""
    try:
        now = read(source)
    except Unreadable:
        return False
    expected = fix(imported.manuscript, (one for edit in edits for one in edit.findings))
    return _written(imported, now.manuscript) == _written(imported, expected)


def _written(imported: Imported, text: Manuscript) -> dict[str, str | None]:
    """The text of every field that stands in the source; of those that follow from others only the path."""
    return {field.path: field.text if field.path in imported.segments else None for field in text.fields()}


def diff(before: str, after: str, name: str) -> str:
    """What changed between two texts, as a unified diff; "" where nothing did."""
    name = name.lstrip("/")
    lines = unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n{LAST}" for line in lines)


def _lines(text: str) -> list[str]:
    *whole, last = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([last] if last else [])]
