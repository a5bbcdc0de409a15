"""Filters of a search: from a slug to the tag that the index knows, and from what was found to filters."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from series.editions import live
from series.models import Appearance, Person, Series, Topic

SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)
MOST = 6  # filters of each sort


@dataclass(frozen=True)
class Facet:
    """A filter that something of what was found passes."""

    label: str
    value: str
    count: int


def tag(*, series: str, topic: str, person: str) -> tuple[str, ...] | None:
    """The tags of these slugs; None where there is no such thing."""
    tags = []
    for letter, model, slug in (("s", Series, series), ("t", Topic, topic), ("p", Person, person)):
        if slug:
            if not SLUG.fullmatch(slug):
                return None
            pk = model._default_manager.filter(slug=slug).values_list("pk", flat=True).first()
            if pk is None:
                return None
            tags.append(f"{letter}{pk}")
    return tuple(tags)


def facets(tags: list[str], moment: datetime) -> list[tuple[str, tuple[Facet, ...]]]:
    """Series, topics and people of what was found, those with the most of it first."""
    counts = Counter(each for row in tags for each in row.split())

    def most(letter: str) -> dict[int, int]:
        own = {int(each[1:]): n for each, n in counts.items() if each[0] == letter}
        return dict(sorted(own.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST])

    return [
        ("series", _named(most("s"), list(Series.objects.values_list("pk", "title", "slug")))),
        (
            "topic",
            _named(
                most("t"),
                list(Topic.objects.filter(pk__in=most("t")).values_list("pk", "name", "slug")),
            ),
        ),
        ("person", _named(most("p"), _people(list(most("p")), moment))),
    ]


def _people(pks: list[int], moment: datetime) -> list[tuple[int, str, str]]:
    """Names as of the newest live edition."""
    rows = Appearance.objects.filter(live(moment, "edition__"), person__in=pks)
    return list(
        rows.order_by("edition__first_published", "edition").values_list("person", "name", "person__slug")
    )


def _named(counts: dict[int, int], rows: list[tuple[int, str, str]]) -> tuple[Facet, ...]:
    names = {pk: (name, slug) for pk, name, slug in rows}
    return tuple(Facet(*names[pk], n) for pk, n in counts.items() if pk in names)
