"""The labelled lines of a person's part: `**Background:**`, `**Fun Fact:**`, and the organization's."""

import re

from series.importers import Why
from series.importers.layout import Layout

LABEL = re.compile(
    r"^[ \t]*(\*\*|__)(?P<name>[^*_\n:][^*\n:]{0,120}?)[ \t]*(?::[ \t]*\1|\1[ \t]*:)[ \t]*", re.M
)
FIELDS = {
    "background": "background",
    "bio": "background",
    "biography": "background",
    "about": "background",
    "fun fact": "fun_fact",
    "fun facts": "fun_fact",
}
ORGANIZATION = "about_organization"
COMPANY = {"company", "organization", "organisation", "about the company", "about the organization"}


def read_profile(layout: Layout, person: str, start: int, end: int, organization: str) -> dict[str, str]:
    """The fields that the labels between two offsets announce; a text before them is the background."""
    labels = list(LABEL.finditer(layout.source, start, end))
    ends = [label.start() for label in labels[1:]] + [end]
    texts: dict[str, str] = {}
    unknown = []
    for label, stop in zip(labels, ends, strict=False):
        name = _field(label["name"], organization)
        if not name or name in texts:
            unknown.append((label, stop))
            continue
        layout.announce(f"{person}/{name}", *layout.trimmed(*label.span()))
        texts[name] = layout.take(f"{person}/{name}", label.end(), stop)
    _unknown(layout, person, texts, unknown)
    _unlabelled(layout, person, texts, start, labels[0].start() if labels else end)
    return texts


def _field(label: str, organization: str) -> str:
    said = " ".join(label.lower().split())
    if said in FIELDS:
        return FIELDS[said]
    own = " ".join(organization.lower().split())
    return ORGANIZATION if said in COMPANY or (own and said in (own, f"about {own}")) else ""


def _unknown(
    layout: Layout, person: str, texts: dict[str, str], unknown: list[tuple[re.Match[str], int]]
) -> None:
    """A first label that nothing here knows names an organization: it stays in the text about it,
    because it may be another one than the byline's."""
    for label, stop in unknown:
        known = _field(label["name"], "")
        if ORGANIZATION in texts or known:
            what = f"“{label['name'].strip()}” a second time" if known else "A label without a field"
            layout.leave(label.start(), stop, Why.UNPLACED, what)
        else:
            texts[ORGANIZATION] = layout.take(f"{person}/{ORGANIZATION}", label.start(), stop)


def _unlabelled(layout: Layout, person: str, texts: dict[str, str], start: int, end: int) -> None:
    if "background" not in texts:
        text = layout.take(f"{person}/background", start, end)
        texts.update({"background": text} if text else {})
