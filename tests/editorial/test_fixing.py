"""One-click fixes: what can be mended safely is mended, and nothing else is changed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.catalogue import CLEAN, FOLDER, example, page
from editorial.checks import run
from editorial.fixing import diff, fix, fix_all, fix_source, mends
from series.importers.reading import read
from series.manuscript import Manuscript

PIECES = st.sampled_from(
    [
        *("the the ", "a ", "hour ", "  ", " ,", ",then ", ". ", "\n\n", "\n", "• ", "- ", "1. ", "# "),
        *(
            "Ã©t",
            "donâ€™t ",
            "\u200b",
            "\u00ad",
            "you're' ",
            "i'm I ",
            "python ",
            "Python ",
            "(",
            ")",
            '"',
            "“",
        ),
        *(
            "[a](b.test/x) ",
            "[a](https://a.test/?utm_source=x&fbclid=1) ",
            "<b>",
            "</b>",
            "</div>",
            "**",
            "_",
        ),
        *("https://https://a.test/ ", "`code  here` ", "eCommerce ", "e-commerce ", "word ", "Ending"),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def fixable(text: Manuscript) -> list[str]:
    return [
        f"{one.check}: {one.excerpt!r} -> {one.instead!r}" for one in run(text) if one.instead is not None
    ]


def test_what_overlaps_is_fixed_once():
    text = replace(CLEAN, introduction="It is  the the end.")
    found = run(text, only=["double_space", "doubled_word"])

    mended = fix(text, [*found, *found])

    assert mended.introduction == "It is the end."


@given(TEXTS, TEXTS)
def test_fixing_all_leaves_nothing_to_fix_and_a_second_time_changes_nothing(one, two):
    text = replace(CLEAN, introduction=one, closing=two).normalised()

    mended = fix_all(text, run)

    assert fixable(mended) == []
    assert fix_all(mended, run) == mended


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.md")))
def test_fixing_every_flagged_example_leaves_nothing_to_fix(name):
    for material in map(example, page(name).flagged):
        mended = fix_all(material.manuscript, lambda text, of=material: run(text, of.known, rules=of.rules))

        left = run(mended, material.known, rules=material.rules)
        assert [one for one in left if one.instead is not None] == []


def test_mends_are_the_fields_that_differ():
    text = replace(CLEAN, introduction="It is  the end.")

    (mend,) = mends(text, fix_all(text, run))

    assert (mend.field.path, mend.before, mend.after) == ("introduction", "It is  the end.", "It is the end.")


# -- in a source

POST = """\
---
title: "Say lessâ€¦"
summary: Bell founder
---

### Who are you, and what do you do?

I cast  bells in the the town.

### What hardware do you use?

A kiln that doesnâ€™t crack.
"""


def fixed(source: str) -> str:
    imported = read(source, "interview")
    return fix_source(imported, run(imported.manuscript), lambda text: read(text, "interview"))


def test_a_source_is_fixed_in_its_places_and_stays_otherwise_as_it_was():
    expected = POST.replace("lessâ€¦", "less…").replace("cast  bells", "cast bells")
    expected = expected.replace("the the", "the").replace("doesnâ€™t", "doesn’t")

    assert fixed(POST) == expected
    assert fixed(expected) == expected


def test_a_fix_that_would_make_the_source_read_otherwise_is_left_out():
    quoted = POST.replace("Say less", "The â€œinner\x80\x9d ring")  # a straight mark would end the title

    mended = fixed(quoted)

    assert read(mended, "interview").manuscript.title.startswith("The ")
    assert "I cast bells in the town." in mended


def test_the_two_tags_of_a_line_are_dropped_together_or_not_at_all():
    lone = POST.replace("I cast", "<h1>Bells</h1>\n\nI cast")

    mended = fixed(lone)

    assert mended.count("<h1>") == mended.count("</h1>")


def test_a_diff_can_be_applied_by_other_programs():
    names = "--- a/texts/a.md\n+++ b/texts/a.md\n"
    change = "@@ -1,2 +1,2 @@\n one\n-two\n+zwei\n\\ No newline at end of file\n"

    assert diff("one\ntwo\n", "one\nzwei", "/texts/a.md") == names + change
    assert diff("same", "same", "a.md") == ""
