"""Editions as lists and pages show them: plain data, and the columns that it is made from.

Addresses are written out here: a page has dozens, and `reverse` would take as long as the rest of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Case, OuterRef, QuerySet, When
from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime

from series import wording
from series.jsonlist import JSONList, read
from series.manuscript import Format, Manuscript
from series.models import Appearance, Edition, Filing

COLUMNS = (
    *("pk", "number", "part", "title", "slug", "summary", "words", "first_published", "live_from", "digest"),
    *("series_title", "series__slug", "series__tone", "series__format"),
)
ANNOTATED = ("compared", "appearing", "filed")
PERSON = {
    "name": "name",
    "role": "role",
    "organization": "organization_name",
    "portrait": "portrait",
    "quote": "quote",
    "anchor": "anchor",
    "slug": "person__slug",
    "organization_slug": "organization__slug",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Appears:
    """Somebody in an edition, as that edition has them."""

    name: str
    role: str
    organization: str
    portrait: str  # digest
    quote: str
    anchor: str
    slug: str | None  # of the person
    organization_slug: str | None

    @property
    def address(self) -> str:
        """Of the person's page; "" where there is none."""
        return f"/people/{self.slug}/" if self.slug else ""

    @property
    def organization_address(self) -> str:
        """Of the organization's page; "" where there is none."""
        return f"/organizations/{self.organization_slug}/" if self.organization_slug else ""

    @property
    def place(self) -> str:
        """“Head of signals, Northquay Ferries”."""
        return ", ".join(filter(None, [self.role, self.organization]))


@dataclass(frozen=True, slots=True)
class Filed:
    """A topic that something is filed under, and how much is."""

    name: str
    slug: str
    count: int = 0

    @property
    def address(self) -> str:
        """Of the topic's page."""
        return f"/topics/{self.slug}/"


@dataclass(frozen=True, kw_only=True)
class Part:
    """An installment that a page leads to."""

    part: int | None
    title: str
    slug: str
    series: str
    series_slug: str
    first_published: datetime

    @property
    def address(self) -> str:
        """Of its page."""
        return f"/series/{self.series_slug}/{self.slug}/"

    @property
    def theme(self) -> str:
        """“Stations and harbours”; "" where the title only names series and part."""
        return wording.theme(self.series, self.part, self.title)

    @property
    def month(self) -> str:
        """“November 2026”, for a part that has no theme."""
        return date_format(localtime(self.first_published), "F Y")

    @property
    def headline(self) -> str:
        """“Keeping Time, part 2: Stations and harbours”."""
        return wording.headline(self.series, self.part, self.title)


@dataclass(frozen=True, kw_only=True)
class Card(Part):
    """An edition as lists show it."""

    pk: int
    digest: str
    number: int
    summary: str
    words: int
    live_from: datetime
    tone: str
    format: str
    compared: bool  # whether it can be read by question
    people: tuple[Appears, ...]
    topics: tuple[Filed, ...]

    @property
    def questions(self) -> str:
        """The address of its page by question; "" where there is none."""
        return f"{self.address}questions/" if self.compared else ""

    @property
    def is_story(self) -> bool:
        """Whether it is one author's text in sections."""
        return self.format == Format.STORY

    @property
    def cursor(self) -> str:
        """Where a list goes on after this one."""
        return f"{self.first_published.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{self.pk}"


@dataclass(frozen=True)
class Listing:
    """One page of a list; `older` is the cursor of the next page, "" on the last."""

    cards: tuple[Card, ...]
    older: str = ""


@dataclass(frozen=True)
class Correction:
    """A text took another's place, and what readers are told of it; "" where nothing."""

    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """An edition as its own page shows it."""

    card: Card
    json: str
    html: str
    html_by_question: str
    notices: tuple[dict[str, str], ...]  # of corrections: at, text
    earlier: tuple[Part, ...]  # the nearest first
    later: Part | None
    related: tuple[Card, ...] = ()

    @cached_property
    def manuscript(self) -> Manuscript:
        """The text."""
        return Manuscript.from_json(self.json)

    @property
    def corrected(self) -> datetime | None:
        """When this text took another's place."""
        return self.card.live_from if self.card.live_from > self.card.first_published else None

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """What readers are told of changes, the newest first."""
        told = [Correction(datetime.fromisoformat(each["at"]), each["text"]) for each in self.notices]
        if self.corrected and self.corrected not in [each.at for each in told]:
            told.append(Correction(self.corrected, ""))
        return tuple(reversed(told))


def listed(query: QuerySet[Edition]) -> QuerySet[Edition]:
    """The same editions with what a card needs besides their own columns."""
    compared = Case(When(html_by_question="", then=False), default=True, output_field=BooleanField())
    return query.annotate(compared=compared, **_lists("pk"))


def _lists(edition: str) -> dict[str, JSONList]:
    people = Appearance.objects.filter(edition=OuterRef(edition)).order_by("position")
    topics = Filing.objects.filter(edition=OuterRef(edition)).order_by("name")
    return {
        "appearing": JSONList(people, **PERSON),
        "filed": JSONList(topics, name="name", slug="topic__slug"),
    }


def stories(query: QuerySet[Any], edition: str = "edition__") -> JSONList:
    """The stories that rows are, or lead to by `edition`, for `story`."""
    lists = _lists("edition_id" if edition else "pk")
    return JSONList(query, **{name: f"{edition}{name}" for name in COLUMNS}, **lists)


def story(row: Mapping[str, Any]) -> Card:
    """The card of a row of `stories`."""
    moments = {name: _moment(row[name]) for name in ("first_published", "live_from")}
    return card(
        {**row, **moments, **{name: read(row[name]) for name in ("appearing", "filed")}, "compared": False}
    )


def cards(query: QuerySet[Edition]) -> tuple[Card, ...]:
    """One query."""
    return tuple(card(row) for row in listed(query).values(*COLUMNS, *ANNOTATED))


def card(row: Mapping[str, Any]) -> Card:
    """The card of a row with COLUMNS and ANNOTATED."""
    own = {name: row[name] for name in COLUMNS if not name.startswith("series_")}
    return Card(
        **own,
        series=row["series_title"],
        series_slug=row["series__slug"],
        tone=row["series__tone"],
        format=row["series__format"],
        compared=row["compared"],
        people=tuple(Appears(**each) for each in row["appearing"]),
        topics=tuple(Filed(**each) for each in row["filed"]),
    )


def part(row: Mapping[str, Any], series: str, series_slug: str) -> Part:
    """The part of a JSON object."""
    then = _moment(row["first_published"])
    return Part(**{**row, "first_published": then}, series=series, series_slug=series_slug)


def _moment(text: str) -> datetime:
    """SQLite writes one without its zone, which is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
