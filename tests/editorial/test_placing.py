"""Words are put into a field by its path, and nothing else of the text moves."""

from dataclasses import replace

import pytest

from editorial.checks import Finding, Level
from editorial.placing import appended, places, put, repaired
from tests.editorial.texts import ready_text


def finding(path: str, start: int, words: str, instead: str | None) -> Finding:
    return Finding(
        check="garbled", label="Garbled", level=Level.BLOCKER, path=path, start=start, end=start + len(words),
        excerpt=words, message="…", instead=instead,
    )  # fmt: skip


def test_every_field_can_be_written_by_its_path():
    text = replace(ready_text(), extra=(("thumbnail", "old.png"),))

    for field in text.fields():
        if field.path.endswith(("question", "/field")):  # others follow from these
            continue
        written = {each.path: each.text for each in put(text, field.path, "New words").fields()}
        before = {each.path: each.text for each in text.fields()}

        assert written == {**before, field.path: "New words"}, field.path


def test_a_path_that_is_nowhere_is_an_error():
    for path in ("nowhere", "contributions/99/name", "part", "introduction/more"):
        with pytest.raises(KeyError):
            put(ready_text(), path, "New words")


def test_a_question_keeps_its_blank():
    text = ready_text()
    path = "contributions/1/answers/1/question"

    changed = put(text, path, "How did machine learning change shipping?")

    assert changed.prompts[0].text == "How did machine learning change {field}?"
    assert changed.contributions[0].answers[0].wording == ""


def test_a_question_without_its_blank_becomes_this_person_s_own():
    changed = put(ready_text(), "contributions/1/answers/1/question", "What has changed?")

    assert changed.prompts == ready_text().prompts
    assert changed.contributions[0].answers[0].wording == "What has changed?"
    assert changed.contributions[1].answers[0].wording == ""


def test_all_findings_of_a_field_are_repaired_at_once():
    text = replace(ready_text(), introduction="Itâ€™s late, isnâ€™t it?")
    found = [finding("introduction", 2, "â€™", "’"), finding("introduction", 16, "â€™", "’")]

    mended, done = repaired(text, found)

    assert mended.introduction == "It’s late, isn’t it?"
    assert done == 2


def test_a_repair_whose_words_have_changed_is_left_alone():
    text = replace(ready_text(), introduction="All is well.")

    mended, done = repaired(text, [finding("introduction", 2, "â€™", "’")])

    assert (mended, done) == (text, 0)


def test_overlapping_repairs_do_not_eat_each_other():
    text = replace(ready_text(), introduction="aaa")

    mended, done = repaired(
        text, [finding("introduction", 0, "aa", "b"), finding("introduction", 1, "aa", "c")]
    )

    assert (mended.introduction, done) == ("ac", 1)


def test_a_piece_goes_behind_what_the_field_holds():
    text = replace(ready_text(), closing="Thanks.")

    assert appended(text, "closing", "  And goodbye.\n").closing == "Thanks.\n\nAnd goodbye."
    assert appended(replace(text, closing=""), "closing", "Goodbye.").closing == "Goodbye."


def test_prose_can_go_into_answers_and_profiles():
    paths = {field.path for field in places(ready_text())}

    assert {
        "introduction",
        "closing",
        "contributions/1/background",
        "contributions/2/answers/2/body",
    } <= paths
    assert "title" not in paths
