"""How much a request may carry: told from its header, before a byte of the rest is looked at."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from editorial import second_factor
from series.importers.archives import MEGABYTE

PIECE = 64 * 1024  # bytes that are in memory at once of what is passed over


def most(request: HttpRequest) -> int:
    """Bytes. Files come from people of the desk; what anybody else sends stays off the disk."""
    user: Any = request.user
    known = user.is_active and user.is_staff and not second_factor.is_due(request)
    if request.content_type == "application/x-www-form-urlencoded":
        return int(settings.MOST_ENCODED if known else settings.MOST_ENCODED // 4)
    return int(settings.MOST_UPLOADED if known else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


class Bounded:
    """Middleware: 413 for a body that is too large. It stands before everything that looks into a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = _length(request)
        if size <= settings.MOST_ENCODED // 4 or size <= most(request):
            return self.get_response(request)
        context = {"size": -(-size // MEGABYTE), "most": most(request) // MEGABYTE}
        _pass_over(request, size)
        return HttpResponse(render_to_string("413.html", context), status=413)


def _pass_over(request: HttpRequest, size: int) -> None:
    """Read on and keep nothing: who is still sending when the line is closed hears no answer."""
    left = min(size, settings.MOST_UPLOADED)
    with suppress(OSError):  # the sender went away
        while left > 0 and (piece := request.read(min(left, PIECE))):
            left -= len(piece)


def _length(request: HttpRequest) -> int:
    """Bytes, as Django reads the header: of what has no length it reads nothing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
