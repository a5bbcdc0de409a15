"""Keeps what was typed when the session is over: the posted words go through the log-in and come back."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

SALT = "words of a session that is over"
FIELD = "csrfmiddlewaretoken"
SHORT = 30  # characters; what is not longer need not be shown


def words(request: HttpRequest) -> list[tuple[str, str]]:
    """Every posted field; a password is typed anew rather than kept in a page."""
    told = [(name, values) for name, values in request.POST.lists() if name != FIELD]
    return [(name, value) for name, values in told if "password" not in name for value in values]


def ask(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The log-in page with the posted words in it, where there is nobody to take them."""
    kept = signing.dumps([request.get_full_path(), words(request)], salt=SALT, compress=True)
    target = f"{reverse('admin:login')}?{urlencode({'next': request.get_full_path()})}"
    context = {
        **site.each_context(request),
        "title": "Sign in again",
        "form": AuthenticationForm(request),
        "app_path": target,
        "next": request.get_full_path(),
        "kept": kept,
        "had_files": bool(request.FILES),
    }
    return TemplateResponse(request, "admin/login.html", context, status=403)


def give_back(site: AdminSite, request: HttpRequest, kept: str) -> HttpResponse | None:
    """After the log-in: the words, and a button that posts them where they were meant to go."""
    try:
        path, fields = signing.loads(kept, salt=SALT)
    except signing.BadSignature:
        return None
    if not url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()}):
        return None
    shown = [(name, value) for name, value in fields if len(value) > SHORT and " " in value]
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": "Your words are still here",
        "path": path,
        "fields": fields,
        "shown": shown,
    }
    return TemplateResponse(request, "editorial/kept.html", context)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without a valid token, with the words that were in it, to copy."""
    shown = [(name, value) for name, value in words(request) if value.strip()]
    user = getattr(request, "user", AnonymousUser())
    context = {"title": "This page was open for too long", "fields": shown, "user": user}
    return TemplateResponse(request, "editorial/refused.html", context, status=403).render()
