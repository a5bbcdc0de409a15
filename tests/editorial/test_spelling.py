"""Sure misspellings: what counts as one, and what is said to be meant."""

import pytest

from editorial import spelling


def test_no_word_that_is_known_to_be_right_is_taken_for_a_slip():
    words = [
        word
        for name in ("words", "short", "honest")
        for word in (spelling.HERE / f"{name}.txt").read_text().split()
    ]

    assert [word for word in words if spelling.meant(word)] == []


def test_what_is_said_to_be_meant_is_no_slip_itself():
    right = [
        line.partition(" ")[2]
        for line in (spelling.HERE / "wrong.txt").read_text(encoding="utf-8").splitlines()
    ]

    assert spelling.slips(set(right)) == {}


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("thier", "their"),
        ("chaneg", "change"),
        ("runnig", "running"),
        ("acepted", "accepted"),
        ("dynamicaly", "dynamically"),
        ("automaticly", "automatically"),
        ("libarys", "libraries"),
        ("blieved", "believed"),
    ],
)
def test_a_slip_is_told_with_the_word_that_was_meant(slip, meant):
    assert spelling.meant(slip) == meant


@pytest.mark.parametrize(
    "word", ["vectorised", "factorizing", "lookin", "publicly", "form", "nuit", "surveys"]
)
def test_a_word_made_of_another_is_left_alone(word):
    assert spelling.meant(word) == ""
