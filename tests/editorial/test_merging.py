"""Two texts from the same revision come together field by field, and no typed word is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from editorial.merging import merge, together
from editorial.placing import changed, put
from series.manuscript import Answer, Contribution, Manuscript, Picture, Prompt
from tests.editorial.texts import ready_text

BASE = ready_text()
BACKGROUND = "contributions/1/background"


def newcomer(text: Manuscript, key: str, name: str) -> Manuscript:
    return replace(text, contributions=(*text.contributions, Contribution(key=key, name=name)))


def test_what_only_one_changed_is_taken_from_that_one():
    theirs, mine = put(BASE, "title", "Theirs"), put(BASE, BACKGROUND, "Mine.")

    merged = merge(BASE, theirs, mine, {})

    assert merged.text.title == "Theirs"
    assert merged.text.contributions[0].background == "Mine."
    assert merged.clashes == []
    assert (merged.theirs, merged.mine) == (["Title"], ["Imara Okello: background"])


def test_the_same_change_twice_is_no_clash():
    both = put(BASE, "title", "The same")

    assert merge(BASE, both, both, {}).clashes == []


def test_what_both_changed_is_asked_and_theirs_stands_until_then():
    merged = merge(BASE, put(BASE, BACKGROUND, "Theirs."), put(BASE, BACKGROUND, "Mine."), {})

    assert [(each.path, each.theirs, each.mine) for each in merged.clashes] == [
        (BACKGROUND, "Theirs.", "Mine.")
    ]
    assert merged.text.contributions[0].background == "Theirs."


def test_a_choice_decides_a_clash():
    theirs, mine = put(BASE, BACKGROUND, "Theirs."), put(BASE, BACKGROUND, "Mine.")

    merged = merge(BASE, theirs, mine, {BACKGROUND: "Both of ours."})

    assert merged.text.contributions[0].background == "Both of ours."


def test_without_a_common_text_every_difference_is_asked():
    merged = merge(None, BASE, put(BASE, "title", "Mine"), {})

    assert [each.path for each in merged.clashes] == ["title"]
    assert merged.clashes[0].both is None


def test_a_picture_that_both_changed_is_asked():
    def pictured(name: str) -> Manuscript:
        return changed(BASE, "1", lambda each: replace(each, portrait=Picture(name=name, digest=name)))

    merged = merge(BASE, pictured("a.png"), pictured("b.png"), {})

    assert [(each.label, each.theirs, each.mine) for each in merged.clashes] == [
        ("Imara Okello: portrait", "a.png", "b.png")
    ]


def test_people_whom_either_added_are_all_there():
    theirs, mine = newcomer(BASE, "a", "Theirs"), newcomer(BASE, "b", "Mine")

    merged = merge(BASE, theirs, mine, {})

    assert set(merged.text.people) == {"Imara Okello", "Tomas Lindqvist", "Theirs", "Mine"}


def test_a_person_taken_out_by_one_goes_if_the_other_left_them_alone():
    without = replace(BASE, contributions=BASE.contributions[:1])

    merged = merge(BASE, without, put(BASE, "title", "Mine"), {})

    assert merged.text.people == ("Imara Okello",)
    assert merged.kept == []


def test_a_person_taken_out_by_one_and_changed_by_the_other_stays_and_it_is_said():
    without = replace(BASE, contributions=BASE.contributions[1:])

    merged = merge(BASE, without, put(BASE, BACKGROUND, "Mine."), {})

    assert merged.text.contributions[0].background == "Mine."
    assert merged.kept == ["Imara Okello"]


def test_an_answer_keeps_its_question_though_the_other_took_it_out():
    without = replace(
        BASE,
        prompts=BASE.prompts[:1],
        contributions=tuple(replace(each, answers=each.answers[:1]) for each in BASE.contributions),
    )
    mine = put(BASE, "contributions/1/answers/2/body", "Mine.")

    merged = merge(BASE, without, mine, {})

    assert [each.body for each in merged.text.contributions[0].answers][1] == "Mine."
    assert merged.text.prompt("2").text == BASE.prompt("2").text


def test_both_began_an_answer_to_the_same_question():
    base = changed(BASE, "1", lambda each: replace(each, answers=each.answers[:1]))

    def answered(key: str, body: str) -> Manuscript:
        new = Answer(key=key, prompt="2", body=body)
        return changed(base, "1", lambda each: replace(each, answers=(*each.answers, new)))

    merged = merge(base, answered("a", "Theirs."), answered("b", "Mine."), {})

    assert sorted(merged.text.contributions[0].answers[1].body.split("\n\n")) == ["Mine.", "Theirs."]


def test_whoever_reordered_is_followed():
    moved = replace(BASE, contributions=BASE.contributions[::-1])

    for theirs, mine in ((moved, put(BASE, "title", "T")), (put(BASE, "title", "T"), moved)):
        merged = merge(BASE, theirs, mine, {})

        assert merged.text.people == moved.people
        assert merged.text.title == "T"


def test_changes_of_different_sentences_come_together():
    base = "We began in May. Nobody slept. It was over in June."

    assert together(base, base.replace("May", "April"), base.replace("June", "July")) == (
        "We began in April. Nobody slept. It was over in July."
    )


def test_changes_of_the_same_sentence_do_not():
    base = "We began in May. Nobody slept."

    assert together(base, "We began in April. Nobody slept.", "We started in May. Nobody slept.") is None


def test_two_additions_at_the_same_place_do_not():
    assert together("One.", "One. Two.", "One. Three.") is None


BODIES = st.lists(st.sampled_from(["One. ", "Two! ", "Three? ", "Four.\n\n", ""]), max_size=4).map("".join)


@given(base=BODIES, theirs=BODIES, mine=BODIES)
def test_no_words_are_lost(base, theirs, mine):
    texts = [put(BASE, BACKGROUND, body) for body in (base, theirs, mine)]

    merged = merge(*texts, {})

    kept = merged.text.contributions[0].background
    stored = [each.contributions[0].background for each in (text.normalised() for text in texts)]
    if stored[1] == stored[0]:
        assert kept == stored[2]
    elif stored[2] in (stored[0], stored[1]):
        assert kept == stored[1]
    else:
        assert [(each.theirs, each.mine) for each in merged.clashes] == [(stored[1], stored[2])]


def test_a_text_whose_prompts_were_all_taken_out_is_whole():
    base = replace(BASE, prompts=(Prompt(key="1", text="Why?"),), contributions=())

    merged = merge(base, replace(base, prompts=()), base, {})

    assert merged.text.prompts == ()
