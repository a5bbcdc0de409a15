"""Filters of a search: from a slug to the tag that the index knows, and from what was found to filters."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from series.editions import live
from series.models import Appearance, Edition, Filing, Person, Series, Topic

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
    """Series, topics and people of what was found, those with the most of it first. Names as of the newest
    live edition: nobody has approved what the catalogue calls them."""
    counts = Counter(each for row in tags for each in row.split())

    def most(letter: str) -> dict[int, int]:
        own = {int(each[1:]): n for each, n in counts.items() if each[0] == letter}
        return dict(sorted(own.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST])

    return [
        ("series", _named(most("s"), _series(list(most("s")), moment))),
        ("topic", _named(most("t"), _topics(list(most("t")), moment))),
        ("person", _named(most("p"), _people(list(most("p")), moment))),
    ]


Names = QuerySet[Any, tuple[int, str, str]]  # primary key, name, slug


def _series(pks: list[int], moment: datetime) -> Names:
    newest = Edition.objects.filter(live(moment), series=OuterRef("pk")).order_by("-first_published", "-pk")
    named = Series.objects.filter(pk__in=pks).annotate(name=Subquery(newest.values("series_title")[:1]))
    return named.values_list("pk", "name", "slug")


def _topics(pks: list[int], moment: datetime) -> Names:
    newest = Filing.objects.filter(live(moment, "edition__"), topic=OuterRef("pk"))
    newest = newest.order_by("-first_published", "-edition_id")
    named = Topic.objects.filter(pk__in=pks).annotate(called=Subquery(newest.values("name")[:1]))
    return named.values_list("pk", "called", "slug")


def _people(pks: list[int], moment: datetime) -> Names:
    newest = Appearance.objects.filter(live(moment, "edition__"), person=OuterRef("pk"))
    newest = newest.order_by("-first_published", "-edition_id", "position")
    named = Person.objects.filter(pk__in=pks).annotate(called=Subquery(newest.values("name")[:1]))
    return named.values_list("pk", "called", "slug")


def _named(counts: dict[int, int], rows: Names) -> tuple[Facet, ...]:
    names = {pk: (name, slug) for pk, name, slug in rows if name}
    return tuple(Facet(*names[pk], n) for pk, n in counts.items() if pk in names)
