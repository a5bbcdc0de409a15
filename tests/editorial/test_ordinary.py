"""Plain words are remembered, and no finding depends on what was read before."""

from editorial import ordinary
from editorial.catalogue import Example, example
from editorial.checks import all_checks, run

SIGNED = (
    "The figure is XX%, lorem ipsum dolor sit amet. We recieve it. Please do not publish (do not publish)."
)
TEXT = example(Example("text", SIGNED)).manuscript


def test_plain_words_are_words_with_a_capital_at_most_and_a_mark_behind_them():
    chunks = {"We", "planned", "week,", "Friday.", "iPhone", "it’s", "(list", "2014", "e-mail"}

    odd, watched = ordinary.strange(chunks)

    assert (set(odd), watched) == ({"iPhone", "it’s", "(list", "2014", "e-mail"}, set())


def test_a_word_that_a_check_watches_for_or_that_is_misspelled_is_never_plain():
    all_checks()  # they say what they watch for
    chunks = {"published", "Python", "recieve", "Managment,", "week"}

    assert ordinary.strange(chunks) == ([], chunks - {"week"})


def test_what_is_remembered_changes_no_finding():
    ordinary.watch()  # forget everything
    first = run(TEXT)

    again = run(TEXT)

    assert [each.check for each in first].count("placeholder_text") > 1
    assert again == first


def test_a_check_that_comes_later_is_told_of_words_that_were_plain_before():
    _, before = ordinary.strange({"gooseberry"})

    ordinary.watch("gooseberry")

    assert (before, ordinary.strange({"gooseberry"})[1]) == (set(), {"gooseberry"})
