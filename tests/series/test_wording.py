"""Sentences and labels made from records."""

import pytest

from series import wording


def test_ids_are_different_whatever_people_are_called():
    names = ["Ada Stone", "Ada Stone", "李明", "Łucja Ødegård-Şimşek", "Main", "q1"]

    found = wording.anchors(names)

    assert found == ["ada-stone", "ada-stone-2", "person-3", "lucja-odegard-simsek", "main-2", "person-q1"]


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "first"), (4, "fourth"), (20, "twentieth"), (21, "21st"), (112, "112th"), (123, "123rd")],
)
def test_ordinals(number, word):
    assert wording.ordinal(number) == word


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("Night Shift [Part 4]", ""),
        ("Night Shift [Part 4 : Bread edition]", "Bread edition"),
        ("Night Shift, part 4: Bread", "Bread"),
        ("Bread", "Bread"),
        ("Part 4", ""),
        ("Night Shift", ""),
        ("Part 40 and beyond", "Part 40 and beyond"),
    ],
)
def test_a_parts_theme_is_what_its_title_says_beyond_series_and_number(title, theme):
    assert wording.theme("Night Shift", 4, title) == theme


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mara Lindqvist", "ML"),
        ("Cher", "C"),
        ("Tomás Quillón-Featherstonehaugh", "TQ"),
        ("Anna (Ann) O'Hara", "AO"),
        ("", ""),
    ],
)
def test_initials(name, letters):
    assert wording.initials(name) == letters
