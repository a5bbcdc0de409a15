"""Who somebody is, as the heading of their part says it: `[Name](link) - Role at [Organization](link)`."""

import re
from dataclasses import dataclass

from series.importers.layout import Layout, Span

LINKED = r"\[(?P<{0}>[^\[\]\n]*)\]\((?P<{1}>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\s*\)"
NAME = re.compile(
    rf"(\*\*|__)?{LINKED.format('name', 'url')}(?(1)\1)" + r"|(?P<plain>[^\[\]\n]{0,200}?)(?=\s+[-–—|]\s|\Z)"
)
SEPARATOR = re.compile(r"\s*(?:[-–—|]|,)\s+|\s*[-–—|]?\s*\Z")
AT = re.compile(r"(?<!\S)(?:at|@)(?:\s+|\Z)")
ORGANIZATION = re.compile(LINKED.format("organization", "organization_url") + r"\s*\Z")
NAMES = ("name", "url", "role", "organization", "organization_url")


@dataclass(frozen=True, slots=True)
class Byline:
    """The spans of what a byline says; None for what it does not say."""

    name: Span
    url: Span | None = None
    role: Span | None = None
    organization: Span | None = None
    organization_url: Span | None = None

    @property
    def is_full(self) -> bool:
        """Whether it says more than a name: only then is a heading surely one."""
        return any((self.url, self.role, self.organization))

    def place(self, layout: Layout, person: str, start: int, end: int) -> dict[str, str]:
        """The texts by field; the rest between `start` and `end` is syntax."""
        texts = {}
        at = start
        for name in NAMES:
            span: Span | None = getattr(self, name)
            layout.announce(f"{person}/{name}", span[0] if span else self.name[0])
            if span:
                texts[name] = layout.take(f"{person}/{name}", *span)
                layout.syntax(at, span[0])
                at = span[1]
        layout.syntax(at, end)
        return texts


def read_byline(source: str, start: int, end: int) -> Byline | None:
    """The byline in this span of a source; None where it does not read as one."""
    name = NAME.match(source, start, end)
    if not name:
        return None
    linked = name["plain"] is None
    separator = SEPARATOR.match(source, name.end(), end)
    if not separator or separator.end() == end:
        spans = name.span("name" if linked else "plain")
        if not separator:
            return None
        return Byline(spans, name.span("url") if linked else None)
    role, organization, url = _position(source, separator.end(), end)
    return Byline(
        name.span("name" if linked else "plain"),
        name.span("url") if linked else None,
        role,
        organization,
        url,
    )


def _position(source: str, start: int, end: int) -> tuple[Span | None, Span | None, Span | None]:
    """Role, organization and its link in "Head of Data at [Tidewater](https://…)"."""
    places = list(AT.finditer(source, start, end))
    for at in places:
        linked = ORGANIZATION.match(source, at.end(), end)
        if linked:
            return (start, at.start()), linked.span("organization"), linked.span("organization_url")
    if places:
        return (start, places[-1].start()), (places[-1].end(), end), None
    linked = ORGANIZATION.match(source, start, end)
    if linked:
        return None, linked.span("organization"), linked.span("organization_url")
    return (start, end), None, None
