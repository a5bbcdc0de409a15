"""What the list of installments does to several at once: through a page that says what can go and why
the rest cannot; each goes through the desk by itself, and is reported by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from editorial import desk
from editorial.models import Docket
from editorial.standing import Standing
from editorial.templatetags.desk_tags import clock, short, zone
from editorial.workflow import MOVES, Move, Refused
from series.models import Installment

from . import mending, moments
from .mending import Reason

MOST = 50  # installments at once: each is read and checked
DONE = {"submit": "sent for review", "publish": "published", "schedule": "scheduled"}
APART = {"": ("All at this moment", 0), "day": ("One each day, in the order below", 1),
         "week": ("One each week, in the order below", 7)}  # fmt: skip
ORDER = ("installment__series__title", "installment__part", "pk")


@dataclass(frozen=True)
class Candidate:
    """One of the chosen installments, and what speaks against the move."""

    at: Standing
    reasons: tuple[Reason, ...]


def _action(name: str, description: str) -> Callable[..., HttpResponse | None]:
    @admin.action(description=description)
    def act(model_admin: Any, request: HttpRequest, chosen: QuerySet[Installment]) -> HttpResponse | None:
        return _several(request, MOVES[name], chosen)

    act.__name__ = f"{name}_several"
    return act


def _several(request: HttpRequest, move: Move, chosen: QuerySet[Installment]) -> HttpResponse | None:
    dockets = Docket.objects.filter(installment__in=chosen.order_by().values("pk"))
    dockets = dockets.select_related("installment__series", "head__author", "owner").order_by(*ORDER)
    rows = list(dockets[: MOST + 1])
    if len(rows) > MOST:
        messages.error(request, f"Choose at most {MOST} at once: each of them is read and checked.")
        return None
    unclear: moments.Unclear | None = None
    if "_confirmed" in request.POST:
        try:
            return _make(request, move, rows, _moments(request.POST, rows) if move.asks == "moment" else [])
        except moments.Unclear as problem:
            unclear = problem
    candidates = [_candidate(request, move, each) for each in rows]
    return TemplateResponse(
        request,
        "editorial/bulk.html",
        {
            **admin.site.each_context(request),
            "title": move.label,
            "opts": Installment._meta,
            "move": move,
            "ready": [each for each in candidates if not each.reasons],
            "left_out": [each for each in candidates if each.reasons],
            "total": len(candidates),
            "action": f"{move.name}_several",
            "typed": {"raw": request.POST, "unclear": unclear},
            "asked": [Reason(str(unclear), field=unclear.field)] if unclear else [],
            "zones": moments.zones(timezone.now()) if move.asks == "moment" else [],
            "apart": [(value, label) for value, (label, _) in APART.items()],
        },
    )


def _candidate(request: HttpRequest, move: Move, docket: Docket) -> Candidate:
    at = Standing(docket)
    against = mending.reasons(move, at, at.situation(request.user))
    return Candidate(at, tuple(each for each in against if not mending.is_asked(each)))


def _moments(post: QueryDict, rows: list[Docket]) -> list[datetime]:
    """When each of them goes out. Raises Unclear."""
    found = [moments.read(post)]
    day, (_, days) = parse_date(post["date"].strip()), APART.get(post.get("apart", ""), APART[""])
    assert day is not None  # `moments` has read it
    for number in range(1, len(rows)):
        typed = post.copy()
        try:
            typed["date"] = (day + number * timedelta(days=days)).isoformat()
        except OverflowError:
            raise moments.Unclear("id_date", "Give a date in this century.") from None
        found.append(moments.read(typed))
    return found


def _make(request: HttpRequest, move: Move, rows: list[Docket], when: list[datetime]) -> HttpResponse:
    for docket, moment in zip_longest(rows, when):
        title = docket.installment.title or "Untitled"
        try:
            desk.make(docket, move.name, by=request.user, moment=moment)
        except Refused as refused:
            messages.error(request, f"“{title}” was left as it is. {refused}")
        else:
            at = f" for {short(moment)}, {clock(moment)} ({zone(moment)})" if moment else ""
            messages.success(request, f"“{title}”: {DONE[move.name]}{at}.")
    return HttpResponseRedirect(reverse("admin:series_installment_changelist"))


OFFERED = {"submit": "Send for review…", "schedule": "Schedule…", "publish": "Publish…"}
ACTIONS: list[Any] = [_action(name, words) for name, words in OFFERED.items()]
ROLES = {f"{name}_several": MOVES[name].role for name in OFFERED}
