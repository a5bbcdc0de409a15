"""Tags of the readers' templates."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from django import template
from django.utils.dateformat import format as date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from series import counting, wording

register = template.Library()
NOTHING = SafeString("")


@register.simple_tag
def portrait(
    name: str, digest: str, kind: str = "", *, sizes: str = "10rem", alt: str = "", eager: bool = False
) -> SafeString:
    """A portrait in its box, or a monogram where there is no picture."""
    box = f"portrait {kind}".strip()
    if not digest:
        return format_html(
            '<span class="portrait portrait--mono{}" aria-hidden="true"><span>{}</span></span>',
            f" {kind}" if kind else "",
            wording.initials(name),
        )
    urgency = SafeString('fetchpriority="low"' if eager else 'loading="lazy"')
    return format_html('<span class="{}">{}</span>', box, picture(digest, 320, 400, sizes, alt, urgency))


@register.simple_tag
def picture(
    digest: str, width: int, height: int, sizes: str, alt: str, more: SafeString = NOTHING
) -> SafeString:
    """A picture in the formats that there are of it; the browser takes the first that it knows."""
    sources = format_html_join(
        "",
        '<source type="image/{0}" srcset="{1}/160.{0} 160w, {1}/320.{0} 320w, {1}/640.{0} 640w" sizes="{2}">',
        ((form, f"/images/{digest}", sizes) for form in ("avif", "webp")),
    )
    return format_html(
        '<picture>{}<img src="/images/{}/320.jpg" width="{}" height="{}" alt="{}" {} decoding="async">'
        "</picture>",
        *(sources, digest, width, height, alt, more),
    )


@register.filter
def host(url: str) -> str:
    """The name of the site that a link leads to, for its label."""
    name = urlsplit(url).hostname or ""
    return name.removeprefix("www.") or url


@register.filter
def day(when: datetime | date) -> SafeString:
    """“7 November 2026”, for people and machines."""
    return _dated(localtime(when).date() if isinstance(when, datetime) else when)


@lru_cache(maxsize=1_000)
def _dated(when: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), date_format(when, "j F Y"))


@register.filter
def joined(names: Sequence[str]) -> str:
    """“A, B and C”."""
    return wording.joined(names)


register.filter(counting.number)


@register.filter
def shortened(text: str) -> str:
    """As many of the text's words as a list shows."""
    return wording.shortened(text, 220)
