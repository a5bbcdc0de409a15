"""The sitemap: every public page with the date of its text."""

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.urls import reverse

from series import editions
from series.structured import absolute

MOST = 50_000  # addresses in one sitemap (sitemaps.org)


def everything(moment: datetime) -> str:
    """The XML."""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    rows = [_row(*each) for each in _addresses(moment)]
    return "\n".join([head, *rows[:MOST], "</urlset>\n"])


def _row(address: str, changed: datetime | None = None) -> str:
    date = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(absolute(address))}</loc>{date}</url>"


def _addresses(moment: datetime) -> Iterator[tuple[str, datetime | None]]:
    for name in ("home", "series_index", "stories", "topics", "people"):
        yield reverse(name), None
    for view, slug in editions.directory(moment):
        yield reverse(view, args=[slug]), None
    for series, slug, changed in editions.addresses(moment, MOST):
        yield reverse("edition", args=[series, slug]), changed
