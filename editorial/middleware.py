"""Headers on every answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from editorial import watching

def said(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What only Django knows of a request comes out for the log."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        watching.say(request)
        return response

    return answer


POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A constant policy without nonces, so that any cache may keep the answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer
