"""The only reader of what is public: which editions are live at a moment, one by one and in lists.

Everything here takes the moment; nothing here reads a row that an editor is working on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from series.cards import (
    ANNOTATED,
    COLUMNS,
    Appears,
    Card,
    Filed,
    Listing,
    Page,
    Part,
    card,
    cards,
    listed,
    part,
)
from series.cards import PERSON as PERSON_COLUMNS
from series.counting import Counted
from series.jsonlist import JSONList
from series.manuscript import Manuscript
from series.models import Announcement, Appearance, Edition, Filing, Person, Series, Topic
from series.prepared import Prepared

PAGE = 20  # editions on one page of a list
EARLIER = 5  # earlier parts that a page names
SHELF = 6  # parts that a series shows on a list of series
RELATED, CANDIDATES = 4, 60  # related stories, and how many recent ones are compared
ORDER = ("-first_published", "-pk")
CURSOR = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9]{1,18}")
PART = {"part": "part", "title": "title", "slug": "slug", "first_published": "first_published"}


def live(moment: datetime, edition: str = "") -> Q:
    """The condition of being public at a moment; `edition` leads to it: “edition__”."""
    begun = Q(**{f"{edition}ended": "", f"{edition}live_from__lte": moment})
    return begun & (Q(**{f"{edition}live_until": None}) | Q(**{f"{edition}live_until__gt": moment}))


# -- one


def at(series: str, slug: str, moment: datetime) -> Page | None:
    """What is live at an address, with its neighbours: one query."""
    rows = _AT.rows(series=series, slug=slug, moment=moment)
    if not rows:
        return None
    row, own = rows[0], card(rows[0])
    earlier, later = _parts(own, row["before"]), _parts(own, row["after"])
    return Page(
        card=own,
        json=row["manuscript"],
        html=row["html"],
        html_by_question=row["html_by_question"],
        notices=tuple(row["corrections"]),
        earlier=earlier,
        later=later[0] if later else None,
    )


def _at(series: str, slug: str, moment: datetime) -> QuerySet[Edition, dict[str, Any]]:
    query = Edition.objects.filter(live(moment), series__slug=series, slug=slug)
    beside = _neighbours(moment)
    newest = listed(query.order_by("-live_from", "-pk").annotate(**beside))
    return newest.values(
        *COLUMNS, *ANNOTATED, *beside, "corrections", "manuscript", "html", "html_by_question"
    )[:1]


_AT = Prepared(_at, series=str, slug=str, moment=datetime)


def _neighbours(moment: datetime) -> dict[str, Case]:
    """Other parts of the series: by number where parts are numbered, else by date."""
    others = Edition.objects.filter(live(moment), series=OuterRef("series"))
    own, then = OuterRef("part"), OuterRef("first_published")
    by_date = others.filter(part=None)
    before = by_date.filter(first_published__lt=then).order_by(*ORDER)[:EARLIER]
    after = by_date.filter(first_published__gt=then).order_by("first_published", "pk")[:1]
    return {
        "before": _by(others.filter(part__lt=own).order_by("-part", "-pk")[:EARLIER], before),
        "after": _by(others.filter(part__gt=own).order_by("part", "pk")[:1], after),
    }


def _by(number: QuerySet[Edition], date: QuerySet[Edition]) -> Case:
    return Case(When(part=None, then=JSONList(date, **PART)), default=JSONList(number, **PART))


def _parts(own: Card, rows: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(part(each, own.series, own.series_slug) for each in rows)


def was_at(series: str, slug: str, moment: datetime) -> Edition | None:
    """The newest edition that has been public of what was once public at an address.

    It is live (then the installment has moved), withdrawn, or None: nothing was ever public there.
    """
    withdrawn = Q(ended=Edition.WITHDRAWN, ended_at__gte=F("live_from"))
    begun = Q(live_from__lte=moment) & (Q(ended="") | withdrawn)
    newest = ("-live_from", "-pk")
    here = Edition.objects.filter(begun, series__slug=series, slug=slug).order_by(*newest)
    found = Edition.objects.filter(begun, installment=Subquery(here.values("installment")[:1]))
    light = found.select_related("series").defer("html", "html_by_question", "manuscript")
    return light.order_by(*newest).first()


def shows_picture(digest: str, moment: datetime) -> bool:
    """Whether a live edition shows this picture."""
    shown = Appearance.objects.filter(live(moment, "edition__"), portrait=digest)
    cover = Edition.objects.filter(live(moment), cover=digest)
    return shown.exists() or cover.exists()


def announcement(today: date) -> Announcement | None:
    """The line across the top of the site on this day."""
    current = Announcement.objects.filter(first_day__lte=today, last_day__gte=today)
    return current.order_by("last_day", "pk").first()


def text(pk: int) -> Manuscript:
    """The manuscript of a live edition that a list has named."""
    return texts([pk])[pk]


def texts(pks: Sequence[int]) -> dict[int, Manuscript]:
    """The same of several: one query."""
    rows = Edition.objects.filter(pk__in=pks).values_list("pk", "manuscript")
    return {pk: Manuscript.from_json(json) for pk, json in rows}


def one(pk: int, moment: datetime) -> Card | None:
    """A live edition by its number."""
    found = cards(Edition.objects.filter(live(moment), pk=pk))
    return found[0] if found else None


# -- lists of editions


def latest(
    moment: datetime,
    *,
    series: str = "",
    format: str = "",
    person: str = "",
    organization: str = "",
    topic: str = "",
    year: int = 0,
    before: str = "",
    limit: int = PAGE,
) -> Listing:
    """Live editions, newest first, of a series, person, organization or topic (by slug): one query.

    `before` is a cursor of an earlier Listing; ValueError for anything else.
    """
    query = Edition.objects.filter(live(moment))
    if series:
        query = query.filter(series__slug=series)
    if format:
        query = query.filter(format=format)
    if person:
        query = query.filter(pk__in=Appearance.objects.filter(person__slug=person).values("edition"))
    if organization:
        appears = Appearance.objects.filter(organization__slug=organization)
        query = query.filter(pk__in=appears.values("edition"))
    if year:
        query = query.filter(first_published__year=year)  # in the site's time zone; uses the index
    order: tuple[str, ...] = ORDER
    if topic:
        order = ("-filings__first_published", "-filings__edition")
        query = query.filter(_beyond(before, "filings__", "edition"), filings__topic__slug=topic)
    else:
        query = query.filter(_beyond(before))
    found = cards(query.order_by(*order)[: limit + 1])
    return Listing(found[:limit], found[limit - 1].cursor if len(found) > limit else "")


def _beyond(cursor: str, filed: str = "", pk: str = "pk") -> Q:
    if not cursor:
        return Q()
    if not CURSOR.fullmatch(cursor):
        raise ValueError("This is no place in a list.")
    stamp, _, last = cursor.partition("-")
    then = datetime.strptime(stamp, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    column = f"{filed}first_published"
    tie = Q(**{column: then, f"{filed}{pk}__lt": int(last)})
    return Q(**{f"{column}__lte": then}) & (
        Q(**{f"{column}__lt": then}) | tie
    )  # the first half uses the index


def related(own: Card, moment: datetime) -> tuple[Card, ...]:
    """Others that share topics, then people or organizations, then the series; never itself: one query."""
    topics = [each.slug for each in own.topics]
    people = [each.slug for each in own.people if each.slug]
    of_topic = Topic.objects.filter(slug__in=topics, editions=OuterRef("pk"))
    of_person = Appearance.objects.filter(person__slug__in=people, edition=OuterRef("pk"))
    query = Edition.objects.filter(live(moment), format=own.format).exclude(pk=own.pk)
    near = query.filter(Exists(of_topic) | Exists(of_person) | Q(series__slug=own.series_slug))
    found = cards(near.order_by(*ORDER)[:CANDIDATES])
    return tuple(sorted(found, key=lambda each: _likeness(own, each), reverse=True)[:RELATED])


def _likeness(own: Card, other: Card) -> tuple[int, int, bool]:
    topics = {each.slug for each in own.topics} & {each.slug for each in other.topics}
    people = {each.slug for each in own.people if each.slug} & {each.slug for each in other.people}
    places = {each.organization_slug for each in own.people if each.organization_slug}
    places &= {each.organization_slug for each in other.people}
    return len(topics), 2 * len(people) + len(places), own.series_slug == other.series_slug


# -- lists of what has live editions


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
    public = Edition.objects.filter(live(moment), series=OuterRef("pk")).order_by(*ORDER)
    query = Series.objects.filter(Exists(public)).annotate(
        newest=Subquery(public.values("first_published")[:1]),
        name=Subquery(public.values("series_title")[:1]),
        count=Counted(public),
        parts=JSONList(public[:SHELF], **PART),
    )
    if slug:
        query = query.filter(slug=slug)
    return tuple(
        Shelf(
            *(each.name, each.slug, each.standfirst, each.tone, each.format, each.count),
            parts=tuple(part(row, each.name, each.slug) for row in each.parts[::-1]),
        )
        for each in query.order_by("-newest", "name")
    )


def topics(moment: datetime, slug: str = "") -> tuple[Filed, ...]:
    """Every topic (or the one named) as its newest live edition calls it, with their number: one query."""
    filed = Filing.objects.filter(live(moment, "edition__"), topic=OuterRef("pk"))
    newest = filed.order_by("-first_published", "-edition").values("name")
    query = Topic.objects.annotate(count=Counted(filed))
    if slug:
        query = query.filter(slug=slug)
    rows = query.filter(count__gt=0).annotate(called=Subquery(newest[:1])).order_by("called")
    return tuple(Filed(*each) for each in rows.values_list("called", "slug", "count"))


def people(moment: datetime, after: str = "", limit: int = 60) -> tuple[tuple[Appears, ...], str]:
    """Everybody who appears, as of their newest appearance, by address; and the next page's `after`."""
    rows = _newest(moment).filter(slug__gt=after).order_by("slug")[: limit + 1]
    found = tuple(Appears(**each.newest[0]) for each in rows)
    return found[:limit], (found[limit - 1].slug or "") if len(found) > limit else ""


def _newest(moment: datetime) -> QuerySet[Person]:
    public = Appearance.objects.filter(live(moment, "edition__"), person=OuterRef("pk"))
    newest = public.order_by("-edition__first_published", "-edition", "position")
    return Person.objects.filter(Exists(public)).annotate(newest=JSONList(newest[:1], **PERSON_COLUMNS))
