"""Front matter is read as it is written: values are text, odd lines are left over, nothing is run."""

import pytest

from series.importers import Imported, Unreadable
from series.importers.reading import read

QUESTION = "\n### Who are you?\n\nA bell founder.\n"


def with_front(*lines: str) -> Imported:
    return read("---\n" + "\n".join(lines) + "\n---\n" + QUESTION)


def extra(*lines: str) -> dict[str, str]:
    return dict(with_front("title: Bas Okoro", *lines).manuscript.extra)


@pytest.mark.parametrize("value", ["no", "12:30", "1.10", "~", "null", "0x1F", ".nan", "yes", "2031-99-99"])
def test_a_value_stays_the_text_that_it_is(value: str) -> None:
    assert extra(f"mood: {value}") == {"mood": value}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"a \\"bell\\""', 'a "bell"'),
        ("'it''s'", "it's"),
        ('"caf\\u00e9"', "café"),
        ('"tab\\tstop"', "tab\tstop"),
        ('"odd \\q"', "odd \\q"),
        ('"no \\0 null"', "no \\0 null"),
        ('"no \\ud800 half"', "no \\ud800 half"),
        ('"never closed', '"never closed'),
        ("a: b: c", "a: b: c"),
        ("bells #3", "bells #3"),
    ],
)
def test_quotes_are_taken_off_and_escapes_are_meant(written: str, meant: str) -> None:
    assert extra(f"mood: {written}") == {"mood": meant}


def test_a_place_after_an_escape_is_still_right() -> None:
    imported = with_front('title: "It \\"rings\\" xxx"')

    at = imported.manuscript.title.index("xxx")
    origin = imported.origin("title", at)
    assert imported.source[origin : origin + 3] == "xxx"


@pytest.mark.parametrize(
    "lines",
    [
        ("categories: [metal, 'old music']",),
        ("categories:", "- metal", "- old music"),
        ("categories:", "  - metal", '  - "old music"'),
        ("tags: [ metal , old music ]",),
    ],
)
def test_lists_are_written_in_many_ways(lines: tuple[str, ...]) -> None:
    imported = with_front("title: Bas Okoro", *lines)

    assert imported.manuscript.topics == ("metal", "old music")
    origin = imported.origin("topics", len("metal\n"))
    assert imported.source[origin : origin + 9] == "old music"


def test_long_values_may_take_several_lines() -> None:
    manuscript = with_front("title: Bas", "  Okoro", "summary: >", "  Casts bells", "  and gongs").manuscript

    assert manuscript.title == "Bas Okoro"
    assert manuscript.standfirst == "Casts bells and gongs"
    assert extra("mood: |", "  low", "  high") == {"mood": "low\nhigh"}


def test_nested_keys_are_one_key_each() -> None:
    assert extra("credits:", "  name: Una", "  web:", "    url: x.example") == {
        "credits.name": "Una",
        "credits.web.url": "x.example",
    }


def test_an_item_of_several_lines_is_one_item() -> None:
    assert extra("authors:", "- user: una", "  guest: true", "- user: odo") == {
        "authors": "user: una\nguest: true\nuser: odo"
    }


@pytest.mark.parametrize(
    "line",
    [
        "mood: !!python/object/apply:os.system [ls]",
        "mood: &anchor [x]",
        "mood: *anchor",
        "mood: {a: {a: {a: b}}}",
        "\tmood: low",
        "just words",
        "# a comment",
        "title: another title",
    ],
)
def test_a_line_that_is_not_read_is_left_over(line: str) -> None:
    imported = with_front("title: Bas Okoro", line)

    (left,) = imported.unplaced
    assert imported.manuscript.title == "Bas Okoro"
    assert left.text in line
    assert imported.position(left.start)[0] == 3


def test_a_comment_after_a_value_in_quotes_is_left_over() -> None:
    imported = with_front('title: "Bas Okoro" # TODO his real name')

    assert imported.manuscript.title == "Bas Okoro"
    assert [each.text for each in imported.unplaced] == ["# TODO his real name"]


def test_front_matter_that_a_slip_leaves_open_is_closed_at_the_prose() -> None:
    imported = read("---\ntitle: Bas Okoro\ncategories:\n- metal---\n" + QUESTION)

    (left,) = imported.unplaced
    assert imported.manuscript.topics == ("metal---",)
    assert (left.text, imported.position(left.start)[0]) == ("- metal---", 4)
    assert "not closed" in left.what
    assert imported.manuscript.contributions[0].answers[0].body == "A bell founder."


def test_front_matter_without_an_end_is_refused() -> None:
    with pytest.raises(Unreadable, match="line 1 opens is never closed: put a line"):
        read("---\ntitle: Bas Okoro\n")


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    manuscript = read("---\n" + QUESTION + "\n---\n").manuscript

    assert manuscript.introduction == "---"


def test_blank_lines_before_front_matter_do_no_harm() -> None:
    assert read("\n\n---\ntitle: Bas Okoro\n---\n" + QUESTION).manuscript.title == "Bas Okoro"


def test_an_empty_value_is_missed_at_its_key() -> None:
    imported = with_front("title: Bas Okoro", "summary:", "date: 2031-03-09")

    assert imported.position(imported.origin("standfirst", 0)) == (3, 1)


def test_a_date_that_is_none_stays_among_the_rest() -> None:
    manuscript = with_front("title: Bas Okoro", "date: next spring").manuscript

    assert (manuscript.date, manuscript.extra) == ("", (("date", "next spring"),))


@pytest.mark.parametrize("depth", [500, 20_000])
def test_deep_nesting_is_no_trouble(depth: int) -> None:
    imported = with_front("title: Bas Okoro", "a: " + "[" * depth, "b: " + "{a: " * depth)

    assert imported.manuscript.title == "Bas Okoro"
