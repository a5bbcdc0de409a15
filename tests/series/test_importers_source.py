"""A file that cannot be read is refused with what is wrong, where, and how to mend it; and never slowly."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from series.importers import Unreadable
from series.importers.reading import FORMS, read
from tests.series.sources import INTERVIEW, read_or_refusal

CAFE = "---\ntitle: Café “Bell”\n---\n\n### Who are you?\n\nA founder.\n"


def refusal(given_: str | bytes, form: str = "") -> str:
    with pytest.raises(Unreadable) as refused:
        read(given_, form)
    return str(refused.value)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_file_that_says_its_encoding_is_decoded(codec: str) -> None:
    imported = read(CAFE.encode(codec))

    assert imported.manuscript.title == "Café “Bell”"
    assert imported.notices == (
        () if codec.startswith("utf-8") else (f"The file was {codec.upper()}; it was read as such.",)
    )


def test_line_ends_of_all_systems_are_line_ends() -> None:
    expected = read(INTERVIEW).manuscript

    assert read(INTERVIEW.replace("\n", "\r\n").encode()).manuscript == expected
    assert read(INTERVIEW.replace("\n", "\r").encode()).manuscript == expected


@pytest.mark.parametrize(
    ("codec", "name"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("utf-16-le", "UTF-16")]
)
def test_another_encoding_is_refused_with_the_first_byte_and_its_likely_name(codec: str, name: str) -> None:
    said = refusal(CAFE.encode(codec))

    assert name in said
    assert said.endswith("Save it as UTF-8 and import it again.")


def test_the_first_byte_that_is_odd_is_named_by_its_place() -> None:
    assert "byte 15 (0xE9, line 2, column 11)" in refusal(CAFE.encode("cp1252"))


def test_another_encoding_is_read_when_it_is_asked_for() -> None:
    imported = read(CAFE.encode("cp1252"), encoding="cp1252")

    assert imported.manuscript.title == "Café “Bell”"
    assert imported.notices == ("The file was read as Windows-1252, as asked.",)


@pytest.mark.parametrize(
    ("start", "what"),
    [(b"PK\x03\x04", "Word"), (b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "picture"), (b"{\\rtf1", "RTF")],
)
def test_what_is_no_text_is_called_what_it_is(start: bytes, what: str) -> None:
    assert what in refusal(start + b"\x00" * 40)


@pytest.mark.parametrize("empty", ["", b"", "\n \n\t\n", "\ufeff", "\u2028"])
def test_an_empty_text_is_called_empty(empty: str | bytes) -> None:
    assert "no text in it" in refusal(empty)


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\x7f", "\ud800"])
def test_a_control_character_is_named_by_its_place(odd: str) -> None:
    said = refusal(INTERVIEW.replace("A kiln.", f"A {odd}kiln."))

    assert f"(U+{ord(odd):04X}) in line 24, column 3" in said


HUGE = {
    "one line": "a" * 10_000_000,
    "brackets": "[" * 100_000,
    "closed brackets": "[" * 50_000 + "]" * 50_000,
    "link starts": "[a](" * 50_000,
    "pictures": "![" * 50_000,
    "quotes": ">" * 100_000,
    "stars": "*a **a " * 14_000,
    "hashes": "# " * 50_000,
    "headings": "### Why?\n" * 20_000,
    "people": "### [A](b) - C at [D](e)\n\n**Fun Fact:**\n\n" * 400,
    "labels": "**Background:** " * 50_000,
    "definitions": "[a]: b\n" * 20_000,
    "fences": "```a\n" * 40_000,
    "sheets": "<style>\n" * 20_000,
    "tags": "<div>\n" * 20_000,
    "images": "<img src='a'\n" * 20_000,
    "rules": "---\n" * 50_000,
    "rules at the end": "### [A](b) - C at [D](e)\n\n" + "---\n\n" * 50_000,
    "questions": "".join(f"### [A](b) - C\n\n#### {n} or {n + 1}?\n" for n in range(400)),
    "padded sections": ("Problem" + " " * 20_000 + "x\n") * 50 + "Problem\n\nLessons learned\n",
    "padded author": "A," + " " * 300_000 + "at.\n\nProblem\n\nLessons learned\n",
    "keys": "---\n" + "".join(f"a{n}: b\n" for n in range(20_000)) + "---\n",
    "items": "---\ntitle: a\ntags:\n" + "- a\n" * 50_000 + "---\n",
    "open front matter": "---\na: b\n" + "\n" * 200_000,
    "blank lines": "\n" * 1_000_000 + "### Why?",
    "spaces": " " * 1_000_000 + "### Why?",
    "sections": "Problem\n\nLessons learned\n\n" * 10_000,
    "cards": "Problem\n\nLessons learned\n\nRelated stories\n\n" + "A\n1 May\n\nB at C\n\n" * 10_000,
    "comments": "---\nstet: 1\nformat: story\n---\n" + "<!-- stet: answer -->\n" * 20_000,
    "slashes": "---\nstet: 1\nformat: story\n---\n<!-- stet: closing -->\n" + "<!-- \\stet:\n" * 20_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_text_is_read_or_refused_within_two_seconds(name: str) -> None:
    for form in (*FORMS, ""):
        started = time.process_time()
        imported, said = read_or_refusal(HUGE[name], form)

        assert imported or 0 < len(said) < 500
        assert time.process_time() - started < 2


def test_a_field_that_is_too_long_is_refused_by_its_name_and_line() -> None:
    said = refusal(INTERVIEW.replace("A kiln.", "A kiln. " * 60_000))

    assert "“Answer 2”, which starts in line 24, has 479,999 characters" in said


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(given_: bytes) -> None:
    imported, said = read_or_refusal(given_, "interview")

    assert bool(imported) != said.endswith(".")


@pytest.mark.shared
def test_every_hostile_import_is_read_or_refused(shared: Path) -> None:
    folder = shared / "badinputs" / "files"
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        started = time.process_time()
        for form in (*FORMS, ""):
            imported, said = read_or_refusal(path.read_bytes(), form)
            assert imported or 0 < len(said) < 500
        assert time.process_time() - started < 4, path
