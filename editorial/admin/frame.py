"""What every page about one installment has: who may see it, its head with the tabs, its rail."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse

from editorial import columns
from editorial.desk.filing import WRITABLE
from editorial.standing import Standing, roles_of
from editorial.workflow import Role
from series.models import Installment

from . import notes, rail


def standing(request: HttpRequest, pk: int) -> Standing:
    """An installment as it stands, for somebody who may see it. Http404, PermissionDenied."""
    if not may_see(request):
        raise PermissionDenied
    docket = columns.docket(pk)
    if docket is None:
        raise Http404("There is no installment with this number.")
    at = Standing(docket)
    at.house = getattr(docket.installment.series, "house_rules", None)  # read with the rest
    return at


def may_see(request: HttpRequest) -> bool:
    """Whether somebody is of the desk."""
    return bool(request.user.has_perm("series.view_installment") or roles_of(request.user))


def may_edit(request: HttpRequest) -> bool:
    """Whether somebody is an editor."""
    return Role.EDITOR in roles_of(request.user)


def writable(request: HttpRequest, at: Standing) -> bool:
    """Whether this text can be changed now, by this person."""
    return may_edit(request) and at.stage in WRITABLE


def may_stet(request: HttpRequest, at: Standing) -> bool:
    """Whether this person may let warnings of the newest text stand."""
    return Role.REVIEWER in roles_of(request.user) and request.user.pk not in at.authors


def context(request: HttpRequest, at: Standing, tab: str = "", whose: str = "") -> dict[str, Any]:
    """The variables of head.html and rail.html. `whose`: the rail shows this person's findings only."""
    found = notes.of(at)
    return {
        **admin.site.each_context(request),
        "opts": Installment._meta,
        "title": at.installment.title or "Untitled",
        "at": at,
        "docket": at.docket,
        "installment": at.installment,
        "stage": at.stage,
        "tab": tab,
        "notes": found,
        "counts": notes.tally(found),
        "can_edit": may_edit(request),
        "writable": writable(request, at),
        "may_stet": may_stet(request, at),
        "rail": rail.of(request, at, found, whose),
    }


def page(
    request: HttpRequest,
    template: str,
    at: Standing,
    *,
    tab: str = "",
    whose: str = "",
    status: int = 200,
    **more: Any,
) -> TemplateResponse:
    """A page about an installment."""
    return TemplateResponse(request, template, {**context(request, at, tab, whose), **more}, status=status)


def guarded(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view behind the desk's log-in."""
    return admin.site.admin_view(view)
