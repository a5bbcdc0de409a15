"""Asks the database's own word index: FTS5 on SQLite, tsvector on PostgreSQL, the same question to both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery

from series.editions import live
from series.models import Edition, Section

Term = tuple[str, ...]  # stems that are as good as each other; one of several words is a phrase
HEAD, ANYWHERE, TAGS = "head", "{head about words}", "tags"
COLUMNS = ("id", "kind", "edition", "head", "about", "words", "tags")


@dataclass(frozen=True)
class Wanted:
    """Sections that have every term (or all but one of them) and every tag."""

    terms: tuple[Term, ...]
    tags: tuple[str, ...] = ()
    but_one: bool = False

    @property
    def stems(self) -> set[str]:
        """All words of all terms."""
        return {stem for term in self.terms for each in term for stem in each.split()}


def matching(wanted: Wanted, moment: datetime, most: int, *, in_head: bool = False) -> list[tuple[Any, ...]]:
    """The newest live sections that match, as COLUMNS."""
    matched = _matched(wanted, in_head=in_head)
    if connection.vendor == "postgresql":
        # A filter leaves few: an order that no index has keeps PostgreSQL from reading all in search of them.
        return _live(matched.order_by(F("pk") * -1 if wanted.tags else "-pk"), moment, most)
    newest = matched.filter(live(moment, "edition__")).extra(order_by=["-series_search.rowid"])
    return list(newest.values_list(*COLUMNS)[:most])


def occurs(term: Term, moment: datetime) -> bool:
    """Whether anything live has this."""
    return _matched(Wanted((term,))).filter(live(moment, "edition__")).exists()


def _matched(wanted: Wanted, *, in_head: bool = False) -> QuerySet[Section]:
    """Sections that match, live or not. Only stems, which are letters and digits, reach the SQL."""
    question = _question(wanted, HEAD if in_head else ANYWHERE)
    if connection.vendor == "postgresql":
        column = "titled" if in_head else "document"
        return Section.objects.extra(where=[f"{column} @@ %s::tsquery"], params=[question])  # noqa: S610
    return Section.objects.extra(
        tables=["series_search"],
        where=[  # the plus keeps SQLite from asking the index once for each section
            "+series_search.rowid = series_section.id",
            "series_search MATCH %s",
        ],
        params=[question],
    )


def _live(newest: QuerySet[Section], moment: datetime, most: int) -> list[tuple[Any, ...]]:
    """Some sections at a time, with whether each is live: asked as a condition, PostgreSQL would look at the
    editions of all that match before it takes the newest."""
    own = Edition.objects.filter(live(moment), pk=OuterRef("edition")).order_by()
    rows = newest.annotate(public=Subquery(own.values("pk")[:1])).values_list(*COLUMNS, "public")
    found: list[tuple[Any, ...]] = []
    size = most
    while len(found) < most:
        some = list(rows[:size])
        found += [row[:-1] for row in some if row[-1]]
        if len(some) < size:
            break
        rows, size = rows.filter(pk__lt=some[-1][0]), 4 * size  # few questions though most were withdrawn
    return found[:most]


def _question(wanted: Wanted, place: str) -> str:
    every = [_either([_word(each, place) for each in term]) for term in wanted.terms]
    if wanted.but_one and len(every) > 1:
        every = [_either([_all(some) for some in combinations(every, len(every) - 1)])]
    return _all([*every, *(_word(tag, TAGS) for tag in wanted.tags)])


def _word(stems: str, place: str) -> str:
    if connection.vendor == "postgresql":
        mark = "#" if place == TAGS else ""  # which no stem has
        return "(" + " <-> ".join(f"'{mark}{stem}'" for stem in stems.split()) + ")"
    return f'{place} : "{stems}"'


def _all(each: Sequence[str]) -> str:
    return "(" + (" & " if connection.vendor == "postgresql" else " AND ").join(each) + ")"


def _either(each: Sequence[str]) -> str:
    return "(" + (" | " if connection.vendor == "postgresql" else " OR ").join(each) + ")"
