"""What there is to read: every public address, for sitemaps, the archive and the static copy."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from series.counting import Counted
from series.editions import ORDER, live
from series.jsonlist import JSONList
from series.models import Appearance, Edition, Organization, Person, Series, Topic


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
