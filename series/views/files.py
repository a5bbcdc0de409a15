"""What is not a page: pictures, feeds, the sitemap, robots.txt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from series import editions, feeds, kept, placards, renditions, sitemaps
from series.manuscript import Format

from .answering import document, not_found
from .moved import moved

KEEP = "public, max-age=600"  # short enough that a withdrawn picture is soon gone from caches


@require_safe
def picture(request: HttpRequest, digest: str, width: str, form: str) -> HttpResponse:
    """A picture that a live edition shows; the desk sees its own drafts' too."""
    public = editions.shows_picture(digest, timezone.now())
    if not public and not request.user.is_staff:
        return not_found(request)
    try:
        content, kind = renditions.rendition(digest, int(width), form)
    except LookupError:
        return not_found(request)
    response = document(request, content, kind)
    response["Cache-Control"] = KEEP if public else "private, no-store"
    kept.mark(request, public)
    return response


@require_safe
def card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The picture of a live edition for where its address is shared."""
    found = editions.one(pk, timezone.now())
    if found is None or not found.digest.startswith(digest):
        return not_found(request)
    response = document(request, placards.placard(found), "image/png")
    response["Cache-Control"] = KEEP
    return response


@require_safe
def feed(request: HttpRequest, kind: str, slug: str = "", of: str = "") -> HttpResponse:
    """Everything, or one series, topic or person, as RSS, Atom or JSON Feed."""
    found = feeds.OF[of](slug, timezone.now()) if of else feeds.everything(timezone.now())
    return document(request, *feeds.written(found, kind)) if found else moved(request, of, slug)


@require_safe
def format_feed(request: HttpRequest, kind: str, format: Format) -> HttpResponse:
    """Interviews alone, or stories alone."""
    return document(request, *feeds.written(feeds.of_format(format, timezone.now()), kind))


@require_safe
def sitemap(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Every public page."""
    now = timezone.now()
    found = sitemaps.everything(now) if number is None else sitemaps.numbered(number, now)
    return document(request, found, "application/xml; charset=utf-8") if found else not_found(request)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read."""
    lines = ["User-agent: *", "Disallow: /desk/", "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return document(request, "\n".join(lines), "text/plain; charset=utf-8")
