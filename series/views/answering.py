"""How every readers' page is answered: one head, one policy, conditional GET, the same page for nothing."""

import hashlib
from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from series import editions, kept

from .head import Head

POLICY = "; ".join(
    (
        *("default-src 'none'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'"),
        *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
FRESH = "public, max-age=0, must-revalidate"


def page(
    request: HttpRequest, template: str, head: Head, *, changed: datetime | None = None, **context: Any
) -> HttpResponse:
    """A readers' page; 304 where the reader has it already."""
    now = kept.epoch_of(request)
    bar = now.bar if now else editions.announcement(timezone.localdate())
    about = {"page": head, "meta": head.meta(), "announcement": bar, "searchable": searchable(request)}
    main = render_to_string(f"site/{template}", {**about, **context})
    body = render_to_string("site/base.html", {**about, "main": main})
    response = document(request, body, changed=changed)
    response["Link"] = _needed_first(head.sheet)
    return response


def document(
    request: HttpRequest,
    body: str | bytes,
    kind: str = "text/html; charset=utf-8",
    *,
    changed: datetime | None = None,
) -> HttpResponse:
    """Any public answer. Only the ETag decides about 304: lists change without getting younger."""
    response = HttpResponse(body, content_type=kind)
    _mark(response)
    kept.mark(request)
    if changed:
        response["Last-Modified"] = http_date(changed.timestamp())
    tag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response


@cache
def _needed_first(sheet: str) -> str:
    """The style sheets of a page and its fonts: a server in front can send this ahead as 103."""
    names = (f"site/fonts/{name}-latin.woff2" for name in ("schibsted", "literata"))
    fonts = (f'<{static(name)}>; rel=preload; as=font; type="font/woff2"; crossorigin' for name in names)
    sheets = (f"<{static(name)}>; rel=preload; as=style" for name in ("site/frame.css", sheet))
    return ", ".join([*sheets, *fonts])


def searchable(request: HttpRequest) -> bool:
    """Whether there is a server to search with: a static copy has none."""
    return not getattr(request, "exported", False)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is public here, and nobody can tell why: every such page is the same, byte for byte."""
    body = render_to_string("404.html", {"searchable": searchable(request)})
    return _mark(HttpResponse(body, status=404))


def gone(request: HttpRequest, title: str, reason: str) -> HttpResponse:
    """What was here has been withdrawn."""
    about = {"title": title, "reason": reason, "searchable": searchable(request)}
    kept.mark(request)
    return _mark(HttpResponse(render_to_string("410.html", about), status=410))


def _mark(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = FRESH
    return response
