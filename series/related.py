"""Stories that have something in common with a story: read in its own query, put in order here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import OuterRef

from series.cards import Card, stories, story
from series.jsonlist import JSONList, read
from series.liveness import live
from series.manuscript import Format
from series.models import Appearance, Edition, Filing

RELATED = 4
CANDIDATES, LOOKED_AT = 8, 24  # stories of each topic that compete, and the newest it has of any kind
OF_PEOPLE = 4, 12  # the same of each person and organization: a shared topic counts for more


def near(moment: datetime) -> dict[str, JSONList]:
    """For each topic, person and organization of a story, and for its series, the newest others."""
    of_topics = Filing.objects.filter(edition=OuterRef("pk"))
    of_people = Appearance.objects.filter(edition=OuterRef("pk"))
    others = Edition.objects.filter(live(moment), series=OuterRef("series")).exclude(pk=OuterRef("pk"))
    return {
        "near_topics": JSONList(of_topics, near=_newest(Filing, "topic", moment, CANDIDATES, LOOKED_AT)),
        "near_people": JSONList(of_people, near=_newest(Appearance, "person", moment, *OF_PEOPLE)),
        "near_places": JSONList(of_people, near=_newest(Appearance, "organization", moment, *OF_PEOPLE)),
        "near_series": stories(others.order_by("-first_published", "-pk")[:CANDIDATES], ""),
    }


def _newest(
    model: type[Filing] | type[Appearance], of: str, moment: datetime, most: int, looked_at: int
) -> JSONList:
    rows = model._default_manager.filter(**{of: OuterRef(OuterRef(of))})
    order = ("-first_published", "-edition_id")
    newest = rows.order_by(*order)[:looked_at]  # in an index: few of a busy topic's may be stories
    found = model._default_manager.filter(live(moment, "edition__"), pk__in=newest.values("pk"))
    return stories(found.filter(edition__format=Format.STORY).order_by(*order)[:most])


def likest(own: Card, row: dict[str, Any]) -> tuple[Card, ...]:
    """Others that share topics, then people or organizations, then the series; never itself."""
    lists = [each["near"] for name in ("topics", "people", "places") for each in row[f"near_{name}"]]
    found = {each["pk"]: each for near in (*map(read, lists), row["near_series"]) for each in near}
    found.pop(own.pk, None)
    likeness = _likeness(own)

    def rank(other: Mapping[str, Any]) -> tuple[Any, ...]:
        return *likeness(other), other["first_published"], other["pk"]

    return tuple(map(story, sorted(found.values(), key=rank, reverse=True)[:RELATED]))


def _likeness(own: Card) -> Callable[[Mapping[str, Any]], tuple[int, int, bool]]:
    """How much a row of `stories` has in common with this one."""
    own_topics = {each.slug for each in own.topics}
    own_people = {each.slug for each in own.people if each.slug}
    own_places = {each.organization_slug for each in own.people if each.organization_slug}

    def likeness(other: Mapping[str, Any]) -> tuple[int, int, bool]:
        appearing, topics = read(other["appearing"]), {each["slug"] for each in read(other["filed"])}
        people = {each["slug"] for each in appearing}
        places = {each["organization_slug"] for each in appearing}
        shared = 2 * len(own_people & people) + len(own_places & places)
        return len(own_topics & topics), shared, own.series_slug == other["series__slug"]

    return likeness
