"""Whose words a text may hold: all who changed it since readers last got it, those whose suggestions were
applied, and those it was restored from.

Pure: no Django.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """A revision: who filed it, when, the number of the revision that it restored, and whose suggestion
    it put into the text."""

    author: int
    at: datetime
    restores: int | None = None
    suggested: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when readers got a revision; `until` is None while they still do."""

    revision: int
    since: datetime
    until: datetime | None

    @classmethod
    def of(cls, revision: int, since: datetime, until: datetime | None, ended: datetime | None) -> "Span":
        """Of an edition, which ends by another one or by being taken back, whichever is first."""
        return cls(revision, since, min(filter(None, (until, ended)), default=None))


def authors(number: int, filed: Mapping[int, Filed], spans: Sequence[Span]) -> frozenset[int]:
    """Everybody who may have words of their own in revision `number` that nobody else approved."""
    live = _live_before(number, filed[number].at, spans)
    found = set[int]()
    for each, revision in filed.items():
        if live < each <= number:
            found.add(revision.author)
            if revision.suggested is not None:
                found.add(revision.suggested)
            if revision.restores is not None:
                found |= authors(revision.restores, filed, spans)
    return frozenset(found)


def _live_before(number: int, at: datetime, spans: Iterable[Span]) -> int:
    """The revision that readers got when this one was filed; 0 where they got none."""
    live = [
        span.revision
        for span in spans
        if span.revision < number and span.since <= at and (span.until is None or at < span.until)
    ]
    return max(live, default=0)
