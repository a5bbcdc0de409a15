"""Who calls, how often what costs something may be asked for, and what is told to whoever asks too often.

Headers that a client can set are believed only as far as our own proxies wrote them.
"""

import logging
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

COSTLY = {  # views by name, and under which limit of the settings they fall
    "search": ("search", {"GET", "HEAD"}),
    "admin:login": ("sign-in", {"POST"}),
    "admin:desk_code": ("sign-in", {"POST"}),
    "admin:password_change": ("sign-in", {"POST"}),
    "admin:desk_preview": ("preview", {"POST"}),
}
UNKNOWN = "unknown"
log = logging.getLogger(__name__)


def address(request: HttpRequest) -> str:
    """The caller's address: what the outermost of our proxies saw, or the other end of the connection."""
    hops = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def network(text: str) -> str:
    """What counts as one caller: an address, or all those that one line has in version 6."""
    try:
        found = ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(found, IPv6Address) and found.ipv4_mapped:  # a server that listens for both versions
        found = found.ipv4_mapped
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def line(request: HttpRequest) -> str | None:
    """Where wrong passwords are counted: one address for all those of a line; None where there is none, such
    as behind a socket, for the column takes addresses alone."""
    found = network(address(request)).partition("/")[0]
    return None if found == UNKNOWN else found


class Limited:
    """Middleware: 429 for whoever asks for a costly thing more often a minute than the settings let."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Counts the call."""
        match = request.resolver_match
        what, methods = COSTLY.get(match.view_name if match else "", ("", set()))
        most = settings.LIMITS.get(what, 0)
        if not most or request.method not in methods or (what == "search" and not request.GET.get("q")):
            return None
        now = time.time()
        if _calls(f"calls:{what}:{network(address(request))}:{now // 60:.0f}") <= most:
            return None
        return too_often(60 - now % 60, "This was asked for very often from where you are.")


def _calls(key: str) -> int:
    """How often this was called, with this time. A cache that does not answer stops nobody."""
    try:
        cache.add(key, 0, timeout=90)
        return int(cache.incr(key))
    except Exception:
        log.exception("Calls cannot be counted.")
        return 0


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any = None) -> HttpResponse:
    """django-axes' answer after too many wrong passwords: the same for a name that nobody has."""
    wait = settings.AXES_COOLOFF_TIME.total_seconds()
    return too_often(wait, "Too many sign-ins with this name failed.")


def too_often(wait: float, reason: str) -> HttpResponse:
    """A plain page that says when to come back."""
    seconds = max(1, round(wait))
    context = {"reason": reason, "minutes": round(seconds / 60), "seconds": 0 if seconds >= 60 else seconds}
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("429.html", context), status=429, headers=headers)
