"""What the desk home shows."""

from typing import Any

from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    """The variables of `admin/desk.html`."""
    return {}
