"""The pages where an installment is begun and its opening and closing are written."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from editorial import desk
from editorial.forms.installment import BeginForm, InstallmentForm
from editorial.standing import Standing
from editorial.templatetags.desk_tags import fid
from series.manuscript import Answer, Contribution, Format, Manuscript
from series.models import Installment

from . import frame, matrix, once, saving, unsaved
from .notes import Note, page_of


def begin(request: HttpRequest) -> HttpResponse:
    """A new installment."""
    if not frame.may_edit(request):
        raise PermissionDenied
    form = BeginForm(
        request.POST or None, initial={"owner": request.user, "series": request.GET.get("series")}
    )
    if address := once.made(request):
        return HttpResponseRedirect(address)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        docket = desk.begin(values["series"], by=request.user, title=values["title"], part=values["part"])
        desk.assign(docket, by=request.user, owner=values["owner"], due=values["due"])
        who = "its author" if values["series"].format == Format.STORY else "the people who are interviewed"
        messages.success(request, f"The draft is there. Add {who}.")
        address = page_of(docket.installment_id, "")
        once.remember(request, address)
        return HttpResponseRedirect(address)
    context = {**admin.site.each_context(request), "form": form, "opts": Installment._meta}
    return TemplateResponse(request, "editorial/begin.html", {**context, "once": once.token()})


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The installment page: the matrix, the opening, the closing, where it belongs."""
    at = frame.standing(request, pk)
    if request.method == "POST":
        return _posted(request, at)
    assert at.text is not None
    waiting = unsaved.of(request, at, unsaved.OPENING)
    return _page(request, at, unsaved.form(at, waiting, partial(form_of, at), at.text), waiting)


def form_of(at: Standing, text: Manuscript, *data: Any) -> InstallmentForm:
    """The form of this page."""
    form = InstallmentForm(text, *data, owner=at.docket.owner, due=at.docket.due)
    form.initial["base"] = at.head.digest if at.head else ""
    return form


def _posted(request: HttpRequest, at: Standing) -> HttpResponse:
    if not frame.may_edit(request):
        raise PermissionDenied
    form = form_of(at, saving.base(request, at), request.POST, request.FILES)
    if form.is_valid():
        text, onward = _acted(request, at, form.made())
        if answer := saving.save(request, at, form, text, onward):
            _assign(request, at, form)
            return answer
    return _page(request, at, form)


def _assign(request: HttpRequest, at: Standing, form: InstallmentForm) -> None:
    owner, due = form.cleaned_data["owner"], form.cleaned_data["due"]
    if (owner, due) != (at.docket.owner, at.docket.due):
        desk.assign(at.docket, by=request.user, owner=owner, due=due)


def _acted(request: HttpRequest, at: Standing, text: Manuscript) -> tuple[Manuscript, str]:
    """The text after what the pressed button does to it, and the page to show then."""
    here = page_of(at.installment.pk, "")
    posted = request.POST
    if fix := posted.get("_fix"):
        return saving.mended(at, text, fix), f"{here}#{fid(fix.partition('|')[2])}"
    if key := posted.get("_up") or posted.get("_down"):
        return moved(text, key, -1 if posted.get("_up") else 1), f"{here}#people"
    if posted.get("_add"):
        person = newcomer(text)
        return replace(text, contributions=(*text.contributions, person)), page_of(
            at.installment.pk, person.key
        )
    if posted.get("_save"):
        return text, reverse("admin:series_installment_changelist")
    return text, here


def moved(text: Manuscript, key: str, by: int) -> Manuscript:
    """The text with one person a place further up or down."""
    people = list(text.contributions)
    place = next((number for number, each in enumerate(people) if each.key == key), None)
    if place is None or not 0 <= place + by < len(people):
        return text
    people.insert(place + by, people.pop(place))
    return replace(text, contributions=tuple(people))


def newcomer(text: Manuscript) -> Contribution:
    """Somebody new, asked everything that the others are asked."""
    answers = tuple(Answer(key=str(uuid4()), prompt=prompt.key) for prompt in text.prompts)
    return Contribution(key=str(uuid4()), answers=answers)


def _page(
    request: HttpRequest, at: Standing, form: InstallmentForm, waiting: unsaved.Unsaved | None = None
) -> HttpResponse:
    context = frame.context(request, at, tab="write")
    beside = by_path(context["notes"])
    assert at.text is not None
    context |= unsaved.context(request, at, unsaved.OPENING, waiting)
    context |= {
        "form": form,
        "fieldsets": [
            (each.name, [[_beside(form, bound, beside) for bound in line] for line in each.lines])
            for each in form.fieldsets()
        ],
        "beside": beside,
        "cover": at.text.cover,
        "matrix": matrix.of(at.installment.pk, at.text, context["notes"]),
        "approvers": [each.reviewer for each in at.approvals.values()],
    }
    return TemplateResponse(request, "editorial/write.html", context)


def _beside(form: InstallmentForm, bound: Any, beside: dict[str, list[Note]]) -> tuple[Any, str, list[Note]]:
    """A field, its path, and what is found there."""
    path = form.path(bound.name)
    return bound, path, beside.get(path, [])


def by_path(notes: list[Note]) -> dict[str, list[Note]]:
    """The notes of each field."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.finding.path, []).append(note)
    return found
