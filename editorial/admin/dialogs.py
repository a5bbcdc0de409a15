"""Dialogs: each is a page first; the same fragment fills a <dialog> where there is JavaScript."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from editorial.standing import Standing

from . import frame

FRAGMENT = "X-Stet-Fragment"  # asked for, and answered, by dialog.js
LOCATION = "X-Stet-Location"  # where it goes on: a redirect that the script follows by itself


def is_fragment(request: HttpRequest) -> bool:
    """Whether only the inside of the dialog is wanted."""
    return FRAGMENT in request.headers


def show(
    request: HttpRequest, at: Standing, template: str, *, title: str, status: int = 200, **more: Any
) -> HttpResponse:
    """A dialog about an installment."""
    names = {"dialog": f"editorial/dialogs/{template}.html", "title": title, **more}
    if not is_fragment(request):
        return frame.page(request, "editorial/dialog_page.html", at, status=status, **names)
    own = {"at": at, "installment": at.installment, "docket": at.docket, "stage": at.stage, **names}
    # Always 200: a browser notes every other status of a fetch down as an error of the page.
    return TemplateResponse(request, names["dialog"], own, headers={FRAGMENT: "1"})


def leave(request: HttpRequest, href: str, message: str) -> HttpResponse:
    """Done: say so on the next page."""
    messages.success(request, message)
    if is_fragment(request):
        return HttpResponse(headers={FRAGMENT: "1", LOCATION: href})
    return HttpResponseRedirect(href)
