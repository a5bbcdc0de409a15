"""Who calls: the address that sign-in and limits go by, and what is told to whoever calls too often.

Headers that a client can set are believed only as far as our own proxies wrote them.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def address(request: HttpRequest) -> str:
    """The caller's address: what the outermost of our proxies saw, or the other end of the connection."""
    hops = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any = None) -> HttpResponse:
    """django-axes' answer after too many wrong passwords: the same for a name that nobody has."""
    wait = settings.AXES_COOLOFF_TIME.total_seconds()
    return too_often(wait, "Too many sign-ins with this name failed.")


def too_often(wait: float, reason: str) -> HttpResponse:
    """A plain page that says when to come back."""
    context = {"reason": reason, "minutes": max(1, round(wait / 60)), "seconds": wait < 60 and round(wait)}
    page = render_to_string("429.html", context)
    headers = {"Retry-After": str(max(1, round(wait))), "Cache-Control": "no-store"}
    return HttpResponse(page, status=429, headers=headers)
