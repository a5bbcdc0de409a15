"""Nothing is lost and nothing is invented: every character of a source is in a field, a leftover or a mark
between fields, and every character of a field comes from the source."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from series.importers import Imported
from series.importers.reading import FORMS, read
from tests.series.sources import INTERVIEW, INTERVIEWS, STORY, read_or_refusal

KEYS = """title thumbnail summary date categories credits name url licence version portrait layout slug person
at background fun fact march 2031 1 2 3"""
SYNTAX = {*KEYS.split(), *"problem actions taken lessons learned".split()}
DATES = ("date",)  # written in another form than the source's
BLURBS = {
    word.lower()
    for word in re.findall(
        r"\w+", "Saltmarsh Mills Lantern Rail Mercado Libre MasterPeace Solutions U S Bank"
    )
}
TYPED = {"27", "april", "2021", "november", "25", "2022", "4"}


def uncovered(imported: Imported, *, marks: bool) -> str:
    """The source with everything blanked out that is in a field, a leftover, or (if asked) a mark."""
    left = list(imported.source)
    spans = [(each.source, each.source + each.length) for of in imported.segments.values() for each in of]
    spans += [(each.start, each.end) for each in imported.leftovers]
    for start, end in spans + list(imported.marks if marks else ()):
        left[start:end] = " " * (end - start)
    return "".join(left)


def assert_nothing_is_lost(imported: Imported) -> None:
    assert uncovered(imported, marks=True).split() == []
    for each in imported.leftovers:
        assert imported.source[each.start : each.end] == each.text


def assert_nothing_is_invented(imported: Imported) -> None:
    for each in imported.manuscript.fields():
        invented = list(each.text)
        for part in imported.segments.get(each.path, ()):
            taken = imported.source[part.source : part.source + part.length]
            assert each.text[part.at : part.at + part.length] == taken
            invented[part.at : part.at + part.length] = " " * part.length
        if each.path not in DATES:
            assert "".join(invented).split() == [], each.path


def words_of_marks(imported: Imported) -> set[str]:
    return {word.lower() for word in re.findall(r"\w+", uncovered(imported, marks=False))}


@pytest.mark.parametrize("source", [INTERVIEWS, STORY, INTERVIEW], ids=["interviews", "story", "interview"])
def test_each_form_is_read_whole(source: str) -> None:
    imported = read(source)

    assert_nothing_is_lost(imported)
    assert_nothing_is_invented(imported)
    assert words_of_marks(imported) <= SYNTAX | BLURBS


@pytest.mark.shared
def test_the_two_first_documents_are_read_whole(shared: Path) -> None:
    for name in ("interviews-part-4.draft.md", "story-page.txt"):
        imported = read((shared / "seeds" / name).read_bytes())

        assert imported.unplaced == ()
        assert_nothing_is_lost(imported)
        assert_nothing_is_invented(imported)
        assert words_of_marks(imported) <= SYNTAX | BLURBS | TYPED


@pytest.mark.shared
def test_every_published_interview_is_read_whole_with_every_answer(shared: Path) -> None:
    answers, broken = 0, []
    for path in sorted((shared / "corpus" / "published").iterdir()):
        imported = read(path.read_bytes())

        assert imported.form == "interview"
        assert_nothing_is_lost(imported)
        assert_nothing_is_invented(imported)
        assert words_of_marks(imported) <= SYNTAX, path.name
        (person,) = imported.manuscript.contributions
        assert all(answer.body for answer in person.answers), path.name
        answers += len(person.answers)
        broken += [path.name for _ in imported.leftovers]

    assert answers == 2392
    assert broken == ["david.sleight.markdown", "jon.tan.markdown"]


@pytest.mark.shared
def test_texts_as_they_were_once_shipped_are_read_whole(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "history").iterdir()):
        imported = read(path.read_bytes())

        assert imported.form == "interview"
        assert_nothing_is_lost(imported)
        assert_nothing_is_invented(imported)


@st.composite
def shuffled(draw: st.DrawFn) -> str:
    """The lines of one or two sources in any order, some of them twice, with odd lines among them."""
    lines = "\n".join(draw(st.lists(st.sampled_from([INTERVIEWS, STORY, INTERVIEW]), min_size=1, max_size=2)))
    odd = [
        "---",
        "stet: 1",
        "<!-- stet: person -->",
        "```",
        "###",
        "- [x",
        "<style>",
        "[a]: b",
        "a: |",
        "\t",
        "»",
    ]
    picked = draw(st.lists(st.sampled_from(lines.split("\n") + odd), max_size=60))
    return "\n".join(picked)


@settings(max_examples=300)
@given(shuffled(), st.sampled_from([*FORMS, ""]))
def test_lines_in_any_order_are_read_whole_or_refused(source: str, form: str) -> None:
    imported, refusal = read_or_refusal(source, form)

    assert bool(imported) != refusal.endswith(".")
    if imported:
        assert_nothing_is_lost(imported)
        assert_nothing_is_invented(imported)


@settings(max_examples=200)
@given(st.text(max_size=200), st.sampled_from([*FORMS, ""]))
def test_any_text_is_read_whole_or_refused(source: str, form: str) -> None:
    imported, refusal = read_or_refusal(source, form)

    assert bool(imported) != refusal.endswith(".")
    if imported:
        assert_nothing_is_lost(imported)
        assert_nothing_is_invented(imported)
