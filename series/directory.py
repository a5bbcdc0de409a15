"""What there is to read: every public address, for sitemaps, the archive and the static copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from series.cards import PERSON as PERSON_COLUMNS
from series.cards import Appears, Filed, Part, part
from series.counting import Counted
from series.editions import ORDER, PART, live
from series.jsonlist import JSONList
from series.models import Appearance, Edition, Filing, Organization, Person, Series, Topic
from series.prepared import Prepared

SHELF = 6  # parts that a series shows on a list of series


class Address(NamedTuple):
    """A live edition's page, and the pictures on it (digests)."""

    series: str
    slug: str
    changed: datetime
    pictures: tuple[str, ...]


def addresses(moment: datetime) -> Iterator[Address]:
    """Every live edition, newest first: one query."""
    portraits = Appearance.objects.filter(edition=OuterRef("pk")).exclude(portrait="").order_by("position")
    rows = (
        Edition.objects.filter(live(moment))
        .order_by(*ORDER)
        .annotate(faces=JSONList(portraits, of="portrait"))
    )
    columns = ("series__slug", "slug", "live_from", "cover", "faces")
    for series, slug, changed, cover, faces in rows.values_list(*columns).iterator(2000):
        shown = filter(None, [cover, *(each["of"] for each in faces)])
        yield Address(series, slug, changed, tuple(dict.fromkeys(shown)))


def directory(moment: datetime) -> Iterator[tuple[str, str]]:
    """The view and the address of everything that has live editions: one query for each kind."""
    appears = Appearance.objects.filter(live(moment, "edition__"))
    public = Edition.objects.filter(live(moment))
    shown: tuple[tuple[type, str, QuerySet], ...] = (
        (Series, "series", public.values("series")),
        (Person, "person", appears.exclude(person=None).values("person")),
        (Organization, "organization", appears.exclude(organization=None).values("organization")),
        (Topic, "topic", Edition.topics.through.objects.filter(edition__in=public).values("topic")),
    )
    for model, view, pks in shown:
        rows = model._default_manager.filter(pk__in=pks).order_by("slug")
        for slug in rows.values_list("slug", flat=True).iterator(2000):
            yield view, slug


def years(moment: datetime) -> list[tuple[int, int]]:
    """The years that something live first appeared in, the latest first, and how much: three queries."""
    public = Edition.objects.filter(live(moment), first_published__lte=moment)  # says: by this index
    began = public.values_list("first_published", flat=True)
    newest, oldest = (began.order_by(order).first() for order in ("-first_published", "first_published"))
    if newest is None or oldest is None:
        return []
    years = range(localtime(newest).year, localtime(oldest).year - 1, -1)
    counts = [Counted(public.filter(first_published__year=year)) for year in years]
    row = Series.objects.order_by().values_list(*counts)[0]  # any row: there is one to ask beside
    return [(year, n) for year, n in zip(years, row, strict=True) if n]


def moved(moment: datetime) -> Iterator[tuple[str, str, str]]:
    """Series, former slug and slug of every live installment that had another address: one query."""
    now = Edition.objects.filter(live(moment), installment=OuterRef("installment")).order_by(
        "-live_from", "-pk"
    )
    rows = Edition.objects.filter(ended="", live_until__lte=moment).annotate(
        now=Subquery(now.values("slug")[:1])
    )
    rows = rows.exclude(now=None).exclude(slug=F("now")).order_by("series__slug", "slug", "now")
    return rows.values_list("series__slug", "slug", "now").distinct().iterator()


# -- with what is in it


@dataclass(frozen=True)
class Shelf:
    """A series with its newest parts."""

    title: str
    slug: str
    standfirst: str
    tone: str
    format: str
    count: int  # of all its live editions: see `series.counting`
    parts: tuple[Part, ...]


def shelves(moment: datetime, slug: str = "") -> tuple[Shelf, ...]:
    """Every series that has something to read (or the one named), the latest first: one query."""
    rows = _SHELF.rows(moment=moment, slug=slug) if slug else _SHELVES.rows(moment=moment)
    return tuple(
        Shelf(
            *(row["name"], row["slug"], row["standfirst"], row["tone"], row["format"], row["count"]),
            parts=tuple(part(each, row["name"], row["slug"]) for each in row["parts"][::-1]),
        )
        for row in rows
    )


def _shelves(moment: datetime, **named: str) -> QuerySet[Series, dict[str, Any]]:
    public = Edition.objects.filter(live(moment), series=OuterRef("pk")).order_by(*ORDER)
    query = Series.objects.filter(Exists(public), **named).annotate(
        newest=Subquery(public.values("first_published")[:1]),
        name=Subquery(public.values("series_title")[:1]),
        count=Counted(public),
        parts=JSONList(public[:SHELF], **PART),
    )
    columns = ("name", "slug", "standfirst", "tone", "format", "count", "parts")
    return query.order_by("-newest", "name").values(*columns)


_SHELVES, _SHELF = Prepared(_shelves, moment=datetime), Prepared(_shelves, moment=datetime, slug=str)


def topics(moment: datetime, slug: str = "") -> tuple[Filed, ...]:
    """Every topic (or the one named) as its newest live edition calls it, with their number: one query."""
    rows = _TOPIC.rows(moment=moment, slug=slug) if slug else _TOPICS.rows(moment=moment)
    return tuple(Filed(row["called"], row["slug"], row["count"]) for row in rows)


def _topics(moment: datetime, **which: str) -> QuerySet[Topic, dict[str, Any]]:
    filed = Filing.objects.filter(live(moment, "edition__"), topic=OuterRef("pk"))
    newest = filed.order_by("-first_published", "-edition_id").values("name")
    named = Topic.objects.filter(Exists(filed), **which)
    called = named.annotate(called=Subquery(newest[:1]), count=Counted(filed))
    return called.order_by("called").values("called", "slug", "count")


_TOPICS, _TOPIC = Prepared(_topics, moment=datetime), Prepared(_topics, moment=datetime, slug=str)


def people(moment: datetime, after: str = "", limit: int = 60) -> tuple[tuple[Appears, ...], str]:
    """Everybody who appears, as of their newest appearance, by address; and the next page's `after`."""
    rows = _newest(moment).filter(slug__gt=after).order_by("slug")[: limit + 1]
    found = tuple(Appears(**each.newest[0]) for each in rows)
    return found[:limit], (found[limit - 1].slug or "") if len(found) > limit else ""


def _newest(moment: datetime) -> QuerySet[Person]:
    public = Appearance.objects.filter(live(moment, "edition__"), person=OuterRef("pk"))
    newest = public.order_by("-first_published", "-edition_id", "position")
    return Person.objects.filter(Exists(public)).annotate(newest=JSONList(newest[:1], **PERSON_COLUMNS))
