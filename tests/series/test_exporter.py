"""What Stet exports is ordinary Markdown, and reading it again gives the same text."""

import pytest
from hypothesis import given, settings

from series.exporters.markdown import write
from series.importers import Unreadable, Why
from series.importers.reading import read
from series.manuscript import Answer, Contribution, Manuscript, Picture, Prompt
from tests.series.manuscripts import manuscripts

MARA = Contribution(
    key="m",
    name="Mara Quill",
    url="https://saltmarsh.example/mara",
    role="Head of Tides",
    organization="Saltmarsh Mills",
    organization_url="https://saltmarsh.example/",
    field="milling",
    portrait=Picture(name="mara-quill.jpg", alt="Mara Quill at the sluice"),
    background="She reads tide tables.",
    answers=(Answer(key="a", prompt="p", body="Slowly.\n\n#### And then?\n\nFast."),),
)
PART = Manuscript(
    title="Tides [Part 2]",
    part=2,
    topics=("Water",),
    prompts=(Prompt(key="p", text="How did you come to {field}?"),),
    contributions=(MARA,),
)


@given(manuscripts())
def test_what_is_exported_is_read_back_as_the_same_text(manuscript: Manuscript) -> None:
    imported = read(write(manuscript))

    assert imported.form == "stet"
    assert imported.manuscript.to_json() == manuscript.normalised().rekeyed().to_json()
    assert imported.manuscript.digest == manuscript.digest
    assert imported.leftovers == ()


@settings(max_examples=30)
@given(manuscripts())
def test_the_same_text_is_always_the_same_file(manuscript: Manuscript) -> None:
    again = Manuscript.from_json(manuscript.to_json())

    assert write(again) == write(manuscript)
    assert write(read(write(manuscript)).manuscript) == write(manuscript)


def test_an_export_reads_like_any_other_post() -> None:
    exported = write(PART)

    assert exported == (
        "---\n"
        "stet: 1\n"
        "format: interviews\n"
        "part: 2\n"
        'title: "Tides [Part 2]"\n'
        "topics:\n"
        '- "Water"\n'
        "questions:\n"
        '- "How did you come to {field}?"\n'
        "---\n"
        "\n"
        '<!-- stet: person {"field": "milling"} -->\n'
        "### [Mara Quill](https://saltmarsh.example/mara)"
        " - Head of Tides at [Saltmarsh Mills](https://saltmarsh.example/)\n"
        "![Mara Quill at the sluice](mara-quill.jpg)\n"
        "\n"
        "<!-- stet: background -->\n"
        "**Background:**\n"
        "\n"
        "She reads tide tables.\n"
        "\n"
        '<!-- stet: answer {"prompt": 1} -->\n'
        "#### How did you come to milling?\n"
        "\n"
        "Slowly.\n"
        "\n"
        "#### And then?\n"
        "\n"
        "Fast.\n"
    )


def test_a_question_that_is_changed_in_the_file_is_a_wording_of_its_own() -> None:
    changed = write(PART).replace("#### How did you come to milling?", "#### Why milling?")

    (person,) = read(changed).manuscript.contributions
    assert [answer.wording for answer in person.answers] == ["Why milling?"]


@pytest.mark.parametrize(
    "comment",
    [
        "answer {",
        'answer {"prompt": 9}',
        "answer",
        "moods",
        "person []",
        "extra {}",
        "introduction [" + "[" * 9_000,
    ],
)
def test_a_comment_that_does_not_fit_is_left_over_with_the_text_below_it(comment: str) -> None:
    imported = read(write(PART) + f"\n<!-- stet: {comment} -->\n\nWords of nobody.\n")

    assert [each.why for each in imported.leftovers] == [Why.UNPLACED, Why.UNPLACED]
    assert imported.leftovers[1].text == "Words of nobody."
    assert imported.manuscript.digest == PART.digest


@pytest.mark.parametrize(
    ("line", "instead"), [("stet: 1", "stet: 7"), ("format: interviews", "format: opera")]
)
def test_an_export_of_another_kind_is_refused_by_name(line: str, instead: str) -> None:
    changed = write(PART).replace(line, instead, 1)

    with pytest.raises(Unreadable, match=instead):
        read(changed)
