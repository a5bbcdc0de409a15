"""Each form is recognised and every part of it finds its field, with the place that it came from."""

import pytest

from series.importers import Unreadable, Why
from series.importers.reading import FORMS, read
from tests.series.sources import INTERVIEW, INTERVIEWS, STORY, line_of, line_with, text_at

SOURCES = {"interviews": INTERVIEWS, "story": STORY, "interview": INTERVIEW}


@pytest.mark.parametrize("form", SOURCES)
def test_a_form_is_recognised(form: str) -> None:
    imported = read(SOURCES[form])

    assert imported.form == form
    assert imported.form in FORMS
    assert imported.unplaced == ()


def test_a_form_can_be_chosen_against_the_look_of_a_text() -> None:
    imported = read(STORY, form="interview")

    assert imported.form == "interview"
    assert imported.manuscript.introduction.startswith("SPRING MEETING")


def test_an_unknown_form_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="“opera” is no form"):
        read(STORY, form="opera")


def test_a_text_without_a_form_is_refused_with_the_forms_that_there_are() -> None:
    with pytest.raises(Unreadable, match=r"^notes\.md: No form was recognised.*Story page"):
        read("Some words.\n\nAnd some more.", name="notes.md")


# -- interview posts


def test_people_are_read_from_their_headings() -> None:
    mara, odo = read(INTERVIEWS).manuscript.contributions

    assert (mara.name, mara.url) == ("Mara Quill", "https://mara.example/")
    assert (mara.role, mara.organization) == ("Head of Tides", "Saltmarsh Mills")
    assert mara.organization_url == "https://saltmarsh.example/"
    assert (odo.name, odo.role, odo.organization) == ("Odo Fenn", "Signaller", "Lantern Rail")


def test_labelled_lines_are_fields_of_several_paragraphs() -> None:
    mara = read(INTERVIEWS).manuscript.contributions[0]

    assert mara.background == "She reads tide tables.\n\nShe also writes them."
    assert mara.fun_fact == "Owns no watch."
    assert mara.about_organization == "Grinds at high water."


def test_an_empty_label_or_answer_is_missed_where_it_stands() -> None:
    imported = read(INTERVIEWS)

    odo = "contributions/2"
    assert text_at(imported, f"{odo}/background") == ""
    assert line_of(imported, f"{odo}/background") == line_with(INTERVIEWS, "**Background:**\n")
    assert line_of(imported, f"{odo}/about_organization") == line_with(INTERVIEWS, "**Lantern Rail:**")
    assert line_of(imported, f"{odo}/answers/1/body") == line_with(
        INTERVIEWS, "#### **1. What changed most in s"
    )


def test_what_a_person_lacks_altogether_is_missed_at_the_heading() -> None:
    source = INTERVIEWS.replace("![Odo](/coast/odo-fenn.jpg)\n\n", "").replace("**Lantern Rail:**\n\n", "")

    imported = read(source)

    heading = line_with(source, "### [Odo Fenn]")
    assert line_of(imported, "contributions/2/portrait") == heading
    assert line_of(imported, "contributions/2/about_organization") == heading


def test_the_questions_are_one_template_with_each_persons_field() -> None:
    manuscript = read(INTERVIEWS).manuscript

    assert [prompt.text for prompt in manuscript.prompts] == [
        "What changed most in {field}?",
        "Where do people go wrong with {field}?",
    ]
    assert [each.field for each in manuscript.contributions] == ["milling", "signalling"]


def test_everybody_is_asked_just_what_the_source_asks() -> None:
    imported = read(INTERVIEWS)

    mara, odo = imported.manuscript.contributions
    asked = [[imported.manuscript.question(each, answer) for answer in each.answers] for each in (mara, odo)]
    assert asked == [
        ["What changed most in milling?", "Where do people go wrong with milling?"],
        ["What changed most in signalling?", "Where do they go wrong in signalling?"],
    ]
    assert [answer.wording for answer in odo.answers] == ["", "Where do they go wrong in signalling?"]
    path = "contributions/2/answers/2/question"
    assert line_of(imported, path) == line_with(INTERVIEWS, "#### **2. Where do they")


def test_a_rule_between_answers_is_a_separator() -> None:
    mara = read(INTERVIEWS).manuscript.contributions[0]

    assert [answer.body for answer in mara.answers] == ["The moon did not.", "They hurry."]


