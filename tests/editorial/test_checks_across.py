"""The checks that compare: people of one text with each other, and a text with earlier ones.

The pages of the checks hold the single cases; here is what several of them say together.
"""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editorial.catalogue import CLEAN
from editorial.checks import Finding, Known, Level, run
from series.importers.reading import read
from series.manuscript import Answer, Contribution, Manuscript, Picture, Prompt

ACROSS = [
    *("copied_role", "copied_text", "cover_of_another_part", "dated_banner", "duplicate_line"),
    *("earlier_parts", "foreign_blurb", "foreign_field", "inconsistent_spelling", "missing_question"),
    *("name_spelled_two_ways", "part_number", "question_wording", "repeated_person", "reused_portrait"),
    *("role_differs", "roster_mismatch", "self_reference", "stale_campaign", "weekday_mismatch"),
    "wrong_portrait",
]
LINK = "[the desk](https://workbench.test/?utm_campaign=workbench_conversations_{})"
PROMPTS = (
    Prompt(key="1", text="How has machine learning changed {field}?"),
    Prompt(key="2", text="What's a common mistake in {field}?"),
)


def person(key: str, name: str, field: str, *bodies: str, **more: object) -> Contribution:
    wordings = more.pop("wordings", {})
    answers = tuple(
        Answer(key=str(n), prompt=str(n), body=body, wording=wordings.get(n, ""))
        for n, body in enumerate(bodies, 1)
    )
    return Contribution(key=key, name=name, field=field, answers=answers, **more)


LAST = Manuscript(
    series="Workbench Conversations",
    part=3,
    title="Workbench Conversations, Part 3",
    slug="workbench-conversations-3",
    cover=Picture(name="/assets/workbench/thumbnail.png", alt="A desk."),
    introduction="In this third part you hear from a banker and an actuary.",
    prompts=PROMPTS,
    contributions=(
        person(
            "1",
            "Wen Castellanos",
            "finance",
            "We read contracts in an hour that took a week, and nobody has to stay late for them now.",
            "Trusting last year's numbers.",
            role="Director of Forecasting, Pensions and Annuities",
            organization="Tidewater Mutual",
            portrait=Picture(name="/assets/workbench/Wen-Castellanos.jpeg", alt="Wen."),
            about_organization="Tidewater Mutual insures fishing boats and the people who sail them.",
        ),
        person("2", "Bo Achterberg", "finance", "Claims are settled in a day.", "Haste."),
    ),
    closing="Big thanks to Wen Castellanos and Bo Achterberg for their time.",
    call_to_action=f"Visit {LINK.format(3)}.",
)
# Part 4, begun as a copy of part 3 and finished in a hurry.
DRAFT = replace(
    LAST,
    part=4,
    title="Workbench Conversations, Part 4",
    slug="workbench-conversations-4",
    introduction="In this fourth part you hear from a shipper, a nurse, a cook, and an engineer.",
    contributions=(
        person(
            "1",
            "Imara Okello",
            "shipping",
            "Ships arrive when our forecast says so, and the cranes are booked for that hour.",
            "Guessing at what the sea will do.",
            role="Director of Forecasting, Pensions and Annuities",
            organization="Harbor Freight Lines",
            portrait=Picture(name="/assets/workbench/Ragnhild-Oyelaran.jpeg", alt="A face."),
            about_organization="Harbor Freight Lines ships containers.",
            wordings={2: "A common mistake in shipping?"},
        ),
        person(
            "2",
            "Tomas Lindqvist",
            "health care",
            "Patients wait half as long, because health care can be planned after all.",
            "Believing a dashboard.",
            organization="Fernway Clinics",
            portrait=Picture(name="/assets/workbench/Wen-Castellanos.jpeg", alt="A face."),
            about_organization="Tidewater Mutual insures fishing boats and the people who sail them.",
        ),
        person("3", "Bo Achterberg", "finance", "", ""),
    ),
    closing="Big thanks to Imara Okelo, Tomas Lindqvist and Wen Castellanos for their time.",
)
AFTER_LAST = Known(people=LAST.people, organizations=("Tidewater Mutual",), others=(LAST,))


def said(found: list[Finding]) -> set[tuple[str, str]]:
    return {(one.check, one.path) for one in found}


def reordered(manuscript: Manuscript, order: tuple[int, ...]) -> Manuscript:
    return replace(manuscript, contributions=tuple(manuscript.contributions[at] for at in order))


def test_a_hurried_copy_of_the_last_part_shows_all_that_was_copied():
    found = run(DRAFT, AFTER_LAST, only=ACROSS)

    assert said(found) == {
        ("cover_of_another_part", "cover"),
        ("roster_mismatch", "introduction"),
        ("roster_mismatch", "closing"),
        ("name_spelled_two_ways", "contributions/1/name"),
        ("name_spelled_two_ways", "closing"),
        ("wrong_portrait", "contributions/1/portrait"),
        ("wrong_portrait", "contributions/2/portrait"),
        ("reused_portrait", "contributions/2/portrait"),
        ("copied_role", "contributions/1/role"),
        ("question_wording", "contributions/1/answers/2/question"),
        ("foreign_blurb", "contributions/2/about_organization"),
        ("repeated_person", "contributions/3/name"),
        ("foreign_field", "contributions/3/answers/1/question"),
        ("foreign_field", "contributions/3/answers/2/question"),
        ("stale_campaign", "call_to_action"),
    }


