"""Importing, one post: line by line what was recognised; what is to become of the rest; then the draft."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from editorial import intake
from editorial.desk import holding
from editorial.desk import importing as desk
from editorial.forms.importing import ReadingForm
from editorial.intake import How
from editorial.models import Docket, Import, ImportFile
from editorial.recognising import ORGANIZATIONS, PEOPLE
from editorial.rules import Rules
from editorial.standing import rules_of
from editorial.workflow import Refused, count
from series.importers import Imported, Unreadable
from series.importers.docx import is_docx
from series.models import Installment

from . import imported, meaning, preview
from .importing import address, page, work
from .notes import page_of


def post(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One post of an import."""
    held = imported.mine(request, pk)
    row = held.files.filter(pk=file).exclude(state=ImportFile.PICTURE).first()
    if row is None:
        raise Http404("There is no such post: it is finished, or was held for too long.")
    row.held = held
    if row.docket_id:
        return HttpResponseRedirect(_draft(row))
    if not row.content:
        return HttpResponseRedirect(address(held))
    if request.method == "POST":
        return _posted(request, row)
    return _show(request, row, holding.how_of(row))


def _draft(row: ImportFile) -> str:
    return page_of(Docket.objects.values_list("installment", flat=True).get(pk=row.docket_id), "")


def _posted(request: HttpRequest, row: ImportFile) -> HttpResponse:
    """Keep what was decided; then make the draft, read it again, or go back to the table."""
    held, how = row.held, _how(request, row)
    if "_drop" in request.POST:
        return imported.drop(request, held)
    if held.confirmed and "_create" not in request.POST:
        return HttpResponseRedirect(address(held))
    if why := _moved(row, how) or _made_meanwhile(request, row):
        return _show(request, row, how, why)
    wanted = "_out" not in request.POST
    holding.choose(row, how, by=request.user)
    holding.decide(held, by=request.user, wanted={row.pk: wanted}, names=meaning.chosen(held, request.POST))
    if "_create" in request.POST:
        return _create(request, row, how)
    work(request, held)
    return HttpResponseRedirect(address(held, None if {"_keep", "_out"} & set(request.POST) else row))


def _how(request: HttpRequest, row: ImportFile) -> How:
    posted, before = request.POST, holding.how_of(row)
    form = ReadingForm(posted)
    values = form.cleaned_data if form.is_valid() else {}
    numbers = (name.removeprefix("put-") for name, path in posted.items() if name.startswith("put-") and path)
    put = tuple((int(each), posted[f"put-{each}"]) for each in numbers if each.isdecimal() and len(each) < 7)
    return replace(
        before,
        form=values.get("form", before.form),
        encoding=values.get("encoding", before.encoding),
        repair=bool(posted.get("repair")),
        put=put,
    )


def _moved(row: ImportFile, how: How) -> str:
    """Why pieces may not go where they were put: the repaired text has others."""
    if not how.repair:
        return ""
    try:
        before, after = (
            intake.reading(bytes(row.content), replace(how, repair=each)) for each in (False, True)
        )
    except Unreadable:
        return ""
    if len(before.unplaced) == len(after.unplaced):
        return ""
    return "The repaired text reads differently: look at it once more."


def _made_meanwhile(request: HttpRequest, row: ImportFile) -> str:
    """Why no draft is made at once: the page told of fewer of the same text than there are now."""
    told = request.POST.get("told", "")
    if "_create" not in request.POST or not told.isdecimal() or len(told) > 6:
        return ""
    if len(list(holding.imported_before([row.digest]))) <= int(told):
        return ""
    return "Somebody made a draft of the same text while this page was open. Nothing was made from this one."


def _create(request: HttpRequest, row: ImportFile, how: How) -> HttpResponse:
    try:
        imported.confirm(request, row.held)
    except Refused as refused:
        return _show(request, row, how, str(refused))
    row.refresh_from_db()
    if not row.docket:
        return _show(request, row, how, row.why) if row.content else HttpResponseRedirect(address(row.held))
    counts = row.docket.counts
    messages.success(
        request,
        f"The draft is there: {count(counts['blockers'], 'blocker')}"
        f" and {count(counts['warnings'], 'warning')} to look at.",
    )
    if row.why:
        messages.warning(request, row.why)
    return HttpResponseRedirect(_draft(row))


# -- the page


def _show(request: HttpRequest, row: ImportFile, how: How, why: str = "") -> HttpResponse:
    """What was recognised; or why nothing was."""
    held = row.held
    try:
        done = intake.reading(bytes(row.content), replace(how, repair=False))
    except Unreadable as error:
        done, why = None, why or str(error)
    others = held.files.exclude(pk=row.pk).exclude(state=ImportFile.PICTURE).exists()
    return page(
        request,
        "editorial/import_preview.html",
        "Check what was recognised",
        held=held,
        file=row,
        how=how,
        put=dict(how.put),
        form=ReadingForm(initial={"form": how.form, "encoding": how.encoding}),
        why=why,
        one=not others,
        can_repaste=not is_docx(bytes(row.content)),
        earlier=list(holding.imported_before([row.digest])),
        **(_recognised(held, row, done) if done else {}),
    )


def _recognised(held: Import, row: ImportFile, done: Imported) -> dict[str, Any]:
    text = done.manuscript
    named = {PEOPLE: [each.name for each in text.contributions if each.name]}
    named[ORGANIZATIONS] = [each.organization for each in text.contributions if each.organization]
    along = set(held.files.filter(state=ImportFile.PICTURE).values_list("name", flat=True))
    taken = Installment.objects.filter(series=held.series_id, part=text.part) if text.part else ()
    return {
        "preview": preview.of(
            done, rules_of(held.series) if held.series else Rules(), lambda name: _comes(name, row, along)
        ),
        "names": meaning.asked(held, named),
        "same_part": next(iter(taken), None) if held.series_id else None,
    }


def _comes(name: str, row: ImportFile, along: set[str]) -> bool:
    """Whether a picture came along with the post, or inside it."""
    return bool(name) and bool(intake.picture_named(name, along) or desk.inside(row, name))
