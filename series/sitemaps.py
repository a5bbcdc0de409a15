"""The sitemap: every public page with its date and its pictures; several where one would be too long."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

from django.urls import reverse

from series import directory
from series.structured import absolute

MOST = 50_000  # addresses in one sitemap (sitemaps.org)
WIDTH = 640  # of the pictures
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGES = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def everything(moment: datetime) -> str:
    """The whole in one; where that is too long, an index of the numbered ones."""
    rows = list(_rows(moment))
    if len(rows) <= MOST:
        return _set(rows)
    numbers = range(1, 2 + (len(rows) - 1) // MOST)
    maps = [f"<sitemap><loc>{absolute(reverse('sitemap_of', args=[n]))}</loc></sitemap>" for n in numbers]
    return "\n".join([HEAD, f"<sitemapindex {NAMES}>", *maps, "</sitemapindex>\n"])


def numbered(number: int, moment: datetime) -> str | None:
    """One of several; None where there is none of this number."""
    rows = list(islice(_rows(moment), (number - 1) * MOST, number * MOST)) if number > 0 else []
    return _set(rows) if rows else None


def _set(rows: list[str]) -> str:
    return "\n".join([HEAD, f"<urlset {NAMES} {IMAGES}>", *rows, "</urlset>\n"])


def _rows(moment: datetime) -> Iterator[str]:
    for name in ("home", "series_index", "stories", "topics", "people", "archive"):
        yield _row(reverse(name))
    for year, _ in directory.years(moment):
        yield _row(reverse("year", args=[year]))
    for view, slug in directory.directory(moment):
        yield _row(reverse(view, args=[slug]))
    for each in directory.addresses(moment):
        address = reverse("edition", args=[each.series, each.slug])
        images = (f"/images/{digest}/{WIDTH}.webp" for digest in each.pictures)
        yield _row(address, each.changed, "".join(_image(image) for image in images))


def _row(address: str, changed: datetime | None = None, images: str = "") -> str:
    date = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(absolute(address))}</loc>{date}{images}</url>"


def _image(address: str) -> str:
    return f"<image:image><image:loc>{escape(absolute(address))}</image:loc></image:image>"
