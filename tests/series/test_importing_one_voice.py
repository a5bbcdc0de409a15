"""A story, and an interview with one person: every part of it finds its field."""

from series.importers import Why
from series.importers.reading import read
from series.manuscript import Format
from tests.series.sources import INTERVIEW, STORY, line_of, line_with, text_at

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