def test_portraits_are_found_above_the_heading_in_html_and_in_markdown() -> None:
    mara, odo = read(INTERVIEWS).manuscript.contributions

    assert (mara.portrait.name, mara.portrait.alt) == ("/coast/mara-quill.jpg", "Mara at the sluice")
    assert (odo.portrait.name, odo.portrait.alt) == ("/coast/odo-fenn.jpg", "Odo")


def test_a_portrait_may_stand_below_the_heading() -> None:
    above = '<img class="left" src="/coast/mara-quill.jpg" alt="Mara at the sluice"></a>\n\n'
    heading = INTERVIEWS[INTERVIEWS.index("### [Mara") : INTERVIEWS.index("\n\n**Background:** She")]
    source = INTERVIEWS.replace(above, "").replace(heading, f"{heading}\n\n{above.strip()}")

    mara = read(source).manuscript.contributions[0]

    assert mara.portrait.name == "/coast/mara-quill.jpg"
    assert mara.background.startswith("She reads")


def test_stray_tags_and_odd_attributes_stay_visible() -> None:
    leftovers = {each.text: each.why for each in read(INTERVIEWS).leftovers}

    portrait = '<img class="left" src="/coast/mara-quill.jpg" alt="Mara at the sluice"></a>'
    assert leftovers[portrait] is Why.WRAPPER
    assert leftovers["<style>\n.left { margin: 1em; }\n</style>"] is Why.WRAPPER
    assert leftovers["</body>"] is Why.WRAPPER


def test_title_part_date_and_cover_are_read() -> None:
    imported = read(INTERVIEWS)

    manuscript = imported.manuscript
    assert (manuscript.title, manuscript.part) == ("Keepers of the coast [Part 3]", 3)
    assert (manuscript.date, manuscript.cover.name) == ("2031-03-09", "/coast/part-3.png")
    assert line_of(imported, "date") == line_with(INTERVIEWS, "Published March")


def test_the_list_of_earlier_parts_is_derived() -> None:
    imported = read(INTERVIEWS)

    (earlier,) = [each for each in imported.leftovers if each.why is Why.DERIVED]
    assert earlier.text.startswith("Earlier parts are here:\n\n- [Keepers")
    assert imported.manuscript.introduction == "Welcome back!\n\nToday a miller and a signaller."
    second = imported.manuscript.introduction.index("miller")
    assert line_of(imported, "introduction", second) == line_with(INTERVIEWS, "a miller and")


def test_disclaimer_closing_and_call_to_action_are_told_apart() -> None:
    manuscript = read(INTERVIEWS).manuscript

    assert manuscript.disclaimer == "_Disclaimer: the views are their own._"
    assert manuscript.closing == "Thank you for joining us.\n\nBig thanks to Mara Quill and Odo Fenn."
    assert manuscript.call_to_action == "Write to us at [the mill](https://saltmarsh.example/write)."


def test_a_blurb_under_another_name_keeps_that_name() -> None:
    source = INTERVIEWS.replace("**Saltmarsh Mills:**", "**Dune & Sons:**")

    mara = read(source).manuscript.contributions[0]

    assert mara.about_organization == "**Dune & Sons:** Grinds at high water."


def test_a_label_that_is_known_nowhere_is_unplaced_beside_the_blurb() -> None:
    source = INTERVIEWS.replace(
        "#### **1. What changed most in m", "**Shoe size:** 38\n\n#### **1. What changed most in m"
    )

    (unplaced,) = read(source).unplaced

    assert unplaced.text == "**Shoe size:** 38"


def test_a_name_may_be_bold() -> None:
    source = INTERVIEWS.replace(
        "### [Mara Quill](https://mara.example/) -", "### **[Mara Quill](https://mara.example/)** -"
    )

    mara = read(source).manuscript.contributions[0]

    assert (mara.name, mara.url, mara.role) == ("Mara Quill", "https://mara.example/", "Head of Tides")


def test_a_first_heading_is_the_title_where_nothing_else_says_it() -> None:
    people = INTERVIEWS[INTERVIEWS.index("Today a miller") :]

    manuscript = read("# Keepers of the coast, part 7\n\n" + people).manuscript

    assert (manuscript.title, manuscript.part) == ("Keepers of the coast, part 7", 7)
    assert manuscript.introduction == "Today a miller and a signaller."


def test_a_closing_without_a_rule_starts_with_its_thanks() -> None:
    source = INTERVIEWS.replace("At night.\n\n---\n", "At night.\n")

    manuscript = read(source).manuscript

    assert manuscript.contributions[1].answers[1].body == "At night."
    assert manuscript.closing.startswith("Thank you for joining us.")
