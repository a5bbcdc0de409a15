"""Whose words a text may hold: a table of histories."""

from datetime import UTC, datetime, timedelta

import pytest

from editorial.authorship import Filed, Span, authors

ALICE, FAY, GIL = 1, 2, 3
START = datetime(2026, 5, 4, 9, tzinfo=UTC)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def filed(*revisions: tuple[int, int] | tuple[int, int, int]) -> dict[int, Filed]:
    """Author, hour, and the number of the revision that was restored."""
    return {
        number: Filed(author, at(hour), *restored)
        for number, (author, hour, *restored) in enumerate(revisions, 1)
    }


@pytest.mark.parametrize(
    ("revisions", "spans", "expected"),
    [
        ([(ALICE, 1)], [], {ALICE}),
        ([(ALICE, 1), (FAY, 2)], [], {ALICE, FAY}),
        ([(ALICE, 1), (FAY, 3)], [Span(1, at(2), None)], {FAY}),
        ([(ALICE, 1), (FAY, 3)], [Span(1, at(4), None)], {ALICE, FAY}),  # went live after fay filed
        ([(ALICE, 1), (FAY, 5)], [Span(1, at(2), at(4))], {ALICE, FAY}),  # withdrawn before fay filed
        ([(ALICE, 1), (FAY, 3)], [Span(1, at(2), at(4))], {FAY}),  # withdrawn after
        ([(ALICE, 1), (FAY, 2)], [Span(2, at(3), None)], {ALICE, FAY}),  # its own publication clears nobody
        ([(ALICE, 1), (FAY, 3), (GIL, 4, 1)], [Span(1, at(2), None)], {FAY, GIL, ALICE}),
        ([(ALICE, 1), (FAY, 2), (GIL, 4), (GIL, 5, 2)], [Span(2, at(3), None)], {GIL, ALICE, FAY}),
        ([(ALICE, 1), (FAY, 3), (GIL, 5)], [Span(1, at(2), at(4)), Span(2, at(4), None)], {GIL}),
        ([(ALICE, 1), (FAY, 3), (GIL, 7)], [Span(1, at(2), at(4)), Span(2, at(4), at(6))], {ALICE, FAY, GIL}),
    ],
)
def test_who_may_have_words_in_the_newest_text(revisions, spans, expected):
    assert authors(len(revisions), filed(*revisions), spans) == expected
