"""Saved views: filters and search of the list under a name of one's own; each is a plain address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from editorial import desk
from editorial.models import SavedView
from editorial.workflow import Refused

from . import frame


@dataclass(frozen=True)
class View:
    """One link above the list."""

    name: str
    query: str
    here: bool
    pk: int = 0  # of a view of one's own


def views(request: HttpRequest) -> list[View]:
    """Those that everybody has, then one's own. One query."""
    now = desk.tidy(request.GET.urlencode())
    presets = {
        "Mine": {"person": request.user.pk},
        "Waiting for me": {"waiting": "me"},
        "Late": {"due": "late"},
        "Live": {"stage": "published"},
    }
    given = [View(name, query, query == now) for name, each in presets.items() if (query := urlencode(each))]
    own = SavedView.objects.filter(user=request.user)
    return [*given, *(View(each.name, each.query, each.query == now, each.pk) for each in own)]


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the list shows now."""
    query = desk.tidy(request.POST.get("query", ""))
    try:
        row = desk.save_view(request.POST.get("name", ""), query, by=request.user)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, f"Kept: the view “{row.name}” is above the list.")
    return HttpResponseRedirect(f"{reverse('admin:series_installment_changelist')}?{query}")


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view of one's own."""
    desk.drop_view(pk, by=request.user)
    messages.success(request, "The view is deleted. The installments are as they were.")
    return HttpResponseRedirect(reverse("admin:series_installment_changelist"))


def urls() -> list[URLPattern]:
    """Their addresses, under the list's."""
    return [
        path("views/", frame.guarded(save), name="series_installment_save_view"),
        path("views/<int:pk>/delete/", frame.guarded(delete), name="series_installment_delete_view"),
    ]
