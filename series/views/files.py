"""What is not a page: pictures, feeds, the sitemap, robots.txt."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from series import editions, feeds, images, sitemaps
from series.manuscript import Format

from .answering import document, not_found

KEEP = "public, max-age=600"  # short enough that a withdrawn picture is soon gone from caches
DIGEST = re.compile(r"[0-9a-f]{64}")


@require_safe
def picture(request: HttpRequest, digest: str, width: int) -> HttpResponse:
    """A picture that a live edition shows; the desk sees its own drafts' too."""
    if not DIGEST.fullmatch(digest):
        return not_found(request)
    public = editions.shows_picture(digest, timezone.now())
    if not public and not request.user.is_staff:
        return not_found(request)
    try:
        content, kind = images.rendition(digest, width)
    except LookupError:
        return not_found(request)
    response = document(request, content, kind)
    response["Cache-Control"] = KEEP if public else "private, no-store"
    return response


@require_safe
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything, as RSS or Atom."""
    return document(request, *feeds.everything(kind, timezone.now()))


@require_safe
def interviews_feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Interviews alone."""
    return document(request, *feeds.everything(kind, timezone.now(), Format.INTERVIEWS))


@require_safe
def stories_feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Stories alone."""
    return document(request, *feeds.everything(kind, timezone.now(), Format.STORY))


@require_safe
def series_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One series."""
    found = feeds.of_series(slug, kind, timezone.now())
    return document(request, *found) if found else not_found(request)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page."""
    return document(request, sitemaps.everything(timezone.now()), "application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read."""
    lines = ["User-agent: *", "Disallow: /desk/", "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return document(request, "\n".join(lines), "text/plain; charset=utf-8")
