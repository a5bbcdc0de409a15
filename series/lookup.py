"""Asks the database's own word index: FTS5 on SQLite, tsvector on PostgreSQL, the same question to both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db import connection
from django.db.models import F, QuerySet

from series.editions import live
from series.models import Section

Term = tuple[str, ...]  # stems that are as good as each other; one of several words is a phrase
HEAD, ANYWHERE, TAGS = "head", "{head about words}", "tags"


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


def matching(wanted: Wanted, moment: datetime, *, in_head: bool = False) -> QuerySet[Section]:
    """Live sections that match, the newest first. Only stems, which are letters and digits, reach the SQL."""
    question = _question(wanted, HEAD if in_head else ANYWHERE)
    found = Section.objects.filter(live(moment, "edition__"))
    if connection.vendor == "postgresql":
        column = "titled" if in_head else "document"
        matched = found.extra(where=[f"{column} @@ %s::tsquery"], params=[question])  # noqa: S610
        # A filter leaves few: an order that no index has keeps PostgreSQL from reading all in search of them.
        return matched.order_by(F("pk") * -1 if wanted.tags else "-pk")
    return found.extra(
        tables=["series_search"],
        where=[  # the plus keeps SQLite from asking the index once for each section
            "+series_search.rowid = series_section.id",
            "series_search MATCH %s",
        ],
        params=[question],
        order_by=["-series_search.rowid"],
    )


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
