"""What all checks promise together, on made-up installments: true places, no dependence on the order of
people, time that grows as the text does."""

import time
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.checks import long_answer
from editorial.catalogue import CLEAN
from editorial.checks import Known, run
from editorial.rulebook import EXAMPLE, from_toml
from series.manuscript import Answer, Contribution, Field, Kind, Manuscript, Picture, Prompt

RULES = from_toml(EXAMPLE)
IN_ORDER = {"duplicate_reference"}  # of two definitions of one label Markdown takes the first
PIECE = st.sampled_from(
    [
        *(
            "xxx ",
            "TODO: ",
            "TK ",
            "lorem ipsum ",
            "[insert name] ",
            "{{ name }} ",
            "{field} ",
            "XX% ",
            "??? ",
        ),
        *(
            "the the ",
            "recieve ",
            "  ",
            " , ",
            "Ã©",
            "\u200b",
            "you're' ",
            "i'm ",
            "eCommerce ",
            "e-commerce ",
        ),
        *(
            "[a](b.test) ",
            "[a][b] ",
            "[b]: https://b.test/\n",
            "[here](#) ",
            "<b>",
            "</a>",
            "<html>",
            "![](x.png) ",
        ),
        *(
            "Imara Okello ",
            "Imara Okelo ",
            "Quillworks ",
            "Quill Works ",
            "a xxx, a cook and an actuary",
            "world-class ",
        ),
        *(
            "# ",
            "- ",
            "\n\n",
            "\n",
            "**",
            "“",
            '"',
            "(",
            "`",
            "It works. ",
            "We did it every day of the year. ",
            "é 😀 ",
        ),
        *(
            "Monday, 3 May 2031 ",
            "part 4 ",
            "third installment ",
            "?utm_campaign=x_2 ",
            "declined to answer",
            "None",
        ),
    ]
)
TEXT = st.lists(PIECE, max_size=12).map("".join)
WORDS = st.sampled_from(
    ["", "Imara Okello", "Tomas Lindqvist", "Quillworks", "shipping", "finance", "xxx", "é ß"]
)
PROMPTS = (Prompt(key="1", text="How has it changed {field}?"), Prompt(key="2", text="What next?"))


NAMES = ("Imara Okello", "Tomas Lindqvist", "", "Wen Castellanos")


@st.composite
def people(draw: Callable) -> tuple[Contribution, ...]:
    return tuple(
        Contribution(
            key=f"p{number}",
            name=NAMES[number],
            role=draw(WORDS),
            organization=draw(WORDS),
            url=draw(st.sampled_from(["", "people.test/a", "https://people.test/a", "#"])),
            field=draw(WORDS),
            portrait=Picture(name=draw(st.sampled_from(["", "imara.jpg", "tomas.jpg"])), alt=draw(WORDS)),
            background=draw(TEXT),
            fun_fact=draw(TEXT),
            about_organization=draw(TEXT),
            answers=tuple(
                Answer(key=each.key, prompt=each.key, body=draw(TEXT), declined=draw(st.booleans()))
                for each in PROMPTS
            ),
        )
        for number in range(draw(st.integers(1, 4)))
    )


MANUSCRIPTS = st.builds(
    lambda who, introduction, closing, title: replace(
        CLEAN, prompts=PROMPTS, contributions=who, introduction=introduction, closing=closing, title=title
    ),
    people(),
    TEXT,
    TEXT,
    WORDS,
)


@settings(max_examples=60)
@given(MANUSCRIPTS, TEXT, st.booleans())
def test_every_finding_lies_in_its_text_and_holds_its_words(text, leftover, ruled):
    leftovers = (Field("source/0", "Source", leftover, Kind.LINE),)
    about = Known(
        people=("Imara Okello",), organizations=("Quillworks",), others=(CLEAN,), today="2031-05-01"
    )
    texts = {field.path: field.text for field in (*text.fields(), *leftovers)}

    for one in run(text, about, leftovers, rules=RULES if ruled else None):
        assert 0 <= one.start <= one.end <= len(texts[one.path]), one
        assert one.excerpt == texts[one.path][one.start : one.end], one


@settings(max_examples=60)
@given(MANUSCRIPTS, st.randoms(use_true_random=False))
def test_findings_do_not_depend_on_the_order_of_people(text, chance):
    order = list(text.contributions)
    chance.shuffle(order)

    assert found(replace(text, contributions=tuple(order))) == found(text)


def found(text: Manuscript) -> list[tuple[object, ...]]:
    told = [one for one in run(text, rules=RULES) if one.check not in IN_ORDER]
    return sorted((one.path, one.start, one.end, one.check, one.level, one.message) for one in told)


def test_ten_times_the_text_takes_ten_times_as_long():
    def took(kilobytes: int) -> float:
        text = long_answer(kilobytes)
        start = time.process_time()
        run(text)
        return time.process_time() - start

    assert min(took(1000) for _ in range(2)) < 25 * min(took(100) for _ in range(3))
