"""Each form is recognised and every part of it finds its field, with the place that it came from."""

import pytest

from series.importers import Unreadable, Why
from series.importers.reading import FORMS, read
from series.manuscript import Format
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


# -- stories


def test_a_story_has_its_author_and_its_sections() -> None:
    manuscript = read(STORY).manuscript

    (author,) = manuscript.contributions
    assert manuscript.format is Format.STORY
    assert (author.name, author.role, author.organization) == (
        "Ilse Varga",
        "Head of Crossings",
        "Ferrous Ltd",
    )
    assert [prompt.text for prompt in manuscript.prompts] == ["Problem", "Actions taken", "Lessons learned"]
    assert [answer.body for answer in author.answers] == [
        "Everybody painted it.",
        "We stopped:\n\n  • First the north side.\n  • Then the south side.",
        "• Rust is slow.",
    ]


def test_a_story_has_title_topics_date_and_standfirst() -> None:
    manuscript = read(STORY).manuscript

    assert (manuscript.title, manuscript.topics) == ("Letting a Bridge Rust", ("Upkeep", "Delegation"))
    assert manuscript.date == "2031-03-03"
    assert manuscript.standfirst.endswith("leaving a bridge alone saved it.")


def test_the_site_around_a_story_is_chrome_line_by_line() -> None:
    imported = read(STORY)

    chrome = [each.text for each in imported.leftovers if each.why is Why.CHROME]
    assert chrome == [
        "SPRING MEETING has been announced (Mon, Mar 1st)",
        "Log in",
        "Back to stories",
        "Discover Ferrous",
        "Grow as a keeper of bridges",
        "You keep bridges.",
        "Keep more of them.",
    ]


def test_the_date_and_related_stories_are_derived_and_the_storys_own_card_is_called_so() -> None:
    imported = read(STORY)

    derived = [
        (each.what, each.text.split("\n")[0]) for each in imported.leftovers if each.why is Why.DERIVED
    ]
    assert derived == [
        ("The date as typed: Stet writes every date in one form", "3 March, 2031"),
        ("Related stories", "Related stories"),
        ("A related story", "Painting by Night"),
        ("This story's own card among the related stories", "Letting a Bridge Rust"),
    ]


def test_a_story_without_a_date_still_has_its_title() -> None:
    manuscript = read(STORY.replace("3 March, 2031\n\n", "")).manuscript

    assert (manuscript.title, manuscript.date) == ("Letting a Bridge Rust", "")
    assert manuscript.contributions[0].name == "Ilse Varga"


def test_an_empty_section_is_missed_at_its_name() -> None:
    source = STORY.replace("Everybody painted it.\n", "")

    imported = read(source)

    assert text_at(imported, "contributions/1/answers/1/body") == ""
    assert line_of(imported, "contributions/1/answers/1/body") == line_with(source, "Problem")


# -- interviews with one person


def test_an_interview_has_one_person_with_the_questions_as_prompts() -> None:
    manuscript = read(INTERVIEW).manuscript

    (bas,) = manuscript.contributions
    assert (manuscript.title, bas.name) == ("Bas Okoro", "Bas Okoro")
    assert [prompt.text for prompt in manuscript.prompts] == [
        "Who are you, and what do you do?",
        "What hardware do you use?",
    ]
    assert bas.answers[0].body.endswith("#### On Sundays\n\nI listen.")
    assert bas.answers[1].body == "A kiln."


def test_front_matter_fills_the_fields_and_the_rest_is_kept() -> None:
    imported = read(INTERVIEW)

    manuscript = imported.manuscript
    assert manuscript.standfirst == "Bell founder (Nine Bells)"
    assert (manuscript.date, manuscript.topics) == ("2031-03-09", ("metal", "music"))
    assert manuscript.extra == (("credits.name", "Una Reed"),)
    assert line_of(imported, "topics", len("metal\n")) == line_with(INTERVIEW, "- music")
    assert line_of(imported, "extra/credits.name") == line_with(INTERVIEW, "Una Reed")


def test_link_definitions_are_shared_by_all_fields() -> None:
    manuscript = read(INTERVIEW).manuscript

    assert manuscript.references == '[bells]: https://bells.example/ "Bells."\n[kiln]: https://kiln.example/'


def test_a_definition_amid_an_answer_is_shared_too() -> None:
    source = INTERVIEW.replace("I listen.\n", "I listen.\n\n[hush]: https://hush.example/\n\nAlways.\n")

    manuscript = read(source).manuscript

    assert manuscript.references.startswith("[hush]: https://hush.example/\n[bells]:")
    assert manuscript.contributions[0].answers[0].body.endswith("I listen.\n\nAlways.")


def test_text_before_the_first_question_is_the_introduction() -> None:
    assert read(INTERVIEW).manuscript.introduction == "He answered by post."


def test_headings_in_code_ask_nothing() -> None:
    source = INTERVIEW.replace("A kiln.", "A kiln.\n\n```\n### Is this asked?\n```")

    manuscript = read(source).manuscript

    assert len(manuscript.prompts) == 2
    assert manuscript.contributions[0].answers[1].body.endswith("```\n### Is this asked?\n```")


def test_a_fence_that_is_never_closed_does_not_swallow_the_questions() -> None:
    source = INTERVIEW.replace("He answered by post.", "He answered by post.\n\n```")

    assert len(read(source).manuscript.prompts) == 2


def test_a_heading_without_words_is_left_over_from_the_question_on() -> None:
    source = INTERVIEW.replace("A kiln.", "###\n\nA kiln.")

    imported = read(source)

    (empty,) = imported.unplaced
    assert imported.position(empty.start)[0] == line_with(source, "### What hardware")
    assert imported.manuscript.contributions[0].answers[1].body == "A kiln."


def test_the_title_said_again_as_a_heading_is_derived() -> None:
    imported = read(INTERVIEW.replace("He answered by post.", "# Bas Okoro\n\nHe answered by post."))

    assert [(each.text, each.why) for each in imported.leftovers] == [("# Bas Okoro", Why.DERIVED)]
    assert imported.manuscript.introduction == "He answered by post."