def test_the_last_part_itself_is_clean():
    assert run(LAST, only=ACROSS) == []


def test_a_face_of_somebody_known_stops_and_one_of_a_stranger_warns():
    found = {one.path: one.level for one in run(DRAFT, AFTER_LAST, only=["wrong_portrait"])}

    assert found == {
        "contributions/1/portrait": Level.WARNING,
        "contributions/2/portrait": Level.BLOCKER,
    }


def test_a_blurb_that_names_only_another_organization_stops():
    (found,) = run(DRAFT, AFTER_LAST, only=["foreign_blurb"])

    assert found.level is Level.BLOCKER


def test_the_right_campaign_tag_is_offered():
    (found,) = run(DRAFT, AFTER_LAST, only=["stale_campaign"])

    assert found.excerpt == "workbench_conversations_3"
    assert found.instead == "workbench_conversations_4"


@given(st.permutations(range(3)))
@settings(max_examples=6, deadline=None)
def test_findings_do_not_depend_on_the_order_of_people(order):
    first = run(DRAFT, AFTER_LAST, only=ACROSS)

    again = run(reordered(DRAFT, tuple(order)), AFTER_LAST, only=ACROSS)

    assert {(one.check, one.path, one.excerpt, one.level) for one in again} == {
        (one.check, one.path, one.excerpt, one.level) for one in first
    }
    assert sorted(one.fingerprint for one in again if "profiled" not in one.message) == sorted(
        one.fingerprint for one in first if "profiled" not in one.message
    )


WORDS = st.sampled_from(
    "Imara Okello Okelo Imará Tomas Lindqvist Lindquist HarborFreight Lines Tidewater Mutual is part 4 "
    "fourth installment this Monday 3 March 2020 e-commerce eCommerce thanks to hear from a cook , and six "
    "directors "
    "[x](https://a.test/?utm_campaign=workbench_conversations_9) \n\n finance . é 🎉".split(" ")
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_an_excerpt_is_what_stands_at_its_place(introduction, closing, background, leftover):
    text = replace(
        DRAFT,
        introduction=introduction,
        closing=closing,
        contributions=(replace(DRAFT.contributions[0], background=background), *DRAFT.contributions[1:]),
    )
    fields = {field.path: field.text for field in text.fields()}

    for one in run(text, AFTER_LAST, only=ACROSS):
        assert 0 <= one.start <= one.end <= len(fields[one.path])
        assert one.excerpt == fields[one.path][one.start : one.end]


def seconds(times: int) -> float:
    body = "\n\n".join(
        f"Paragraph {n}: Imara Okello met Tomas on day {n} and wrote e-mail number {n} about a MacBook."
        for n in range(times)
    )
    people = (
        replace(CLEAN.contributions[0], answers=(replace(CLEAN.contributions[0].answers[0], body=body),)),
        CLEAN.contributions[1],
    )
    text = replace(CLEAN, contributions=people)
    start = time.process_time()
    run(text, Known(people=("Imara Okello",) * 3, others=(CLEAN,)), only=ACROSS)
    return time.process_time() - start


def test_ten_times_the_text_takes_about_ten_times_as_long():
    seconds(10)

    small, large = min(seconds(200) for _ in range(3)), min(seconds(2000) for _ in range(2))

    assert large < 25 * small


@pytest.mark.parametrize(
    ("introduction", "message"),
    [
        ("You hear from a cook, a nurse and a smith.", "This announces 3 people, and 2 are profiled."),
        ("Five leaders answer.", "This announces 5 people, and 2 are profiled."),
        ("We talk with Imara Okello.", "Tomas Lindqvist: profiled, and not announced here."),
        (
            "Meet Imara Okello, Tomas Lindqvist, and Bo Achterberg.",
            "Bo Achterberg: announced here, and not profiled.",
        ),
    ],
)
def test_who_is_announced_is_compared_with_who_is_profiled(introduction, message):
    found = run(replace(CLEAN, introduction=introduction), only=["roster_mismatch"])

    assert [one.message for one in found] == [message]


@pytest.mark.shared
def test_the_pasted_draft_beside_its_last_part_shows_what_was_copied_from_it(shared):
    draft = read((shared / "seeds" / "interviews-part-4.draft.md").read_bytes())
    first, _, third = draft.manuscript.contributions
    guest = replace(first, name="Wen Castellanos", organization="Tidewater Mutual", field=third.field)
    last = replace(draft.manuscript, part=3, contributions=(guest, replace(third, role="")))

    found = run(draft.manuscript, Known(others=(last,)), [*draft.leftover_fields()], ACROSS)

    places = {(one.check, draft.position(draft.origin(one.path, one.start))[0]) for one in found}
    assert {
        ("cover_of_another_part", 3),
        ("copied_role", 39),
        ("repeated_person", 121),
        *(("foreign_field", line) for line in (129, 133, 136)),
    } <= places
