"""The only reader of what is public: which editions are live at a moment, one by one and in lists.

Everything here takes the moment; nothing here reads a row that an editor is working on.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.utils import timezone

from series import related
from series.cards import (
    ANNOTATED,
    COLUMNS,
    Card,
    Listing,
    Page,
    Part,
    card,
    cards,
    listed,
    part,
)
from series.jsonlist import JSONList
from series.liveness import live
from series.manuscript import Manuscript
from series.models import Announcement, Appearance, Edition, Organization, Person, Series, Topic
from series.prepared import Prepared

PAGE = 20  # editions on one page of a list
EARLIER = 5  # earlier parts that a page names
WHOLE = ("corrections", "manuscript", "html", "html_by_question")
ORDER = ("-first_published", "-pk")
CURSOR = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9]{1,18}")
THROUGH = {"topic": "filings__", "person": "appearances__", "organization": "appearances__"}
COLUMN = {"format": "format", "year_0": "first_published__gte", "year_1": "first_published__lt"}
OF = {  # by what has the slug: asked for by itself, so that an index gives the order
    "series": (Series, "series"),
    "topic": (Topic, "filings__topic"),
    "person": (Person, "appearances__person"),
    "organization": (Organization, "appearances__organization"),
}
PART = {"part": "part", "title": "title", "slug": "slug", "first_published": "first_published"}


# -- one


def at(series: str, slug: str, moment: datetime) -> Page | None:
    """What is live at an address, with its neighbours or its related stories: one query."""
    known = series in _interviews
    rows = (_PART if known else _ANY).rows(series=series, slug=slug, moment=moment)
    if not rows:
        return None
    row, own = rows[0], card(rows[0])
    if own.is_story and known:  # the address of a series that was renamed is another's now
        _interviews.discard(series)
        return at(series, slug, moment)
    if not own.is_story:
        _interviews.add(series)
    earlier, later = _parts(own, row["before"]), _parts(own, row["after"])
    return Page(
        card=own,
        json=row["manuscript"],
        html=row["html"],
        html_by_question=row["html_by_question"],
        notices=tuple(row["corrections"]),
        earlier=earlier,
        later=later[0] if later else None,
        related=related.likest(own, row) if own.is_story else (),
    )


def _at(series: str, slug: str, moment: datetime, **more: Any) -> QuerySet[Edition, dict[str, Any]]:
    query = Edition.objects.filter(live(moment), series__slug=series, slug=slug)
    beside = _neighbours(moment) | more
    newest = listed(query.order_by("-live_from", "-pk").annotate(**beside))[:1]
    return newest.values(*COLUMNS, *ANNOTATED, *beside, *WHOLE)


_KINDS: dict[str, type] = {"series": str, "slug": str, "moment": datetime}
_PART = Prepared(_at, **_KINDS)
_ANY = Prepared(lambda moment, **which: _at(moment=moment, **which, **related.near(moment)), **_KINDS)
_interviews: set[str] = set()  # series without stories: related ones take a database long to plan


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
    which = {"series": series, "format": format, "person": person, "organization": organization}
    given: dict[str, Any] = {name: value for name, value in {**which, "topic": topic}.items() if value}
    if year:
        given |= {f"year_{n}": _new_year(year + n) for n in (0, 1)}
    if before:
        given |= _place(before)
    rows = _latest(tuple(given), limit + 1).rows(moment=moment, **given)
    found = tuple(map(card, rows))
    return Listing(found[:limit], found[limit - 1].cursor if len(found) > limit else "")


@cache
def _latest(names: tuple[str, ...], limit: int) -> Prepared:
    kinds = {name: {"then": datetime, "last": int}.get(name, str) for name in names}
    kinds |= {name: datetime for name in names if name.startswith("year_")}

    def build(moment: datetime, **given: Any) -> QuerySet[Edition, dict[str, Any]]:
        return _ordered(moment, **given)[:limit]

    return Prepared(build, moment=datetime, **kinds)


def _ordered(
    moment: datetime, *, then: datetime | None = None, last: int = 0, **given: Any
) -> QuerySet[Edition, dict[str, Any]]:
    """By the index that has the order: the editions' own, or that of what leads to them."""
    through = next((THROUGH[name] for name in given if name in THROUGH), "")
    wanted = live(moment) & _beyond(then, last, through)
    for name, value in given.items():
        wanted &= Q(**{COLUMN[name]: value}) if name in COLUMN else _of(*OF[name], value)
    if through == "appearances__":
        wanted &= _once_each("person" if "person" in given else "organization")
    order = (f"-{through}first_published", f"-{through}edition_id") if through else ORDER
    return listed(Edition.objects.filter(wanted).order_by(*order)).values(*COLUMNS, *ANNOTATED)


def _of(model: type[Model], column: str, slug: str) -> Q:
    return Q(**{column: Subquery(model._default_manager.filter(slug=slug).values("pk")[:1])})


def _once_each(kind: str) -> Q:
    """Who appears twice in an edition, or has two people in it, is listed with it once."""
    same = {kind: OuterRef(f"appearances__{kind}"), "position__lt": OuterRef("appearances__position")}
    return Q(~Exists(Appearance.objects.filter(edition=OuterRef("pk"), **same)))


def _beyond(then: datetime | None, last: int, through: str) -> Q:
    if then is None:
        return Q()
    column, pk = f"{through}first_published", f"{through}edition_id" if through else "pk"
    tie = Q(**{column: then, f"{pk}__lt": last})
    first = Q(**{f"{column}__lte": then})  # which uses the index
    return first & (Q(**{f"{column}__lt": then}) | tie)


def _new_year(year: int) -> datetime:
    """In the site's time zone."""
    return datetime(year, 1, 1, tzinfo=timezone.get_current_timezone())


def _place(cursor: str) -> dict[str, Any]:
    """Where a cursor is. ValueError for anything else."""
    if not CURSOR.fullmatch(cursor):
        raise ValueError("This is no place in a list.")
    stamp, _, last = cursor.partition("-")
    then = datetime.strptime(stamp, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return {"then": then, "last": int(last)}
