"""The dialog of an assignment, and the owner of several at once: who has it, who reads it, when it is due."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_date
from django.utils.text import get_text_list
from django.views.decorators.http import require_http_methods

from editorial import desk, planning
from editorial.columns import able
from editorial.models import Docket
from editorial.standing import Standing, name_of, reviewers_but
from editorial.workflow import Role, Stage
from series.models import Installment

from . import dialogs, frame, notes
from .bulk import MOST
from .mending import Reason

WORKED_ON = (Stage.DRAFT, Stage.IN_REVIEW, Stage.CHANGES_REQUESTED)


def editors() -> list[Any]:
    """Active people who may write."""
    return list(able(Role.EDITOR, superusers=False).order_by("first_name", "username"))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Owner, reviewers, the wish for when it goes live, and the due date counted back from it."""
    at = frame.standing(request, pk)
    if not frame.may_edit(request):
        raise PermissionDenied
    if request.method == "POST":
        return _post(request, at)
    wish = at.docket.wish
    return dialogs.show(
        request, at, "assign", title="Assignment",
        editors=editors(), able=reviewers_but(at.authors),
        asked=set(at.docket.reviewers.values_list("pk", flat=True)),
        plan=planning.plan(wish, at.rules.days) if wish else (),
        days={**planning.DAYS, **at.rules.days}, back=notes.page_of(pk, ""),
    )  # fmt: skip


def _post(request: HttpRequest, at: Standing) -> HttpResponse:
    post = request.POST
    able = {str(each.pk): each for each in reviewers_but(at.authors)}
    asked = [able[pk] for pk in dict.fromkeys(post.getlist("reviewers")) if pk in able]
    kept = at.docket.reviewers.exclude(pk__in=[each.pk for each in able.values()])
    owner = next((each for each in editors() if str(each.pk) == post.get("owner")), None)
    wish, due = _day(post.get("wish", "")), _day(post.get("due", ""))
    if wish != at.docket.wish and due == at.docket.due:
        due = None  # nobody touched it: it is counted back from the new wish
    desk.assign(at.docket, by=request.user, owner=owner, due=due, reviewers=[*kept, *asked], wish=wish)
    return dialogs.leave(
        request, notes.page_of(at.installment.pk, ""), "Kept. Those who have it new are told."
    )


@admin.action(description="Give to somebody…")
def give_several(
    model_admin: Any, request: HttpRequest, chosen: QuerySet[Installment]
) -> HttpResponse | None:
    """One owner for several installments."""
    if not frame.may_edit(request):
        raise PermissionDenied
    rows = _rows(request, chosen)
    if not rows:
        return None
    people = editors()
    owner = next((each for each in people if str(each.pk) == request.POST.get("owner")), None)
    if owner is not None:
        for docket in rows:
            desk.assign(docket, by=request.user, owner=owner, due=docket.due)
        messages.success(request, f"{owner.get_full_name() or owner} looks after {len(rows)} of them now.")
        return HttpResponseRedirect(reverse("admin:series_installment_changelist"))
    return _several(request, rows, "Give to somebody", editors=people)


@admin.action(description="Ask someone to review…")
def ask_several(model_admin: Any, request: HttpRequest, chosen: QuerySet[Installment]) -> HttpResponse | None:
    """The same reviewers for several installments, besides those who are asked already."""
    if not frame.may_edit(request):
        raise PermissionDenied
    rows = _rows(request, chosen)
    if not rows:
        return None
    people = reviewers_but(())
    asked = [each for each in people if str(each.pk) in request.POST.getlist("reviewers")]
    if not asked:
        wrong = [Reason("Choose at least one reviewer.", field="id_reviewers")]
        missing = wrong if "_confirmed" in request.POST else []
        return _several(request, rows, "Ask someone to review", reviewers=people, asked=missing)
    for docket in rows:
        _ask(request, docket, asked)
    return HttpResponseRedirect(reverse("admin:series_installment_changelist"))


def _ask(request: HttpRequest, docket: Docket, asked: list[Any]) -> None:
    """Ask those of them who wrote none of it."""
    authors, title = Standing(docket).authors, docket.installment.title or "Untitled"
    able = [each for each in asked if each.pk not in authors]
    if not able or docket.stage not in WORKED_ON:
        why = "they wrote some of it" if docket.stage in WORKED_ON else "it waits for no review"
        messages.warning(request, f"“{title}” was left as it is: {why}.")
        return
    everybody = [*docket.reviewers.all(), *able]
    desk.assign(docket, by=request.user, due=docket.due, reviewers=everybody)
    messages.success(request, f"“{title}”: {get_text_list([name_of(each) for each in able], 'and')} asked.")


def _rows(request: HttpRequest, chosen: QuerySet[Installment]) -> list[Docket]:
    """The chosen ones; none, and why, where they are too many."""
    dockets = Docket.objects.filter(installment__in=chosen.order_by().values("pk"))
    rows = list(dockets.select_related("installment__series", "owner", "head")[: MOST + 1])
    if len(rows) > MOST:
        messages.error(request, f"Choose at most {MOST} at once.")
        return []
    return rows


def _several(request: HttpRequest, rows: list[Docket], title: str, **people: Any) -> HttpResponse:
    about = {"title": title, "opts": Installment._meta, "rows": rows, "worked_on": WORKED_ON, **people}
    return TemplateResponse(request, "editorial/give.html", {**admin.site.each_context(request), **about})


def urls() -> list[URLPattern]:
    """Its address, under an installment's."""
    return [path("<int:pk>/assign/", frame.guarded(assign), name="series_installment_assign")]
