"""The article of an installment: what is generated, what is left out, what is made safe."""

from dataclasses import replace

import pytest

from series.manuscript import Answer, Picture, Prompt
from series.prose import prose
from series.rendering import Rendered, filled, render
from tests.series.publish import interviews, somebody, story

ADDRESS = "/series/night-shift/part-1/"


def rendered(text=None, **addresses) -> Rendered:
    return render(text or interviews(), address=ADDRESS, **{"people": {}, "organizations": {}, **addresses})


def with_answers(*bodies: str, name: str = "Mara Lindqvist", **more):
    """Somebody who gives these answers to as many questions."""
    answers = tuple(Answer(key=f"{name}{n}", prompt=str(n), body=body) for n, body in enumerate(bodies, 1))
    return somebody(name, answers=answers, **more)


def test_people_are_named_from_the_record_and_nowhere_typed():
    page = rendered()

    assert "you’ll hear from Mara Lindqvist of Ovenhouse and Ossi Brandt of Tramway." in page.html
    assert "Thank you for joining us in this first installment of Night Shift." in page.html
    assert "Big thanks to Mara Lindqvist and Ossi Brandt." in page.html
    assert "2 interviews with 4 answers" in page.html
    assert page.anchors == {"mara": "mara-lindqvist", "ossi": "ossi-brandt"}


def test_a_closing_that_thanks_is_not_followed_by_another_thanks():
    page = rendered(interviews(closing="A big thank you to both of them."))

    assert "A big thank you to both of them." in page.html
    assert "Thank you for joining us" not in page.html


def test_an_introduction_that_greets_is_not_preceded_by_another_greeting():
    page = rendered(interviews(introduction="In this part, you'll hear from two people."))

    assert page.html.count("hear from") == 1
    assert "With Mara Lindqvist of Ovenhouse and Ossi Brandt of Tramway." in page.html


def test_people_and_organizations_are_linked_where_they_have_pages():
    page = rendered(people={"mara": "/people/mara/"}, organizations={"mara": "/organizations/ovenhouse/"})

    assert '<a href="/people/mara/">Mara Lindqvist</a>' in page.html
    assert '<a href="/organizations/ovenhouse/">Ovenhouse</a>' in page.html
    assert '<h2 class="profile__name" id="ossi-brandt-name">Ossi Brandt</h2>' in page.html


def test_a_declined_answer_says_who_declined():
    dough = Answer(key="2", prompt="2", body="Dough.")
    text = interviews(
        somebody(answers=(Answer(key="1", prompt="1", declined=True), dough)),
        somebody("Ossi Brandt"),
    )

    page = rendered(text)

    assert page.html.count("Mara Lindqvist declined to answer.") == 1
    assert page.html_by_question.count("Mara Lindqvist declined to answer.") == 1
    assert "2 interviews with 3 answers" in page.html
    assert "Compare 2 answers<span" in page.html


def test_an_empty_answer_and_a_person_without_answers_are_left_out():
    page = rendered(interviews(with_answers("", "Dough."), with_answers("", name="Nobody Yet")))

    assert 'id="mara-lindqvist-q2"' in page.html
    assert 'id="mara-lindqvist-q1"' not in page.html
    assert "Nobody Yet" not in page.html


def test_by_question_says_who_was_not_asked():
    page = rendered(interviews(somebody(), with_answers("By tram.", name="Ossi Brandt")))

    assert "Ossi Brandt was not asked this question." in page.html_by_question


def test_a_question_shows_its_blank_filled_or_neutral_or_as_this_person_was_asked():
    own = somebody(
        "Ossi Brandt",
        field="trams",
        answers=(Answer(key="o", prompt="1", body="By tram.", wording="Why trams and not buses?"),),
    )

    page = rendered(interviews(somebody(field="bread"), own))

    assert 'How did you come to <span class="stet">bread</span>?' in page.html
    assert 'Why <span class="stet">trams</span> and not buses?' in page.html
    assert 'How did you come to <span class="stet">your field</span>?' in page.html_by_question
    assert 'Asked: Why <span class="stet">trams</span> and not buses?' in page.html_by_question


def test_no_reader_meets_the_blank_itself():
    page = rendered(interviews(somebody(field=""), somebody("Ossi Brandt", field="")))

    assert "{field}" not in page.html + page.html_by_question


def test_words_that_the_desk_marked_are_pulled_into_the_margin_word_for_word():
    page = rendered(
        interviews(with_answers("Well. <mark>The *bread* decides.</mark> Always."), somebody("Ossi Brandt"))
    )

    assert '<mark class="stet">The <em>bread</em> decides.</mark>' in page.html
    assert "<blockquote>The bread decides.</blockquote>" in page.html
    assert page.quotes["mara"] == "The bread decides."


@pytest.mark.parametrize(
    ("block", "ends"),
    [
        ("One. <mark>Two.</mark> Three.", "</p>"),
        ("- One.\n- <mark>Two.</mark>\n- Three.", "</ul>"),
        ("> One. <mark>Two.</mark>\n>\n> Three.", "</blockquote>"),
    ],
)
def test_a_story_has_pulled_words_behind_the_block_that_they_are_from(block, ends):
    told = with_answers(f"First.<br>Really.\n\n{block}\n\nLast.", "", "")

    page = rendered(replace(story(), contributions=(told,)))

    before, _, after = page.html.partition('<figure class="pull"')
    assert before.count("Two.</mark>") == 1
    assert before.rstrip().endswith(ends)
    assert after.partition("</figure>")[2].lstrip().startswith("<p>Last.</p>")


