"""Reading a source: recognise its form, or take the form that was chosen, and import it."""

from collections.abc import Callable
from dataclasses import replace

from series.importers import Imported, Unreadable
from series.importers.bylines import Byline
from series.importers.docx import is_docx, read_docx, with_pieces
from series.importers.export import read_export
from series.importers.front_matter import read_front
from series.importers.interview import read_interview
from series.importers.interviews import people_in, read_interviews
from series.importers.layout import Layout
from series.importers.outline import Heading, fenced, headings
from series.importers.profile import FIELDS, LABEL
from series.importers.source import text_of
from series.importers.story import is_story, read_story

READERS: dict[str, Callable[[str], Imported]] = {
    "interviews": read_interviews,
    "story": read_story,
    "interview": read_interview,
    "stet": read_export,
}
FORMS = {
    "interviews": "Interview post: several people, the same questions",
    "story": "Story page: problem, actions taken, lessons learned",
    "interview": "Interview with one person: questions as headings",
    "stet": "Text that Stet exported",
}


def read(text: str | bytes, form: str = "", name: str = "", encoding: str = "") -> Imported:
    """Import a source. `form` is a key of FORMS, or "" to recognise it; `name` is the file's, for messages.

    Raises Unreadable with a sentence that says what is wrong, where, and how to mend it.
    """
    try:
        if isinstance(text, bytes) and is_docx(text):
            document = read_docx(text)
            return with_pieces(_read(document.text, form), document)
        return _read(text, form, encoding)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error}" if name else str(error)) from None


def _read(text: str | bytes, form: str, encoding: str = "") -> Imported:
    source, notices = text_of(text, encoding)
    done = _reader(form, source)(source)
    return replace(done, notices=(*notices, *done.notices))


def _reader(form: str, source: str) -> Callable[[str], Imported]:
    reader = READERS.get(form or recognise(source))
    if reader is None:
        raise Unreadable(_unknown(form))
    return reader


def recognise(source: str) -> str:
    """The form of a source, "" where it has none that is known here. Raises Unreadable."""
    front = read_front(Layout(source))
    if front.has("stet"):
        return "stet"
    if is_story(source):
        return "story"
    found = headings(source, front.end, fenced(source, front.end))
    if _introduces_people(source, people_in(source, found)):
        return "interviews"
    asks = any(each.words(source).endswith("?") for each in found)
    return "interview" if asks or front.has("title", "person", "name") else ""


def _introduces_people(source: str, people: list[tuple[Heading, Byline]]) -> bool:
    """Whether headings say who somebody is, or lines below them do."""
    if any(byline.role and (byline.url or byline.organization) for _, byline in people):
        return True
    labels = (label["name"].strip().lower() for label in LABEL.finditer(source)) if people else ()
    return any(label in FIELDS for label in labels)


def _unknown(form: str) -> str:
    forms = "; ".join(FORMS.values())
    if form:
        return f"“{form}” is no form that is known here. Choose one of: {', '.join(FORMS)}."
    return (
        f"No form was recognised in it. Known are: {forms}. Choose one of them, or add the headings it needs."
    )
