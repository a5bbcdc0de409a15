"""The manuscript as data: its encoding, its digest, its paths, and what can be kept of it."""

from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from series.manuscript import (
    HIGHEST_PART,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_PEOPLE,
    Answer,
    Contribution,
    Format,
    Kind,
    Manuscript,
    Picture,
    Prompt,
    normalise,
)
from tests.series.manuscripts import manuscripts

QUILL = Contribution(
    key="7d0c",
    name="Mara Quill",
    field="tides",
    portrait=Picture(name="mara-quill.jpg", alt="Mara Quill on a pier."),
    answers=(
        Answer(key="a1", prompt="p1", body="We know the tide a week before."),
        Answer(key="a2", prompt="p2", declined=True, wording="What went wrong, then?"),
    ),
)
TEXT = Manuscript(
    series="Salt and Silt",
    part=4,
    title="Salt and Silt, Part 4",
    slug="salt-and-silt-4",
    topics=("Tides", "Tables"),
    prompts=(Prompt(key="p1", text="What changed in {field}?"), Prompt(key="p2", text="What went wrong?")),
    contributions=(QUILL,),
    extra=(("layout", "wide"),),
)


# -- encoding


@given(manuscripts())
def test_what_is_written_is_read_again(text):
    assert Manuscript.from_json(text.to_json()) == text.normalised()


@given(manuscripts())
def test_json_is_canonical(text):
    assert Manuscript.from_json(text.to_json()).to_json() == text.to_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '"text"',
        "{}",
        '{"encoding": 2}',
        '{"encoding": 1}',
        '{"encoding": 1, "contributions": 3}',
        TEXT.to_json().replace('"format":"interviews"', '"format":"poem"'),
        TEXT.to_json().replace('"title":', '"headline":'),
        TEXT.to_json().replace('"encoding":1', '"encoding":0'),
        TEXT.to_json().replace('"extra":[["layout","wide"]]', '"extra":[["layout"]]'),
    ],
)
def test_what_is_no_manuscript_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"."):
        Manuscript.from_json(text)


# -- digest


@given(manuscripts())
def test_the_digest_does_not_depend_on_keys(text):
    assert text.rekeyed().digest == text.digest
    assert Manuscript.from_json(text.to_json()).digest == text.digest


@given(manuscripts(), st.sampled_from(("\r\n", "\r", "\n")), st.sampled_from(("", " ", "\n", "\r\n\t")))
def test_what_a_form_does_to_a_text_is_no_change(text, line_end, around):
    def posted(words: str) -> str:
        return around + words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", line_end) + around

    people = tuple(
        replace(
            each,
            name=posted(each.name),
            background=posted(each.background),
            answers=tuple(replace(answer, body=posted(answer.body)) for answer in each.answers),
        )
        for each in text.contributions
    )
    same = replace(
        text, title=posted(text.title), introduction=posted(text.introduction), contributions=people
    )

    assert same.digest == text.digest


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    once = normalise(text)

    assert normalise(once) == once
    assert "\r" not in once


def changes(value: object) -> list[object]:
    """The same value with one thing in it changed, once for each thing that readers see."""
    if isinstance(value, tuple):
        return [
            *(
                (*value[:place], new, *value[place + 1 :])
                for place, each in enumerate(value)
                for new in changes(each)
            ),
            value[1:] if value else None,
            value[::-1] if value[::-1] != value else value * 2,
        ]
    if is_dataclass(value):
        return [
            replace(value, **{each.name: new})
            for each in fields(value)
            if each.name not in ("key", "prompt")
            for new in changes(getattr(value, each.name))
        ]
    if isinstance(value, Format):
        return [Format.STORY]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    return [f"{value}x", f"y{value}"]


def test_any_change_that_a_reader_could_see_changes_the_digest():
    digests = [each.digest for each in changes(TEXT) if not list(each._tangles())]

    assert len(digests) > 80
    assert TEXT.digest not in digests
    assert len(set(digests)) == len(digests)


def test_an_answer_is_bound_to_its_question():
    first, second = QUILL.answers
    swapped = replace(QUILL, answers=(replace(first, prompt="p2"), replace(second, prompt="p1")))

    assert replace(TEXT, contributions=(swapped,)).digest != TEXT.digest


# -- fields and paths


@given(manuscripts())
def test_every_text_is_in_exactly_one_field(text):
    paths = [each.path for each in text.fields()]

    assert len(paths) - len(set(paths)) == len(text.extra) - len(dict(text.extra))
    assert {each.path for each in text.fields() if each.name == "body"} == {
        f"contributions/{each.key}/answers/{answer.key}/body"
        for each in text.contributions
        for answer in each.answers
    }


def test_paths_survive_another_order():
    second = replace(QUILL, key="9f2e", name="Ossi Tarn", answers=())
    one, other = (
        {field.path: field.text for field in replace(TEXT, contributions=order).fields()}
        for order in ((QUILL, second), (second, QUILL))
    )

    assert one == other


def test_a_question_is_asked_in_somebody_s_words_and_field():
    asked = [field.text for field in TEXT.fields() if field.name == "question"]

    assert asked == ["What changed in tides?", "What went wrong, then?"]


def test_fields_say_in_plain_words_what_they_are():
    labels = {field.path.rpartition("/")[2]: (field.label, field.kind) for field in TEXT.fields()}

    assert labels["slug"] == ("Address", Kind.LINE)
    assert labels["portrait_alt"] == ("Portrait's description", Kind.LINE)
    assert labels["body"] == ("Answer 2", Kind.MARKDOWN)
    assert labels["layout"] == ("Front matter: layout", Kind.LINE)


# -- what can be kept


def with_answers(*answers: Answer) -> Manuscript:
    return replace(TEXT, contributions=(replace(QUILL, answers=answers),))


REFUSED = {
    "Title is 1,001 characters long; 1,000 is the most.": replace(TEXT, title="x" * 1001),
    "Closing is 200,001 characters long; 200,000 is the most.": replace(TEXT, closing="x" * 200_001),
    "Introduction holds a control character": replace(TEXT, introduction="a\x00b"),
    "A question or a name holds a": replace(TEXT, prompts=(*TEXT.prompts, Prompt(key="p3", text="\ud800"))),
    "A question or a name holds a control": replace(TEXT, extra=(("la\x00yout", ""),)),
    "The part's number is 0: it has to be between 1 and 100,000.": replace(TEXT, part=0),
    "The part's number is 100001": replace(TEXT, part=HIGHEST_PART + 1),
    "There are 201 people; 200 is the most.": replace(TEXT, contributions=(QUILL,) * (MOST_PEOPLE + 1)),
    "Mara Quill answers the same question twice": with_answers(*QUILL.answers, Answer(key="a3", prompt="p1")),
    "An answer belongs to a question that is not": with_answers(Answer(key="a1", prompt="p9")),
}


@pytest.mark.parametrize(("sentence", "text"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_cannot_be_kept_is_said_in_a_sentence(sentence, text):
    (refusal,) = text.refusals()

    assert refusal.startswith(sentence)


def test_an_honest_text_can_be_kept_at_its_limits():
    assert TEXT.refusals() == []
    assert (
        replace(TEXT, title="x" * LONGEST_LINE, closing="x" * LONGEST_TEXT, part=HIGHEST_PART).refusals()
        == []
    )
