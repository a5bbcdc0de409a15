"""Importing, the first step: paste, or choose files, a folder or a zip. They are held; nothing is created."""

from pathlib import Path
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from editorial import demo, intake
from editorial.desk import holding
from editorial.desk import importing as desk
from editorial.forms.importing import ImportForm
from editorial.intake import Given, How
from editorial.models import Import, ImportFile
from editorial.standing import rules_of
from editorial.workflow import Refused
from series.importers import Unreadable, archives
from series.importers.docx import is_docx
from series.models import Installment, Series

from . import frame

MOMENT = 2.0  # seconds that somebody waits for a bit of the work
MOST_WAITING = 10
SAMPLE = Path(demo.__file__).with_name("interviews") / "part-6.draft.md"


def importing(request: HttpRequest) -> HttpResponse:
    """What to bring in."""
    if not frame.may_edit(request):
        raise PermissionDenied
    may_begin = request.user.has_perm("series.add_series")
    if request.method != "POST":
        return _ask(request, ImportForm(initial=_initial(request), may_begin=may_begin))
    form = ImportForm(request.POST, request.FILES, may_begin=may_begin)
    if not form.is_valid():
        return _ask(request, form)
    try:
        held = _held(request, form)
    except (Unreadable, Refused) as error:
        form.add_error("file" if form.uploads() else "text", str(error))
        return _ask(request, form)
    work(request, held)
    return HttpResponseRedirect(address(held))


def address(held: Import, file: ImportFile | None = None) -> str:
    """Where an import is looked at, or one post of it."""
    if file is None:
        return reverse("admin:series_installment_held", args=[held.pk])
    return reverse("admin:series_installment_held_post", args=[held.pk, file.pk])


def work(request: HttpRequest, held: Import, seconds: float = MOMENT) -> int:
    """A bit of what is to be done; returns how many posts are left."""
    rules = rules_of(held.series) if held.series else intake.Rules()
    left = desk.read_on(held, rules, by=request.user, seconds=seconds)
    return left or desk.create_on(held, by=request.user, seconds=seconds)


def _held(request: HttpRequest, form: ImportForm) -> Import:
    """What was brought in, held. One text alone has to be readable. Raises Unreadable."""
    values, uploads = form.cleaned_data, form.uploads()
    how = How(form=values["form"], encoding=values["encoding"], pasted=not uploads)
    name = str(uploads[0].name) if uploads else values["name"]
    if len(uploads) > 1:
        name += f" and {len(uploads) - 1} more"
    given = intake.gathered(form.files_given())
    if len(uploads) + bool(values["text"].strip()) < 2:
        content = uploads[0].read() if uploads else values["text"].encode(errors="surrogatepass")
        if archives.is_archive(content) and not is_docx(content):
            archives.opened(content).close()
            given = intake.gathered([(name, content)])
        else:
            _readable(values["text"] if how.pasted else content, how, name)
            given = iter([Given(name, content)])
    return holding.hold(
        given,
        by=request.user,
        series=values["series"],
        new_series=values.get("new_series", ""),
        name=name,
        how=how,
    )


def _readable(source: str | bytes, how: How, name: str) -> None:
    intake.read(source, form=how.form, name=name, encoding=how.encoding)


# -- the page


def _initial(request: HttpRequest) -> dict[str, Any]:
    """The series of the last installment's page; the words of a post that is to be pasted anew."""
    chosen = request.GET.get("series") or Series.objects.values_list("pk", flat=True).first()
    if "sample" in request.GET:
        return {"series": chosen, "text": SAMPLE.read_text(encoding="utf-8"), "name": SAMPLE.name}
    again = request.GET.get("again", "")
    row = ImportFile.objects.filter(pk=int(again) if again.isdecimal() else 0, held__user=request.user.pk)
    if not (file := row.select_related("held").first()) or is_docx(bytes(file.content)):
        return {"series": chosen}
    try:
        source = intake.reading(bytes(file.content), holding.how_of(file)).source
    except Unreadable:
        source = ""
    return {"series": file.held.series_id or chosen, "text": source, "name": file.name}


def _ask(request: HttpRequest, form: ImportForm) -> HttpResponse:
    return page(request, "editorial/import.html", "Import an article", form=form, waiting=_waiting(request))


def _waiting(request: HttpRequest) -> list[Import]:
    """What one brought in before and has not finished."""
    open_posts = Q(files__state__in=(ImportFile.WAITING, ImportFile.READ), files__wanted=True)
    rows = Import.objects.filter(user=request.user.pk).annotate(left=Count("files", filter=open_posts))
    return list(rows.filter(left__gt=0).order_by("-at")[:MOST_WAITING])


def page(request: HttpRequest, template: str, title: str, **more: Any) -> HttpResponse:
    """A page about imports."""
    frame_of_all = {**admin.site.each_context(request), "opts": Installment._meta, "importing": True}
    return TemplateResponse(request, template, {**frame_of_all, "title": title, **more})