WINDOW = "The street was dark and one window was not at all."
SAID = "The baker said “the bread decides when you may sit down.”"


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        (f"Short. {WINDOW}", WINDOW),
        (f"{SAID} So she stood.", SAID),
        ("But it was dark in the street and nobody was there at all.", ""),
        ("And what do you say to somebody who sleeps when you work?", ""),
        (f"- {WINDOW}", ""),
    ],
)
def test_a_quote_for_lists_is_a_sentence_that_stands_by_itself(body, quote):
    assert prose(body).quote() == quote


def test_portraits_have_a_place_and_a_description_and_monograms_none():
    face = Picture(digest="a" * 64, name="mara.png", width=640, height=800)
    page = rendered(interviews(somebody(portrait=face), somebody("Ossi Brandt")))

    base = f"/images/{'a' * 64}"
    for form in ("avif", "webp"):
        sizes = ", ".join(f"{base}/{width}.{form} {width}w" for width in (160, 320, 640))
        assert f'<source type="image/{form}" srcset="{sizes}" sizes="' in page.html
    assert f'<img src="{base}/320.jpg" width="320" height="400" alt="Portrait of Mara Lindqvist"' in page.html
    assert '<span class="portrait portrait--mono" aria-hidden="true"><span>OB</span></span>' in page.html


def test_a_portrait_that_is_only_named_by_a_source_is_a_monogram():
    page = rendered(interviews(somebody(portrait=Picture(name="/assets/mara.jpeg"))))

    assert "<img" not in page.html


def test_one_persons_interview_has_no_roster_and_no_page_by_question():
    page = rendered(interviews(somebody(), part=None, title="Mara Lindqvist"))

    assert '<h1 class="cover__title">Mara Lindqvist</h1>' in page.html
    assert 'class="roster"' not in page.html
    assert "Compare" not in page.html
    assert page.html_by_question == ""


def test_one_persons_interview_without_a_profile_shows_the_name_once():
    bare = replace(somebody(), role="", organization="", background="", fun_fact="", about_organization="")

    page = rendered(interviews(bare, part=None, title="Mara Lindqvist"))

    assert 'class="profile"' not in page.html
    assert '<h2 class="vh" id="mara-lindqvist-name">Mara Lindqvist</h2>' in page.html


def test_a_story_has_its_sections_and_its_author():
    page = rendered(story(), people={"author": "/people/ida-falk/"})

    assert '<section class="stage" id="problem" aria-labelledby="h-problem">' in page.html
    assert 'class="stage stage--lessons" id="lessons-learned"' in page.html
    assert '<a rel="author" href="/people/ida-falk/">Ida Falk</a>' in page.html
    assert "hank" not in page.html
    assert page.html_by_question == ""
    assert page.summary == "Ida Falk on notes that were never read."


def test_a_call_to_action_is_a_title_a_text_and_a_button():
    page = rendered(
        interviews(
            call_to_action="## Ask us\n\nUntil Sunday.\n\n[Send a question](https://ovenhouse.example/)"
        )
    )

    assert '<h2 id="cta-title">Ask us</h2>' in page.html
    assert (
        '<a href="https://ovenhouse.example/" rel="noopener noreferrer" class="button">Send a question</a>'
        in page.html
    )


def test_a_call_to_action_in_one_sentence_keeps_its_link_in_the_sentence():
    page = rendered(
        interviews(
            call_to_action="Visit [the bakery](https://ovenhouse.example/) or [us](https://x.example/)."
        )
    )

    assert 'class="button"' not in page.html
    assert page.html.count('rel="noopener noreferrer">') == 2


def test_links_that_no_browser_should_follow_are_left_out():
    page = rendered(
        interviews(somebody(url="javascript:alert(1)", organization_url="data:text/html,x"), somebody("O B"))
    )

    assert "javascript:" not in page.html
    assert "data:" not in page.html


def test_markup_in_a_text_is_made_safe_and_pictures_from_elsewhere_are_links():
    body = '<script>x()</script><b onclick="x()">bold</b>\n\n![A window](https://elsewhere.example/w.png)'

    html = prose(body).html

    assert "<script" not in html
    assert "onclick" not in html
    assert "<img" not in html
    assert '<a href="https://elsewhere.example/w.png" rel="noopener noreferrer">A window</a>' in html


def test_headings_in_a_text_follow_on_the_heading_above_it():
    html = prose("## One\n\n#### Two\n\ntext", under=3).html

    assert "<h4>One</h4>" in html
    assert "<h5>Two</h5>" in html


def test_what_is_preformatted_keeps_its_white_space():
    page = rendered(interviews(with_answers("```\nflour\n    water\n\n    salt\n```")))

    assert "flour\n    water\n\n    salt\n" in page.html


def test_references_that_all_fields_share_are_resolved():
    text = interviews(
        with_answers("See [the oven][oven]."), references="[oven]: https://ovenhouse.example/oven"
    )

    assert 'href="https://ovenhouse.example/oven"' in rendered(text).html


def test_the_date_and_the_topics_are_filled_in_once():
    html = filled(rendered().html, published="<time>today</time>", topics="<span>Trades</span>", filed="")

    assert html.count("<time>today</time>") == 1
    assert "<!--published-->" not in html


def test_a_prompt_that_nobody_answered_is_no_question():
    text = interviews()
    text = replace(text, prompts=(*text.prompts, Prompt(key="3", text="What did nobody say?")))

    assert "What did nobody say?" not in rendered(text).html_by_question
