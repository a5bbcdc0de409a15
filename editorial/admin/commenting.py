"""Comments and suggestions on a text: the dialogs to make, answer, settle and apply them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from editorial import anchoring, colleagues, desk, mentions
from editorial.changes import belongs
from editorial.desk import Conflict
from editorial.desk.discussing import takes_suggestions
from editorial.models import Comment
from editorial.standing import Standing, name_of
from editorial.templatetags.desk_tags import fid
from editorial.workflow import Refused
from series.manuscript import Field

from . import dialogs, frame, mending, threads

LONGEST_QUOTE, LONGEST_BEFORE = 2000, 60
ACTS = {  # what the buttons of a thread do, and what is said then
    Comment.SAYS: "Your answer is beside the text.",
    Comment.RESOLVES: "Resolved.",
    Comment.REOPENS: "It is open again.",
    Comment.DECLINES: "Declined. The text stays as it is.",
}


@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The dialog to say something about a field, about words in it, or about the whole text, or to suggest
    other words."""
    at = frame.standing(request, pk)
    typed = request.POST if request.method == "POST" else request.GET
    place, quote = typed.get("path", ""), typed.get("quote", "")[:LONGEST_QUOTE].strip()
    before = typed.get("before", "")[-LONGEST_BEFORE:]
    field = _field(at, place)
    suggests = bool(typed.get("suggest")) and takes_suggestions(field)
    source = _source(field, quote, before) if takes_suggestions(field) else ""
    body, instead = request.POST.get("body", ""), request.POST.get("instead", source)
    against: tuple[str, ...] = ()
    if request.method == "POST":
        words = {"quote": quote, "before": before, "instead": instead if suggests else None}
        try:
            desk.comment(at.docket, by=request.user, text=body, path=place, **words)
        except Refused as refused:
            against = refused.reasons
        else:
            _tell_unknown(request, body)
            said = f"Your {'suggestion' if suggests else 'comment'} is beside the text."
            beside = fid(place) if place else "whole"
            return dialogs.leave(request, f"{mending.review(at)}#{beside}", said)
    return dialogs.show(
        request, at, "comment", title="Suggest other words" if suggests else "Comment",
        status=422 if against else 200, field=field, path=place, quote=quote, before=before, body=body,
        suggests=suggests, can_suggest=takes_suggestions(field), instead=instead, against=against,
        back=mending.review(at), person=_person(at, field), people=colleagues.colleagues(),
    )  # fmt: skip


def _field(at: Standing, place: str) -> Field | None:
    """The field at a path; None for the whole text. Http404 for a path that the text does not have."""
    if not place:
        return None
    for each in (*at.text.fields(), *belongs(at.text)) if at.text else ():
        if each.path == place:
            return each
    raise Http404("This text has no such field.")


def _source(field: Field | None, quote: str, before: str) -> str:
    """What a suggestion starts from: the words chosen on the page as they stand in the source, or all."""
    if field is None or not quote:
        return field.text if field else ""
    span = anchoring.pick(quote, before, field.text)
    return field.text[slice(*span)] if span else quote


def _person(at: Standing, field: Field | None) -> str:
    if field is None or at.text is None:
        return ""
    return next((each.name for each in at.text.contributions if each.key == field.whose), "")


def _tell_unknown(request: HttpRequest, body: str) -> None:
    """Say which names after an “@” mean nobody: nobody was told of them."""
    if nobody := colleagues.unknown(mentions.handles(body)):
        names = ", ".join(f"@{each}" for each in nobody)
        messages.warning(request, f"Nobody at the desk is called {names}: it stays as you typed it.")


def _first(at: Standing, number: int) -> Comment:
    """The first comment of a thread. Http404 for an answer, or for another text's."""
    first = at.docket.comments.filter(pk=number, answers=None).select_related("by", "revision").first()
    if first is None:
        raise Http404("There is no such comment.")
    return first


@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Answer a comment, settle its thread or open it again."""
    at = frame.standing(request, pk)
    first = _first(at, number)
    body, against = request.POST.get("body", ""), ()
    back = f"{mending.review(at)}#thread-{first.pk}"
    if request.method == "POST":
        act = next((each for each in ACTS if each and each in request.POST), Comment.SAYS)
        try:
            desk.comment(at.docket, by=request.user, text=body, path=first.path, answers=first, act=act)
        except Refused as refused:
            against = refused.reasons
        else:
            _tell_unknown(request, body)
            return dialogs.leave(request, back, ACTS[act])
    return dialogs.show(
        request, at, "reply", title="Answer", status=422 if against else 200,
        first=first, body=body, against=against, back=back, people=colleagues.colleagues(),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put a suggestion into the text. The button beside it posts; where that is refused, or without a
    button, this says what would happen."""
    at = frame.standing(request, pk)
    first = _first(at, number)
    against, status = (), 200
    if request.method == "POST":
        try:
            filed = desk.apply(first, by=request.user, base=request.POST.get("base", ""))
        except Refused as refused:
            against, status = refused.reasons, 409 if frame.may_edit(request) else 403
        except Conflict as conflict:
            against, status = (f"{conflict} Look at it, then apply the suggestion.",), 409
        else:
            said = f"Applied as revision {filed.revision.number}, suggested by {name_of(first.by)}."
            if not filed.changed:
                said = "The text has these words already: the suggestion is settled."
            return dialogs.leave(request, f"{mending.review(at)}#thread-{first.pk}", said)
        at = frame.standing(request, pk)
    return dialogs.show(
        request, at, "apply", title="Apply a suggestion", status=status,
        thread=threads.one(at, first), against=against, may=frame.writable(request, at),
        back=f"{mending.review(at)}#thread-{first.pk}",
    )  # fmt: skip


def urls(admin: Any) -> list[URLPattern]:
    """Their addresses, under an installment's."""
    head = "<int:pk>/comment/"
    return [
        path(head, frame.guarded(comment), name="series_installment_comment"),
        path(f"{head}<int:number>/", frame.guarded(thread), name="series_installment_thread"),
        path(f"{head}<int:number>/apply/", frame.guarded(apply), name="series_installment_apply"),
    ]
