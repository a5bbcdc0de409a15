"""What a page says of itself to browsers, search engines and where its address is shared.

Made here and not by a template, which would take longer for it than the database for the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape  # Django's own, which takes lazy texts, too, costs three times as much

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from series import structured


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a page says of itself."""

    title: str
    description: str
    path: str  # of the page that is to be linked to
    section: str = ""  # of the main menu
    current: str = "true"  # "page" where this page is the menu's own
    tone: str = ""
    sheet: str = "site/lists.css"  # the style sheet beside the one that every page has
    kind: str = "website"  # og:type
    published: datetime | None = None
    picture: str = ""
    picture_alt: str = "Stet"
    robots: str = ""  # "" where the page may be listed and followed
    feed: str = ""
    feed_title: str = ""
    previous: str = ""
    next: str = ""
    graph: list[structured.Data] = field(default_factory=list)

    @property
    def canonical(self) -> str:
        """The address of the page that is to be linked to."""
        return structured.absolute(self.path)

    @property
    def at_home(self) -> bool:
        """Whether this is the home page."""
        return self.path == "/"

    @property
    def image(self) -> str:
        """The picture that stands for this page elsewhere."""
        return structured.absolute(self.picture or static(structured.CARD))

    @property
    def wide(self) -> bool:
        """Whether that picture was made for the purpose: 1200 by 630 pixels."""
        return not self.picture.startswith("/images/")

    @property
    def copy(self) -> str:
        """The address of the page's Markdown version; "" where it has none."""
        if self.robots or "?" in self.path:
            return ""
        return "/index.md" if self.path == "/" else f"{self.path.rstrip('/')}.md"

    def meta(self) -> SafeString:
        """The lines of the page's head that are its own."""
        return SafeString("".join(f"{line}\n" for line in self._lines()))

    def _lines(self) -> Iterator[str]:
        yield _meta("name", "description", self.description)
        if self.robots:
            yield _meta("name", "robots", self.robots)
        yield f'<link rel="canonical" href="{escape(self.canonical)}">'
        for way, address in (("prev", self.previous), ("next", self.next)):
            if address:
                yield f'<link rel="{way}" href="{escape(address)}">'
        if self.feed:
            kind = f'type="application/rss+xml" title="{escape(self.feed_title)}"'
            yield f'<link rel="alternate" {kind} href="{escape(self.feed)}">'
        if self.copy:
            yield f'<link rel="alternate" type="text/markdown" href="{escape(self.copy)}">'
        yield from self._open_graph()
        yield _meta("name", "twitter:card", "summary_large_image" if self.wide else "summary")
        if self.graph:
            yield f'<script type="application/ld+json">{structured.script(self.graph)}</script>'

    def _open_graph(self) -> Iterator[str]:
        yield _meta("property", "og:site_name", "Stet")
        yield _meta("property", "og:type", self.kind)
        yield _meta("property", "og:title", self.title)
        yield _meta("property", "og:description", self.description)
        yield _meta("property", "og:url", self.canonical)
        yield _meta("property", "og:locale", "en_GB")
        yield _meta("property", "og:image", self.image)
        if self.wide:
            yield _meta("property", "og:image:width", "1200")
            yield _meta("property", "og:image:height", "630")
        yield _meta("property", "og:image:alt", self.picture_alt)
        if self.published:
            yield _meta("property", "article:published_time", localtime(self.published).isoformat())


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}">'
