"""Questions that several people were asked become one template, and everybody is still asked the same."""

from hypothesis import given
from hypothesis import strategies as st

from series.importers.reading import read
from series.importers.wordings import Asked, Interview, infer
from series.manuscript import Manuscript


def asked_of(*people: list[str]) -> Interview:
    return infer([[Asked(text, number) for number, text in enumerate(each, 1)] for each in people])


def templates(interview: Interview) -> list[str]:
    return [prompt.text for prompt in interview.prompts]


def test_what_differs_in_two_questions_is_the_field_of_work() -> None:
    interview = asked_of(
        ["How did you come to fishing?", "Where does fishing go next?", "What excites you?"],
        ["How did you come to retail banking?", "Where does retail banking go next?", "What excites you?"],
    )

    assert templates(interview) == [
        "How did you come to {field}?",
        "Where does {field} go next?",
        "What excites you?",
    ]
    assert interview.fields == ("fishing", "retail banking")


def test_a_slip_in_one_question_makes_no_field() -> None:
    interview = asked_of(
        ["What excites you most?", "What is next?"],
        ["What excites you now?", "What is next?"],
    )

    assert interview.fields == ("", "")
    assert len(interview.prompts) == 2


def test_the_wording_that_most_were_asked_is_the_prompt() -> None:
    interview = asked_of(["What went wrong?"], ["Tell us: what went wrong?"], ["What went wrong?"])

    assert templates(interview) == ["What went wrong?"]


def test_a_question_that_only_one_was_asked_is_a_prompt_of_its_own() -> None:
    interview = asked_of(
        ["Why bells?", "And why gongs?", "What do you read in winter?"],
        ["Why bells?", "What do you read in winter?"],
    )

    assert interview.places == ((0, 1, 2), (0, 2))


def test_one_person_has_no_field_of_work() -> None:
    interview = asked_of(["Why bells?", "Why bells?"])

    assert interview.fields == ("",)
    assert interview.places == ((0, 1),)


WORDS = st.sampled_from(
    "how has the tide changed milling signalling retail banking {field} what’s next in".split()
)
QUESTIONS = st.lists(WORDS, min_size=1, max_size=7).map(lambda words: " ".join(words) + "?")


@given(st.lists(st.lists(QUESTIONS, max_size=4), min_size=1, max_size=4))
def test_everybody_is_asked_what_the_source_asks(people: list[list[str]]) -> None:
    parts = [
        f"### [Person {who}](https://p.example/{who}) - Keeper at [Mill {who}](https://m.example/{who})\n\n"
        + "".join(f"#### {number}. {text}\n\nYes.\n\n" for number, text in enumerate(questions, 1))
        for who, questions in enumerate(people)
    ]

    manuscript = read("\n".join(parts)).manuscript

    assert questions_in(manuscript) == people


def questions_in(manuscript: Manuscript) -> list[list[str]]:
    return [
        [manuscript.question(each, answer) for answer in each.answers] for each in manuscript.contributions
    ]
