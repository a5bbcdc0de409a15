"""The page is read once more before readers get it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from editorial import desk, rendered
from editorial.obstacles import page_faults
from editorial.rendered import faults
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from series.importers.reading import read
from tests.editorial.people import docket_in, head_text, ready_story, ready_text, refile

PAGE = Path(rendered.__file__).with_suffix(".md").read_text(encoding="utf-8")
FENCE = re.compile(r"```html\n(.*?)\n```", re.DOTALL)
BESIDE = '<h2 id="q1">One</h2>'  # the page by question


def examples(heading: str) -> list[str]:
    return FENCE.findall(PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0])


def found(html: str, *said: str) -> list[str]:
    return faults({"/here/": html, "/here/questions/": BESIDE}, said)


@pytest.mark.parametrize("html", examples("Flagged"))
def test_what_its_page_says_is_flagged_is_flagged(html):
    assert len(found(html)) >= 1
    assert all(each.startswith("On the page, ") and each.endswith(".") for each in found(html))


@pytest.mark.parametrize("html", examples("Passes"))
def test_what_its_page_says_passes_passes(html):
    assert found(html) == []


def test_a_fault_is_told_once_with_its_heading():
    html = '<h2>What is new?</h2><p>A **bold**</p><p>claim **bold** <a href="#x">here</a></p>'

    assert found(html) == [
        "On the page, “**bold**” under “What is new?” shows its Markdown.",
        "On the page, the link to “#x” under “What is new?” leads nowhere.",
    ]


def test_an_answer_that_is_none_is_an_answer():
    assert found("<p>None.</p><dd>None</dd>", "None") == []


def test_an_empty_page_and_a_broken_one_are_read():
    assert faults({"/here/": ""}) == []
    assert found("<p><b>one</p> <h2") == []


@pytest.mark.parametrize("text", [ready_text(), ready_story()], ids=["interviews", "story"])
def test_the_pages_of_texts_that_are_ready_have_no_fault(text):
    assert page_faults(text, "/series/a/b/") == ()


@pytest.mark.shared
def test_the_pages_of_published_interviews_have_no_fault(shared):
    wrong = {}
    for path in sorted((shared / "corpus" / "published").iterdir())[::10]:
        text = read(path.read_bytes()).manuscript
        if told := page_faults(text, "/series/a/b/"):
            wrong[path.name] = told

    assert wrong == {}


# -- at the gate


def with_dead_anchor(text):
    first, *others = text.contributions
    answer = replace(first.answers[0], body=f"{first.answers[0].body} More [below](#the-end).")
    person = replace(first, answers=(answer, *first.answers[1:]))
    return replace(text, contributions=(person, *others))


def test_a_page_with_a_fault_is_not_published(people):
    docket = docket_in(Stage.APPROVED, people, with_dead_anchor(ready_text()))
    asked = "How has machine learning changed shipping?"

    with pytest.raises(Refused) as refused:
        desk.make(docket, "publish", by=people.dora)

    assert refused.value.reasons == (f"On the page, the link to “#the-end” under “{asked}” leads nowhere.",)


def test_many_faults_are_told_in_part(people):
    docket = docket_in(Stage.DRAFT, people)
    links = " ".join(f"[{n}](#n{n})" for n in range(9))
    refile(docket, replace(head_text(docket), introduction=links), by=people.alice)

    *few, last = Standing(docket).obstacles

    assert len(few) == 5
    assert last == "On the page, 4 more things of this kind would show."
