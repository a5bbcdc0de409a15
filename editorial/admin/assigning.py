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
from django.views.decorators.http import require_http_methods

from editorial import desk, planning
from editorial.columns import able
from editorial.models import Docket
from editorial.standing import Standing, reviewers_but
from editorial.workflow import Role
from series.models import Installment

from . import dialogs, frame, notes
from .bulk import MOST


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
    rows = list(Docket.objects.filter(installment__in=chosen.order_by().values("pk")).select_related(
        "installment__series", "owner"
    )[: MOST + 1])  # fmt: skip
    if len(rows) > MOST:
        messages.error(request, f"Choose at most {MOST} at once.")
        return None
    people = editors()
    owner = next((each for each in people if str(each.pk) == request.POST.get("owner")), None)
    if owner is not None:
        for docket in rows:
            desk.assign(docket, by=request.user, owner=owner, due=docket.due)
        messages.success(request, f"{owner.get_full_name() or owner} looks after {len(rows)} of them now.")
        return HttpResponseRedirect(reverse("admin:series_installment_changelist"))
    about = {"title": "Give to somebody", "opts": Installment._meta, "rows": rows, "editors": people}
    return TemplateResponse(request, "editorial/give.html", {**admin.site.each_context(request), **about})


def urls() -> list[URLPattern]:
    """Its address, under an installment's."""
    return [path("<int:pk>/assign/", frame.guarded(assign), name="series_installment_assign")]
