"""Importing many posts: the table of what was recognised, the work, and what became of each."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from editorial import intake
from editorial.desk import holding
from editorial.desk import importing as desk
from editorial.models import Import, ImportFile
from editorial.workflow import Refused, count
from series.models import Installment

from . import frame, meaning
from .importing import address, page, work

ROWS = 50  # on a page
F = ImportFile


@dataclass(frozen=True)
class Row:
    """One post of the table, and what there is to know before it is taken in."""

    file: ImportFile
    earlier: ImportFile | None = None
    same_part: Installment | None = None
    pictures: list[tuple[str, bool]] = field(default_factory=list)  # name in the text, whether it came along

    @property
    def missing(self) -> int:
        """How many pictures did not come along."""
        return sum(not there for _, there in self.pictures)


def mine(request: HttpRequest, pk: int) -> Import:
    """An import of whoever asks. Http404, PermissionDenied."""
    if not frame.may_edit(request):
        raise PermissionDenied
    held = Import.objects.select_related("series__house_rules").filter(pk=pk, user=request.user.pk).first()
    if held is None:
        raise Http404("There is no such import: it is finished, or was held for too long.")
    return held


def held(request: HttpRequest, pk: int) -> HttpResponse:
    """The table; or how far the work is."""
    row = mine(request, pk)
    if request.method == "POST":
        return _posted(request, row)
    tally = _tally(row)
    if left := _left(row, tally):
        return _working(request, row, tally, left)
    if not row.confirmed and sum(tally.values()) == 1 and (only := row.files.get()).content:
        return HttpResponseRedirect(address(row, only))
    return _table(request, row, tally)


def _tally(row: Import) -> Counter[tuple[str, bool]]:
    """How many files are in which state, and wanted."""
    rows = row.files.order_by().values_list("state", "wanted").annotate(number=Count("pk"))
    return Counter({(state, wanted): number for state, wanted, number in rows})


def _of(tally: Counter[tuple[str, bool]], *states: str) -> int:
    return sum(number for (state, _), number in tally.items() if state in states)


def _left(row: Import, tally: Counter[tuple[str, bool]]) -> int:
    """How many posts are to be read, or to be made drafts."""
    return _of(tally, F.WAITING) or (tally[F.READ, True] if row.confirmed else 0)


# -- what is posted


def _posted(request: HttpRequest, row: Import) -> HttpResponse:
    if "_drop" in request.POST:
        return drop(request, row)
    wanted = request.POST.getlist("wanted")
    shown = [int(each) for each in request.POST.getlist("shown") if each.isdecimal()]
    ticks = {pk: str(pk) in wanted for pk in shown}
    holding.decide(row, by=request.user, wanted=ticks, names=meaning.chosen(row, request.POST))
    if "_create" in request.POST:
        try:
            confirm(request, row)
        except Refused as refused:
            messages.error(request, str(refused))
    to = request.POST.get("_page", "")
    return HttpResponseRedirect(f"{address(row)}{f'?p={to}' if to.isdecimal() else ''}")


def drop(request: HttpRequest, row: Import) -> HttpResponse:
    """Forget what is held and no draft yet."""
    holding.drop_import(row, by=request.user)
    messages.success(request, "Forgotten: nothing was created of it.")
    return HttpResponseRedirect(reverse("admin:series_installment_import"))


def confirm(request: HttpRequest, row: Import) -> None:
    """Begin to make drafts: whom the names mean is settled with it."""
    holding.decide(row, by=request.user, names=meaning.settled(row))
    desk.confirm_import(row, by=request.user)
    work(request, row)


@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """A bit more of the work: asked for by the page itself, or by its button."""
    row = mine(request, pk)
    work(request, row)
    if "application/json" not in request.headers.get("Accept", ""):
        return HttpResponseRedirect(address(row))
    tally = _tally(row)
    return JsonResponse({"left": _left(row, tally), "done": _done(row, tally), "says": _says(row, tally)})


# -- the pages


def _done(row: Import, tally: Counter[tuple[str, bool]]) -> int:
    return _of(tally, F.CREATED, F.FAILED) if row.confirmed else _of(tally, F.READ, F.UNREADABLE)


def _says(row: Import, tally: Counter[tuple[str, bool]]) -> str:
    left, done = _left(row, tally), _done(row, tally)
    verb = "made into drafts" if row.confirmed else "read"
    return f"{done} of {count(left + done, 'post')} {verb}."


def _working(request: HttpRequest, row: Import, tally: Counter[tuple[str, bool]], left: int) -> HttpResponse:
    title = "Making the drafts" if row.confirmed else "Reading the posts"
    done = _done(row, tally)
    return page(
        request,
        "editorial/import_working.html",
        title,
        held=row,
        done=done,
        all=left + done,
        says=_says(row, tally),
    )


def _table(request: HttpRequest, row: Import, tally: Counter[tuple[str, bool]]) -> HttpResponse:
    files = row.files.exclude(state=F.PICTURE).defer("content").select_related("docket__installment")
    pages = Paginator(files, ROWS)
    pages.count = sum(tally.values()) - _of(tally, F.PICTURE)
    shown = pages.get_page(request.GET.get("p"))
    figures = {
        "wanted": tally[F.READ, True],
        "unwanted": tally[F.READ, False] + _of(tally, F.LEFT_OUT),
        "unreadable": _of(tally, F.UNREADABLE),
        "created": _of(tally, F.CREATED),
        "failed": _of(tally, F.FAILED),
        "pictures": _of(tally, F.PICTURE),
    }
    return page(
        request,
        "editorial/import_posts.html",
        "What became of each post" if row.confirmed else "Check what was recognised",
        held=row,
        shown=shown,
        rows=_rows(row, shown),
        names=[] if row.confirmed else meaning.asked(row),
        **figures,
    )


def _rows(row: Import, shown: Page[Any]) -> list[Row]:
    files = list(shown)
    if row.confirmed:
        return [Row(each) for each in files]
    earlier = {each.digest: each for each in holding.imported_before(each.digest for each in files)}
    parts = {each.summary.get("part") for each in files} - {None}
    taken = Installment.objects.filter(series=row.series_id, part__in=parts) if row.series_id else ()
    by_part = {each.part: each for each in taken}
    along = set(row.files.filter(state=F.PICTURE).values_list("name", flat=True))
    return [
        Row(
            each,
            earlier.get(each.digest),
            by_part.get(each.summary.get("part")),
            [(name, bool(intake.picture_named(name, along))) for name in each.summary.get("pictures", ())],
        )
        for each in files
    ]
