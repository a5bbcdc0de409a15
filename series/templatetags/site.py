"""Tags of the readers' templates."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from series import wording

register = template.Library()


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
    base = f"/images/{digest}"
    return format_html(
        '<span class="{0}"><img src="{1}/320.webp" srcset="{1}/160.webp 160w, {1}/320.webp 320w,'
        ' {1}/640.webp 640w" sizes="{2}" width="320" height="400" alt="{3}" {4} decoding="async"></span>',
        box,
        base,
        sizes,
        alt,
        SafeString('fetchpriority="low"' if eager else 'loading="lazy"'),
    )


@register.filter
def host(url: str) -> str:
    """The name of the site that a link leads to, for its label."""
    name = urlsplit(url).hostname or ""
    return name.removeprefix("www.") or url


@register.filter
def joined(names: Sequence[str]) -> str:
    """“A, B and C”."""
    return wording.joined(names)


@register.filter
def shortened(text: str) -> str:
    """As many of the text's words as a list shows."""
    return wording.shortened(text, 220)
