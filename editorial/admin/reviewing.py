"""The review page, comments, history, comparison of two revisions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from . import frame


def urls(admin: Any) -> list[URLPattern]:
    """Their addresses, under an installment's."""
    return [
        path("<int:pk>/review/", frame.guarded(review), name="series_installment_review"),
        path("<int:pk>/history/", frame.guarded(history), name="series_installment_history"),
    ]


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The review page."""
    raise NotImplementedError


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The history."""
    raise NotImplementedError
