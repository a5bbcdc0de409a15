"""What the list of installments does to several at once: through a page that says what can go and why
the rest cannot; each goes through the desk by itself, and is reported by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from editorial import desk
from editorial.models import Docket
from editorial.standing import Standing
from editorial.workflow import MOVES, Move, Refused
from series.models import Installment

from . import mending
from .mending import Reason

MOST = 50  # installments at once: each is read and checked
DONE = {"submit": "sent for review", "publish": "published"}


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
    rows = list(dockets.select_related("installment__series", "head__author", "owner")[: MOST + 1])
    if len(rows) > MOST:
        messages.error(request, f"Choose at most {MOST} at once: each of them is read and checked.")
        return None
    if "_confirmed" in request.POST:
        return _make(request, move, rows)
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
        },
    )


def _candidate(request: HttpRequest, move: Move, docket: Docket) -> Candidate:
    at = Standing(docket)
    return Candidate(at, tuple(mending.reasons(move, at, at.situation(request.user))))


def _make(request: HttpRequest, move: Move, rows: list[Docket]) -> HttpResponse:
    for docket in rows:
        title = docket.installment.title or "Untitled"
        try:
            desk.make(docket, move.name, by=request.user)
        except Refused as refused:
            messages.error(request, f"“{title}” was left as it is. {refused}")
        else:
            messages.success(request, f"“{title}”: {DONE[move.name]}.")
    return HttpResponseRedirect(reverse("admin:series_installment_changelist"))


ACTIONS: list[Any] = [_action("submit", "Send for review…"), _action("publish", "Publish…")]
