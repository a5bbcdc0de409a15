"""Words as search compares them."""

import pytest

from series.words import distance, folded, found, letters, near, stem, stems


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Oven", "oven"),
        ("Zoë’s", "zoe"),
        ("we've", "weve"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("中文", "中文"),
    ],
)
def test_a_word_is_folded_to_plain_small_letters(typed, plain):
    assert folded(typed) == plain


@pytest.mark.parametrize(
    "forms",
    [
        "oven ovens",
        "learn learns learned learning",
        "make makes making",
        "company companies",
        "plan plans planned planning",
        "class classes",
        "tell telling",
        "batch batches",
    ],
)
def test_forms_of_one_word_share_a_stem(forms):
    assert len({stem(each) for each in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["speed spe", "thing the", "status state", "bread bred", "being be", "wing w"]
)
def test_words_that_only_look_alike_do_not(pair):
    one, other = pair.split()

    assert stem(one) != stem(other)


def test_a_text_becomes_its_stems_and_keeps_the_places_of_its_words():
    assert stems("The ovens' doors: e-commerce, 24/7!") == "the oven door e commerc 24 7"
    assert list(found("Dark, Zoë’s.")) == [(0, 4, "dark"), (6, 11, "zoe")]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("kiln", "kiln", 0), ("klin", "kiln", 1), ("bred", "bread", 1), ("ovan", "oven", 1), ("abc", "", 3)],
)
def test_a_swap_of_neighbours_is_one_error_like_any_other(one, other, apart):
    assert distance(one, other) == apart


def test_the_nearest_known_word_comes_first_and_short_words_must_be_right():
    known = [(word, letters(word)) for word in ("engineer", "engineering", "bread", "broad", "tin", "ten")]

    assert near("enginering", known, 3) == ["engineering"]
    assert near("braed", known, 3) == ["bread"]
    assert near("tan", known, 3) == []
