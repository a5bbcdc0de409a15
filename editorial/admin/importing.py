"""Importing: paste or upload, look at what was recognised, place what was not, create the draft.

Nothing is stored before the last step; the text travels in the page.
"""

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from editorial import desk, placing
from editorial.forms.importing import ImportForm
from editorial.standing import rules_of
from editorial.workflow import count
from series import garbled
from series.importers import Imported, Unreadable
from series.importers.reading import read
from series.manuscript import Manuscript
from series.models import Installment, Series

from . import frame, once, preview
from .notes import page_of


def importing(request: HttpRequest) -> HttpResponse:
    """All three steps under one address."""
    if not frame.may_edit(request):
        raise PermissionDenied
    if request.method != "POST" or request.POST.get("_back"):
        initial = {"series": request.GET.get("series") or Series.objects.values_list("pk", flat=True).first()}
        kept = {name: request.POST[name] for name in ("text", "series", "form") if name in request.POST}
        return _ask(request, ImportForm(initial=initial | kept))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, form)
    try:
        imported = _read(form)
    except Unreadable as error:
        form.add_error("file" if form.cleaned_data["file"] else "text", str(error))
        return _ask(request, form)
    if "_create" in request.POST:
        return _create(request, form, imported)
    return _show(request, form, imported)


def _read(form: ImportForm, repair: bool = False) -> Imported:
    values, source = form.cleaned_data, form.source()
    if repair and isinstance(source, str):
        source = garbled.repair(source)
    return read(source, form=values["form"], name=form.source_name(), encoding=values["encoding"])


def _ask(request: HttpRequest, form: ImportForm) -> HttpResponse:
    return _page(request, "editorial/import.html", "Import an article", form=form)


def _show(request: HttpRequest, form: ImportForm, imported: Imported, why: str = "") -> HttpResponse:
    """What was recognised."""
    return _page(
        request,
        "editorial/import_preview.html",
        "Check what was recognised",
        form=form,
        preview=preview.of(imported, rules_of(form.cleaned_data["series"])),
        why=why,
        name=form.source_name(),
        posted=request.POST,
        once=once.token(),
    )


def _page(request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
    frame_of_all = {**admin.site.each_context(request), "opts": Installment._meta, "importing": True}
    return TemplateResponse(request, template, {**frame_of_all, "title": title, **more})


def _create(request: HttpRequest, form: ImportForm, imported: Imported) -> HttpResponse:
    """Create the draft."""
    if address := once.made(request):
        return HttpResponseRedirect(address)
    pieces = len(imported.unplaced)
    if form.cleaned_data["repair"]:
        imported = _read(form, repair=True)
        if len(imported.unplaced) != pieces:
            return _show(
                request, form, imported, "The repaired text reads differently: look at it once more."
            )
    placed = replace(imported, manuscript=_placed(imported, request.POST))
    try:
        docket = desk.import_draft(
            form.cleaned_data["series"], placed, by=request.user, source=form.source_name()[:200]
        )
    except ValueError as error:
        return _show(request, form, imported, str(error))
    counts = docket.counts
    messages.success(
        request,
        f"The draft is there: {count(counts['blockers'], 'blocker')}"
        f" and {count(counts['warnings'], 'warning')} to look at.",
    )
    address = page_of(docket.installment_id, "")
    once.remember(request, address)
    return HttpResponseRedirect(address)


def _placed(imported: Imported, posted: QueryDict) -> Manuscript:
    """The text with the pieces where the editor put them."""
    text = imported.manuscript
    known = {field.path for field in placing.places(text)}
    for number, piece in enumerate(imported.unplaced):
        path = posted.get(f"put-{number}", "")
        if path in known:
            text = placing.appended(text, path, piece.text)
    return text
