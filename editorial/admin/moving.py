"""The dialogs: every move of the table, and letting a finding stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from . import frame


def urls(admin: Any) -> list[URLPattern]:
    """The addresses of the dialogs, under an installment's."""
    return [
        path("<int:pk>/move/<slug:move>/", frame.guarded(make), name="series_installment_move"),
        path("<int:pk>/stet/<slug:fingerprint>/", frame.guarded(stet), name="series_installment_stet"),
    ]


def make(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Make a move."""
    raise NotImplementedError


def stet(request: HttpRequest, pk: int, fingerprint: str) -> HttpResponse:
    """Let a finding stand."""
    raise NotImplementedError
