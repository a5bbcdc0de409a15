"""Excerpts end between words."""

import pytest

from editorial import excerpts

TEXT = "The tram to the harbour leaves at nine, and it waits for nobody."


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        (TEXT, 100, TEXT),
        (TEXT, len(TEXT), TEXT),
        (TEXT, 20, "The tram to the…"),
        (TEXT, 23, "The tram to the harbour…"),
        (TEXT, 40, "The tram to the harbour leaves at nine…"),
        ("https://example.org/a-long-way/of-no-words", 24, "https://example.org/a…"),
        ("港へ行く電車は九時に出ます", 6, "港へ行く電車…"),
    ],
)
def test_a_beginning_ends_between_words_unless_there_is_but_one(text: str, most: int, shown: str) -> None:
    assert excerpts.head(text, most) == shown


def test_what_stands_around_begins_and_ends_with_whole_words() -> None:
    start = TEXT.index("leaves")

    before, after = excerpts.around(TEXT, start, start + len("leaves"), 12)

    assert (before, after) == ("…the harbour ", " at nine…")


def test_all_that_stands_around_is_shown_where_there_is_room() -> None:
    assert excerpts.around("Stet it.", 5, 7, 10) == ("Stet ", ".")
