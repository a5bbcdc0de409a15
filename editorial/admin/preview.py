"""What an importer made of a text, as the preview shows it: line by line, and by person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from editorial import checks, excerpts, placing
from editorial.checks import Finding, Level
from editorial.rules import Rules
from series import garbled, markup
from series.importers import Imported, Leftover, Segment, Why
from series.importers.reading import FORMS
from series.manuscript import Contribution, Field, Manuscript

MOST_LINES = 3000  # of the source that are shown
MOST_FOUND = 60  # findings that are listed
SHOWN = 72  # characters of a piece
STRENGTH = ("title", "text", "person", "answer", "question", "left")  # the later wins a line


@dataclass(frozen=True)
class Line:
    """One line of the source, and what its edge says."""

    number: int
    text: str
    kind: str


@dataclass(frozen=True)
class Piece:
    """A piece of the source in no field."""

    number: int
    first: int
    last: int
    what: str
    text: str

    @property
    def where(self) -> str:
        """“Line 6”, “Lines 6 to 12”."""
        return f"Line {self.first}" if self.first == self.last else f"Lines {self.first} to {self.last}"


@dataclass(frozen=True)
class Said:
    """One question as put to a person, and how much they said."""

    number: int
    question: str
    words: int
    declined: bool


@dataclass(frozen=True)
class Found:
    """What a check says, and where."""

    level: str
    message: str
    line: int


@dataclass(frozen=True)
class Who:
    """A person as recognised."""

    person: Contribution
    line: int
    answers: list[Said]
    profile: list[tuple[str, int]]  # label and number of words
    pictured: bool  # whether the portrait came along

    @property
    def written(self) -> int:
        return sum(bool(each.words or each.declined) for each in self.answers)


@dataclass(frozen=True)
class Preview:
    """All that import_preview.html shows."""

    imported: Imported
    form: str
    text: Manuscript
    lines: list[Line]
    hidden: int
    unplaced: list[Piece]
    left_out: list[Piece]
    places: list[tuple[str, str]]
    people: list[Who]
    facts: list[tuple[str, str, int]]  # label, words, line
    counts: dict[str, int]
    found: list[Found]
    garbled: int
    samples: list[tuple[str, str]]

    @property
    def written(self) -> int:
        return sum(each.written for each in self.people)

    @property
    def asked(self) -> int:
        return sum(len(each.answers) for each in self.people)


def of(imported: Imported, rules: Rules, comes: Callable[[str], bool] = lambda name: False) -> Preview:
    """The preview of an import under the house rules of its series. `comes`: whether a picture came along."""
    text, damage = imported.manuscript, garbled.find(imported.source)
    kinds = _kinds(imported)
    source = imported.source.split("\n")
    lines = [Line(n, each, kinds.get(n, "")) for n, each in enumerate(source[:MOST_LINES], 1)]
    found = checks.run(text, leftovers=tuple(imported.leftover_fields()), rules=rules)
    pairs = {(imported.source[each.start : each.end], each.repaired): None for each in damage}
    rest = [each for each in imported.leftovers if each.why is not Why.UNPLACED]
    return Preview(
        imported=imported,
        form=FORMS.get(imported.form, imported.form),
        text=text,
        lines=lines,
        hidden=max(0, len(source) - MOST_LINES),
        unplaced=[_piece(imported, n, each) for n, each in enumerate(imported.unplaced)],
        left_out=[_piece(imported, n, each) for n, each in enumerate(rest)],
        places=[(field.path, _place(text, field)) for field in placing.places(text)],
        people=[_who(imported, each, comes) for each in text.contributions],
        facts=list(_facts(imported)),
        counts={level.value: sum(each.level is level for each in found) for level in Level},
        found=[_found(imported, each) for each in found[:MOST_FOUND]],
        garbled=len(damage),
        samples=list(pairs)[:3],
    )


def _piece(imported: Imported, number: int, piece: Leftover) -> Piece:
    first, last = imported.position(piece.start)[0], imported.position(max(piece.start, piece.end - 1))[0]
    shown = excerpts.head(" ".join(piece.text.split()), SHOWN)
    return Piece(number, first, last, piece.what, shown)


def _place(text: Manuscript, field: Field) -> str:
    names = {each.key: each.name or "Somebody" for each in text.contributions}
    return f"{names[field.whose]}, {field.label.lower()}" if field.whose else field.label


def _kinds(imported: Imported) -> dict[int, str]:
    """What each line of the source is, by its number."""
    kinds: dict[int, str] = {}
    for path, segments in imported.segments.items():
        for segment in segments:
            _paint(kinds, imported, segment, _kind(path))
    for piece in imported.leftovers:
        kind = "left" if piece.why is Why.UNPLACED else "out"
        if kind == "left" or not kinds.get(imported.position(piece.start)[0]):
            _paint(kinds, imported, Segment(0, piece.start, piece.end - piece.start), kind)
    return kinds


def _paint(kinds: dict[int, str], imported: Imported, segment: Segment, kind: str) -> None:
    first = imported.position(segment.source)[0]
    last = imported.position(segment.source + max(segment.length - 1, 0))[0]
    for line in range(first, min(last, MOST_LINES) + 1):
        old = kinds.get(line, "")
        if old not in STRENGTH or (kind in STRENGTH and STRENGTH.index(kind) >= STRENGTH.index(old)):
            kinds[line] = kind


def _kind(path: str) -> str:
    name = path.rpartition("/")[2]
    if path.startswith("contributions/"):
        return {"body": "answer", "question": "question"}.get(name, "person")
    texts = ("introduction", "closing", "call_to_action", "disclaimer", "standfirst", "references")
    return "text" if path in texts else "title"


def _found(imported: Imported, finding: Finding) -> Found:
    start = imported.span(finding.path, finding.start, finding.end)[0]
    return Found(finding.level, finding.message, imported.position(start)[0])


def _who(imported: Imported, person: Contribution, comes: Callable[[str], bool]) -> Who:
    text, head = imported.manuscript, f"contributions/{person.key}"
    answers = [
        Said(number, text.question(person, answer), markup.parse(answer.body).words, answer.declined)
        for number, answer in enumerate(person.answers, 1)
    ]
    profile = [
        ("Background", markup.parse(person.background).words),
        ("Fun fact", markup.parse(person.fun_fact).words),
        (f"About {person.organization or 'the organization'}", markup.parse(person.about_organization).words),
    ]
    line = imported.position(imported.origin(f"{head}/name", 0))[0]
    return Who(person, line, answers, profile, comes(person.portrait.name))


def _facts(imported: Imported) -> Iterator[tuple[str, str, int]]:
    """What was recognised of the whole: label, what it says, and its line."""
    text = imported.manuscript
    if text.part:
        yield "Part", str(text.part), 0
    for field in text.fields():
        if field.whose or not field.text or field.path.startswith("extra/"):
            continue
        words = markup.parse(field.text).words
        says = f"{words} words" if len(field.text) > 120 else field.text
        yield field.label, says, imported.position(imported.origin(field.path, 0))[0]
    for name, value in text.extra:
        yield name, value, imported.position(imported.origin(f"extra/{name}", 0))[0]
