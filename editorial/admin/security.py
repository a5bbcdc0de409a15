"""One's own sessions and second factor; for administrators everybody's, and the record of changes."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_otp import user_has_device

from editorial import desk, second_factor
from editorial.models import AccountChange, Sitting

from . import factor


def agent(text: str) -> str:
    """What somebody signed in with, roughly."""
    browsers = {"Firefox/": "Firefox", "Edg/": "Edge", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browser = next((name for mark, name in browsers.items() if mark in text), "A browser")
    system = next((name for name in systems if name in text), "").replace(" OS", "")
    return f"{browser} on {system}" if system else browser


def _sittings(user: Any, request: HttpRequest) -> list[dict[str, Any]]:
    key = request.session.session_key
    rows = Sitting.objects.filter(user=user)
    return [{"row": row, "agent": agent(row.agent), "here": row.key == key} for row in rows]


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """One's own sessions, and one's second factor."""
    return _page(
        request, "own", "Sign-in and security", sittings=_sittings(request.user, request),
        has_factor=user_has_device(request.user), required=second_factor.required_of(request.user),
    )  # fmt: skip


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End another session of one's own, or all others."""
    which, key = request.POST.get("which", ""), request.session.session_key
    if which == "others" or (which.isdecimal() and len(which) < 18):
        only = None if which == "others" else int(which)
        ended = desk.end_sittings(request.user, by=request.user, only=only, but=key)
        messages.success(request, f"{ended} session{'' if ended == 1 else 's'} ended.")
    return HttpResponseRedirect(reverse("admin:desk_security"))


@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Recovery codes in place of those that are left."""
    if not user_has_device(request.user):
        return HttpResponseRedirect(reverse("admin:desk_enrol"))
    made = desk.new_codes(by=request.user)
    return _page(request, "codes", "Your recovery codes", codes=made, onward=reverse("admin:desk_security"))


@require_http_methods(["GET", "POST"])
def of(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's sessions and second factor, for administrators."""
    if not request.user.has_perm("auth.change_user"):
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        if "end" in request.POST:
            desk.end_sittings(person, by=request.user)
            messages.success(request, f"All sessions of {person} are ended.")
        if "forget" in request.POST and user_has_device(person):
            desk.forget_factor(person, by=request.user)
            desk.end_sittings(person, by=request.user)
            messages.success(request, f"The second factor of {person} is removed.")
        return HttpResponseRedirect(reverse("admin:desk_security_of", args=[pk]))
    return _page(
        request, "of", f"Sign-in of {person}", person=person, sittings=_sittings(person, request),
        has_factor=user_has_device(person),
        changes=AccountChange.objects.filter(about=person.get_username()).select_related("by")[:100],
    )  # fmt: skip


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Every change of accounts and rights, the newest first."""
    if not request.user.has_perm("auth.change_user"):
        raise PermissionDenied
    rows = Paginator(AccountChange.objects.select_related("by"), 100)
    return _page(request, "changes", "Changes of accounts", rows=rows.get_page(request.GET.get("page")))


def _page(request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": title, **more}
    return TemplateResponse(request, f"editorial/security/{name}.html", shown)


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """Their addresses."""
    return [
        path("security/", site.admin_view(own), name="desk_security"),
        path("security/end/", site.admin_view(end), name="desk_end_session"),
        path("security/codes/", site.admin_view(codes), name="desk_codes"),
        path("security/code/", factor.code, name="desk_code"),
        path("security/enrol/", factor.enrol, name="desk_enrol"),
        path("security/changes/", site.admin_view(changes), name="desk_changes"),
        path("security/of/<int:pk>/", site.admin_view(of), name="desk_security_of"),
    ]
