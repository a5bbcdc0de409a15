"""Forms that make something new: pressed twice, or sent again with the back button, they make it once."""

import secrets

from django.http import HttpRequest

KEY, FIELD, REMEMBERED = "made", "once", 20


def token() -> str:
    """What a form carries, in a field named “once”."""
    return secrets.token_urlsafe(9)


def made(request: HttpRequest) -> str:
    """The address of what this very form has made already; empty where it has made nothing."""
    return str(request.session.get(KEY, {}).get(request.POST.get(FIELD, ""), ""))


def remember(request: HttpRequest, address: str) -> None:
    """Note down what the posted form has made."""
    if wanted := request.POST.get(FIELD, ""):
        latest = [*request.session.get(KEY, {}).items(), (wanted[:40], address)][-REMEMBERED:]
        request.session[KEY] = dict(latest)
