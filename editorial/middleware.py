"""Headers on every answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from editorial import watching
from editorial.headers import HEADERS


def said(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What only Django knows of a request comes out for the log."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        watching.say(request)
        return response

    return answer


EMBEDDED = ("/images/", "/cards/")  # feed readers and other sites show these


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The same for everybody and without nonces, so that any cache may keep the answer. The first of all, so
    that what others answer before a view is asked has them, too."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        embedded = response.status_code == 200 and request.path.startswith(EMBEDDED)
        whose = "cross-origin" if embedded else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", whose)
        return response

    return answer
