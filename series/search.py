"""Search over what is live: the best answers, profiles, interviews and stories for some words.

The index gives the newest candidates, those with the words in their titles first; the order among them is
made here, and is the same on every database.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from series.hits import KINDS, Hit, hits
from series.lookup import Term, Wanted, matching
from series.mending import mended
from series.models import Section
from series.narrowing import Facet, facets, tag
from series.words import EVERYWHERE, found, stem

PAGE = 10
LONGEST_QUERY, MOST_TERMS = 200, 8
FEW = 4  # of more words than this all stand in so few texts that nobody need look at titles first
TITLED, CANDIDATES = 75, 150  # rows with the words in their title, and with the words anywhere, that compete
PLURALS = {
    Section.INTERVIEW: "Interviews",
    Section.ANSWER: "Answers",
    Section.STORY: "Stories",
    Section.PERSON: "People",
}
CURSOR = re.compile(r"[0-9]{1,9}-[0-9]{1,18}-[0-9]{1,18}")
QUOTED = re.compile(r'["“”„]([^"“”„]*)["“”„]')


@dataclass(frozen=True)
class Results:
    """What was found; `older` is the cursor of the next page, "" on the last."""

    query: str  # as it was read: one line, cut where it is too long
    hits: tuple[Hit, ...] = ()
    total: int = 0
    capped: bool = False  # there are more than were counted
    older: str = ""
    meant: str = ""  # the words that were found instead of mistyped ones
    partial: bool = False  # one word was left out
    facets: tuple[tuple[str, tuple[Facet, ...]], ...] = ()


def find(
    query: str,
    moment: datetime,
    *,
    kind: str = "",
    series: str = "",
    topic: str = "",
    person: str = "",
    before: str = "",
) -> Results:
    """What is live and has these words, the best first. ValueError for a `before` that is no cursor."""
    after = _place(before)
    line = _line(query)
    terms, tags = _terms(line), tag(series=series, topic=topic, person=person)
    if not terms or tags is None:
        return Results(line)
    wanted, meant, competing = _attempt(Wanted(terms, tags), line, moment)
    everything = ranked(competing.rows, wanted)
    shown = everything
    if kind:
        competing = _competing(replace(wanted, tags=(*tags, f"k{kind}" if kind in KINDS else "none")), moment)
        shown = ranked(competing.rows, wanted)
    page = [each for each in shown if after is None or each.order > after][: PAGE + 1]
    return Results(
        query=line,
        hits=tuple(hits([each.row.pk for each in page[:PAGE]], wanted.stems)),
        total=len(shown),
        capped=competing.capped,
        older=page[PAGE - 1].cursor if len(page) > PAGE else "",
        meant=meant,
        partial=wanted.but_one,
        facets=_facets(everything, moment),
    )


def _attempt(wanted: Wanted, line: str, moment: datetime) -> tuple[Wanted, str, "_Competing"]:
    """What has all the words; else what has those that were meant; else what lacks but one of them."""
    competing, meant = _competing(wanted, moment), ""
    if not competing.rows:
        terms, meant = mended(wanted.terms, line, moment)
        wanted = replace(wanted, terms=terms)
        competing = _competing(wanted, moment) if meant else competing
    if not competing.rows and len(wanted.terms) > 1:
        fewer = replace(wanted, but_one=True)
        competing = _competing(fewer, moment)
        wanted = fewer if competing.rows else wanted
    return wanted, meant if competing.rows else "", competing


def _line(query: str) -> str:
    """The query on one line, without control characters, cut where nobody would go on typing."""
    kept = "".join(c if c.isprintable() else " " for c in query[: 4 * LONGEST_QUERY])
    return " ".join(kept.split())[:LONGEST_QUERY]


def _facets(everything: "list[Ranked]", moment: datetime) -> tuple[tuple[str, tuple[Facet, ...]], ...]:
    if not everything:
        return ()
    kinds = Counter(each.row.kind for each in everything)
    of_kind = tuple(Facet(PLURALS[each], each, kinds[each]) for each in KINDS if kinds[each])
    return ("kind", of_kind), *facets([each.row.tags for each in everything], moment)


def _place(cursor: str) -> tuple[int, int, int] | None:
    if not cursor:
        return None
    if not CURSOR.fullmatch(cursor):
        raise ValueError("This is no place in a list.")
    score, edition, pk = map(int, cursor.split("-"))
    return -score, -edition, pk


def _terms(line: str) -> tuple[Term, ...]:
    """Each word and each “phrase in quotes” as stems; words that say nothing only if there are no others."""
    phrases = [" ".join(stem(word) for _, _, word in found(each)) for each in QUOTED.findall(line)]
    single = [word for _, _, word in found(QUOTED.sub(" ", line))]
    telling = [word for word in single if word not in EVERYWHERE]
    if not telling and not any(phrases):
        telling = single
    terms = dict.fromkeys([*filter(None, phrases), *map(stem, telling)])
    return tuple((term,) for term in list(terms)[:MOST_TERMS])


class _Row(NamedTuple):
    """A candidate: `lookup.COLUMNS`."""

    pk: int
    kind: str
    edition: int
    head: str
    about: str
    words: str
    tags: str

    @property
    def thing(self) -> object:
        """What is shown once only: a story with its best section, a person, else this very section."""
        if self.kind == Section.STORY:
            return "story", self.edition
        return self.tags.rpartition(" ")[2] if self.kind == Section.PERSON and " p" in self.tags else self.pk


@dataclass(frozen=True)
class _Competing:
    """Candidates, and whether there are more of them than compete."""

    rows: list[_Row]
    capped: bool


def _competing(wanted: Wanted, moment: datetime) -> _Competing:
    short = len(wanted.terms) <= FEW
    titled = matching(wanted, moment, TITLED, in_head=True) if short else []
    others = matching(wanted, moment, CANDIDATES)
    rows = {row[0]: _Row(*row) for row in (*titled, *others)}
    return _Competing(list(rows.values()), len(titled) == TITLED or len(others) == CANDIDATES)


# -- the order


class Ranked(NamedTuple):
    """A candidate with its place."""

    score: int
    row: _Row

    @property
    def order(self) -> tuple[int, int, int]:
        """The best first, then the newest, then as they are read."""
        return -self.score, -self.row.edition, self.row.pk

    @property
    def cursor(self) -> str:
        """Where the list goes on after this one."""
        return f"{self.score}-{self.row.edition}-{self.row.pk}"


def ranked(rows: Iterable[_Row], wanted: Wanted) -> list[Ranked]:
    """The candidates in order, each thing once."""
    best: dict[object, Ranked] = {}
    for each in sorted((Ranked(_score(row, wanted), row) for row in rows), key=lambda each: each.order):
        best.setdefault(each.row.thing, each)
    return list(best.values())


def _score(row: _Row, wanted: Wanted) -> int:
    """Words in the title weigh most, then names and topics, then the text: often, and said in few words."""
    head, about, words = f" {row.head} ", f" {row.about} ", f" {row.words} "
    score = 0.0
    for term in wanted.terms:
        in_head = any(f" {each} " in head for each in term)
        in_about = any(f" {each} " in about for each in term)
        often = sum(words.count(f" {each} ") for each in term)
        score += 80 * in_head + 30 * in_about + 60 * often / (often + 1 + len(words) / 2000)
        score += 300 * bool(wanted.but_one and (in_head or in_about or often))
    whole = " ".join(term[0] for term in wanted.terms)
    score += 100 * (row.head == whole)
    if len(wanted.terms) > 1:
        score += 120 * (f" {whole} " in head) + 100 * (f" {whole} " in words)
    return int(10 * score) + (50 if row.kind in (Section.INTERVIEW, Section.PERSON) else 0)
