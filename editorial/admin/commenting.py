"""Comments on a text: threads, where their words stand now, the dialogs to add, answer and resolve."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from editorial import desk
from editorial.changes import belongs
from editorial.marking import Flag, find
from editorial.models import Comment
from editorial.standing import Standing
from editorial.templatetags.desk_tags import fid
from editorial.workflow import Refused
from series.manuscript import Field, Manuscript

from . import dialogs, frame, mending

LONGEST_QUOTE = 300


@dataclass(frozen=True)
class Thread:
    """A comment, its answers, and whether its words are still there."""

    comment: Comment
    replies: tuple[Comment, ...]
    resolution: Comment | None
    span: tuple[int, int] | None  # of its quote in the field
    has_field: bool

    @property
    def is_gone(self) -> bool:
        """Whether the quoted words have changed since."""
        return bool(self.comment.quote) and self.span is None

    @property
    def flag(self) -> Flag | None:
        """Its mark in the proof, while it is open."""
        if self.span is None or self.resolution:
            return None
        return Flag(self.comment.path, *self.span, "comment", f"thread-{self.comment.pk}")


def threads(at: Standing, text: Manuscript) -> list[Thread]:
    """Every thread of a docket, as it stands beside this text. One query."""
    fields = {each.path: each for each in (*text.fields(), *belongs(text))}
    rows = list(at.docket.comments.select_related("by", "revision"))
    answers: dict[int, list[Comment]] = {}
    for row in rows:
        if row.answers_id:
            answers.setdefault(row.answers_id, []).append(row)
    return [_thread(row, answers.get(row.pk, []), fields) for row in rows if row.answers_id is None]


def _thread(row: Comment, answers: list[Comment], fields: dict[str, Field]) -> Thread:
    place = fields.get(row.path)
    span = find(row.quote, place.text) if place and row.quote else None
    resolution = next((each for each in answers if each.resolves), None)
    return Thread(row, tuple(each for each in answers if each.text), resolution, span, place is not None)


def flags(some: list[Thread]) -> Iterator[Flag]:
    return (each.flag for each in some if each.flag)


@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The dialog to say something about a field, about words in it, or about the whole text."""
    at = frame.standing(request, pk)
    typed = request.POST if request.method == "POST" else request.GET
    path, quote = typed.get("path", ""), typed.get("quote", "")[:LONGEST_QUOTE].strip()
    field = _field(at, path)
    body = request.POST.get("body", "")
    against: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            desk.comment(at.docket, by=request.user, text=body, path=path, quote=quote)
        except Refused as refused:
            against = refused.reasons
        else:
            place = mending.review(at) + (f"#{fid(path)}" if path else "#whole")
            return dialogs.leave(request, place, "Your comment is beside the text.")
    return dialogs.show(
        request, at, "comment", title="Comment", status=422 if against else 200,
        field=field, path=path, quote=quote, body=body, against=against, back=mending.review(at),
        person=_person(at, field),
    )  # fmt: skip


def _field(at: Standing, path: str) -> Field | None:
    """The field at a path; None for the whole text. Http404 for a path that the text does not have."""
    if not path:
        return None
    for each in (*at.text.fields(), *belongs(at.text)) if at.text else ():
        if each.path == path:
            return each
    raise Http404("This text has no such field.")


def _person(at: Standing, field: Field | None) -> str:
    if field is None or at.text is None:
        return ""
    return next((each.name for each in at.text.contributions if each.key == field.whose), "")


@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Answer a comment, or resolve its thread."""
    at = frame.standing(request, pk)
    first = at.docket.comments.filter(pk=number, answers=None).select_related("by").first()
    if first is None:
        raise Http404("There is no such comment.")
    body, against = request.POST.get("body", ""), ()
    if request.method == "POST":
        resolves = "resolve" in request.POST
        try:
            desk.comment(
                at.docket, by=request.user, text=body, path=first.path, answers=first, resolves=resolves
            )
        except Refused as refused:
            against = refused.reasons
        else:
            place = f"{mending.review(at)}#thread-{first.pk}"
            said = "Resolved." if resolves else "Your answer is beside the text."
            return dialogs.leave(request, place, said)
    return dialogs.show(
        request, at, "reply", title="Answer", status=422 if against else 200,
        first=first, body=body, against=against, back=f"{mending.review(at)}#thread-{first.pk}",
    )  # fmt: skip
