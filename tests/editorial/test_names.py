"""Names, dates and likeness: what the comparing checks stand on."""

from datetime import date

import pytest

from editorial import dates, likeness, names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fillipa", "filippa"),
        ("okello", "okelo"),
        ("salcedo", "salcdeo"),
        ("lindqvist", "lindquist"),
        ("madelin", "madeline"),
    ],
)
def test_one_slip_is_near(one, other):
    assert names.near(one, other)
    assert names.near(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("okello", "okello"), ("mario", "dario"), ("jan", "jon"), ("anna", "anne"), ("castellanos", "castle")],
)
def test_equal_short_and_different_names_are_not_near(one, other):
    assert not names.near(one, other)


def test_a_person_is_the_same_with_accents_titles_and_a_middle_initial():
    assert names.same_person("Dr. Tomás B. Lindqvist", "Tomas Lindqvist")
    assert names.same_person("Ada Bea Cole", "Ada B. Cole")
    assert not names.same_person("Ada Cole", "Ada Coleman")
    assert not names.same_person("Ada C. Cole", "Ada B. Cole")
    assert not names.same_person("", "")


def test_an_organization_is_the_same_without_its_form_and_spaces():
    assert names.key("Quill Works, Inc.") == names.key("QuillWorks") == "quillworks"
    assert names.key("The Company") == "thecompany"


TEXT = "We stopped guessing when a ship would arrive, and the port now books its cranes from our forecast."


def test_an_edited_copy_is_alike_and_a_text_on_the_same_matter_is_not():
    edited = TEXT.replace("our forecast", "the forecast that we make") + " Good."
    other = "The port books cranes after a telephone call, and a ship would arrive when it pleased."

    assert likeness.alike(TEXT, edited)
    assert not likeness.alike(TEXT, other)
    assert not likeness.alike("Yes, very much so.", "Yes, very much so.")


def test_pairs_are_all_likenesses_among_texts_and_copies_those_with_others():
    texts = [TEXT, "Something else altogether, and long enough to be told from the rest.", TEXT + " Indeed."]

    assert list(likeness.pairs(texts)) == [(0, 2)]
    assert sorted(likeness.copies(texts, ["Nothing of that kind was ever said by anybody here.", TEXT])) == [
        (0, 1),
        (2, 1),
    ]


def test_a_crowd_of_equal_texts_is_found_whole():
    assert len(list(likeness.pairs([TEXT] * 20))) == 190


@pytest.mark.parametrize(
    ("said", "near", "day"),
    [
        ("27 April, 2021", None, date(2021, 4, 27)),
        ("Jun 10th", date(2021, 4, 27), date(2021, 6, 10)),
        ("2 January", date(2021, 12, 20), date(2022, 1, 2)),
        ("31 June 2021", None, None),
        ("10 June", None, None),
        ("Feb 29", date(2021, 3, 1), date(2020, 2, 29)),
    ],
)
def test_a_written_date_is_the_nearest_day_that_it_can_mean(said, near, day):
    assert dates.read(said, near) == day
