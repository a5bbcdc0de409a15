"""The matrix at the head of an installment: who has written what, and what is found there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from editorial.checks import ORDER, Level
from editorial.templatetags.desk_tags import fid
from editorial.workflow import count
from series import markup
from series.manuscript import Answer, Contribution, Manuscript

from .notes import Note, page_of, tally

COLUMNS = (
    ("portrait", "Portrait"),
    ("background", "Background"),
    ("fun_fact", "Fun fact"),
    ("about_organization", "Organization"),
)
OPENING = (
    ("introduction", "Introduction"),
    ("title", "Title"),
    ("standfirst", "Standfirst"),
    ("disclaimer", "Disclaimer"),
)
CLOSING = (("closing", "Closing and thanks"), ("call_to_action", "Call to action"))
PLACEHOLDER = "placeholder_text"


@dataclass(frozen=True)
class Cell:
    """One field: a link to where it is written."""

    look: str  # filled, empty, spare (empty, and nobody minds), placeholder, declined, missing
    words: str
    href: str
    says: str  # read aloud
    worst: str = ""  # the heaviest level found there


@dataclass(frozen=True)
class Row:
    """One person's line."""

    person: Contribution
    href: str
    cells: list[Cell]
    counts: dict[str, int]


@dataclass(frozen=True)
class Matrix:
    """All that matrix.html shows."""

    columns: list[str]
    questions: list[tuple[str, str]]  # “Q1” and its text; or a section's name twice
    rows: list[Row]
    opening: Cell
    closing: Cell
    written: int
    asked: int

    @property
    def span(self) -> int:
        return len(self.columns) + len(self.questions)


def of(pk: int, text: Manuscript, notes: Iterable[Note]) -> Matrix:
    """The matrix of an installment."""
    at = _by_path(notes)
    answers = [answer for each in text.contributions for answer in each.answers]
    return Matrix(
        columns=[label for _, label in COLUMNS],
        questions=[
            (prompt.text if len(prompt.text) < 16 else f"Q{number}", prompt.text)
            for number, prompt in enumerate(text.prompts, 1)
        ],
        rows=[_row(pk, text, each, at) for each in text.contributions],
        opening=_edge(pk, text, OPENING, at),
        closing=_edge(pk, text, CLOSING, at),
        written=sum(bool(answer.body or answer.declined) for answer in answers),
        asked=len(text.contributions) * len(text.prompts),
    )


def _by_path(notes: Iterable[Note]) -> dict[str, list[Note]]:
    """The open notes; what is found about a question's words or a description counts with its field."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        if note.is_open:
            path = note.finding.path.replace("/question", "/body").replace("portrait_alt", "portrait")
            found.setdefault(path, []).append(note)
    return found


def _row(pk: int, text: Manuscript, person: Contribution, at: dict[str, list[Note]]) -> Row:
    mine = [
        note
        for path, notes in at.items()
        if path.startswith(f"contributions/{person.key}/")
        for note in notes
    ]
    return Row(person, page_of(pk, person.key), list(_cells(pk, text, person, at)), tally(mine))


def _cells(pk: int, text: Manuscript, person: Contribution, at: dict[str, list[Note]]) -> Iterator[Cell]:
    answers = {answer.prompt: answer for answer in person.answers}
    head = f"contributions/{person.key}"
    for name, label in COLUMNS:
        path = f"{head}/{name}"
        what = _portrait(person) if name == "portrait" else _written(getattr(person, name))
        yield _cell(pk, person, path, label, what, at.get(path, []))
    for number, prompt in enumerate(text.prompts, 1):
        answer = answers.get(prompt.key)
        path = f"{head}/answers/{answer.key}/body" if answer else f"{head}/asked/{prompt.key}"
        yield _cell(pk, person, path, f"Question {number}", _answered(answer), at.get(path, []))


def _portrait(person: Contribution) -> tuple[str, str]:
    if person.portrait.digest:
        return "filled", "picture"
    return ("filled", "named") if person.portrait.name else ("empty", "empty")


def _written(text: str) -> tuple[str, str]:
    if not text.strip():
        return "empty", "empty"
    return "filled", str(markup.parse(text).words)


def _answered(answer: Answer | None) -> tuple[str, str]:
    if answer is None:
        return "missing", "not asked"
    return ("declined", "declined") if answer.declined else _written(answer.body)


def _cell(
    pk: int, person: Contribution, path: str, label: str, what: tuple[str, str], notes: list[Note]
) -> Cell:
    look, words = what
    look, worst = _judged(look, notes)
    said = f"{words} words" if words.isdecimal() else words
    found = f", {count(sum(each.count for each in notes), 'finding')}" if notes else ""
    name = person.name or "Somebody without a name"
    words = "–" if look == "spare" else words
    return Cell(
        look, words, f"{page_of(pk, person.key)}#{fid(path)}", f"{name}, {label}: {said}{found}", worst
    )


def _judged(look: str, notes: list[Note]) -> tuple[str, str]:
    """The look of a cell with these findings, and the heaviest of their levels."""
    worst = min((note.finding.level for note in notes), key=ORDER.__getitem__, default=None)
    if look == "filled" and any(_is_placeholder(note) for note in notes):
        look = "placeholder"
    if look == "empty" and not notes:
        look = "spare"
    return look, worst.value if worst else ""


def _is_placeholder(note: Note) -> bool:
    return note.finding.check == PLACEHOLDER and note.finding.level is Level.BLOCKER


def _edge(pk: int, text: Manuscript, fields: tuple[tuple[str, str], ...], at: dict[str, list[Note]]) -> Cell:
    """The opening or the closing in one cell that leads to its first field with the heaviest finding."""
    notes = [note for name, _ in fields for note in at.get(name, [])]
    written = [(name, label, getattr(text, name)) for name, label in fields if getattr(text, name)]
    look, worst = _judged("filled" if any(n != "title" for n, *_ in written) else "empty", notes)
    left = sum(note.count for note in notes if _is_placeholder(note))
    parts = [
        f"{label}: {count(markup.parse(words).words, 'word')}"
        for name, label, words in written
        if name != "title"
    ]
    if left:
        parts.append(f"{count(left, 'placeholder')} left")
    path = min(notes, key=lambda note: ORDER[note.finding.level]).finding.path if notes else fields[0][0]
    words = ", ".join(parts) or ("nothing here" if look == "spare" else "empty")
    href = f"{reverse('admin:series_installment_change', args=[pk])}#{fid(path)}"
    return Cell(look, words, href, words, worst)
