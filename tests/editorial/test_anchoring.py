"""Words that are found again after the field was edited, or said to be gone; names after an “@”."""

import pytest

from editorial import mentions
from editorial.anchoring import anchored, locate, pick

TEXT = "The old radio hums. We mend the radio, and the radio sings."


def words(text: str, span: tuple[int, int] | None) -> str | None:
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("two words", "just two words here", "two words"),
        ("two words", "just two\nwords here", "two\nwords"),
        ("two bold words", "just two **bold** words", "two **bold** words"),
        ("bold words", "just **bold** words", "**bold** words"),
        ("two bold", "just two **bold** words", "two **bold**"),
        ("gone", "just two words", None),
        ("", "just two words", None),
    ],
)
def test_words_chosen_on_the_page_are_found_across_lines_and_marks(quote, text, found) -> None:
    assert words(text, pick(quote, "", text)) == found


@pytest.mark.parametrize(
    ("before", "start"), [("The old ", 8), ("We mend the", 32), ("radio, and the ", 47), ("", 8)]
)
def test_what_stands_before_tells_which_of_several_is_meant(before: str, start: int) -> None:
    assert pick("radio", before, TEXT) == (start, start + 5)


@pytest.mark.parametrize(
    ("after", "start"),
    [
        (TEXT, 32),
        (f"Listen. {TEXT}", 40),
        ("The old set hums. We mend the radio, and the set sings.", 30),
        ("We mend the radio at night, and the radio sings.", 12),
        ("The old radio hums. We mend it, and the radio sings.", None),
        ("A radio.", None),
        ("", None),
    ],
)
def test_a_place_moves_with_the_edit_and_never_to_other_words_of_the_same_spelling(after, start) -> None:
    anchor = anchored(TEXT, (32, 37))

    assert locate(anchor, after) == (None if start is None else (start, start + 5))


def test_a_whole_field_is_found_wherever_it_went() -> None:
    anchor = anchored("Mend it.", (0, 8))

    assert words("So: Mend it. Now.", locate(anchor, "So: Mend it. Now.")) == "Mend it."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@bob, and @Carol.King: look", ["bob", "Carol.King"]),
        ("write to imara@desk.test or x@y", []),
        ("@bob @bob (@dora)", ["bob", "dora"]),
        ("@ @. nobody", []),
    ],
)
def test_names_are_what_follows_an_at_that_nothing_precedes(text: str, found: list[str]) -> None:
    assert mentions.handles(text) == found


def test_a_known_name_is_shown_and_everything_else_is_text() -> None:
    html = mentions.html("@Bob <b> @nobody\nx", {"bob": "Bob & Co"})

    assert html == '<b class="st-mention" title="@Bob">Bob &amp; Co</b> &lt;b&gt; @nobody<br>x'
