"""What holds for every check: places, order, levels, fingerprints, mendings, speed."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial.catalogue import CLEAN, FOLDER, Example, Material, example, page
from editorial.checks import ORDER, Finding, Level, all_checks, run
from series.manuscript import Field, Kind, Manuscript

FLAGGED = [
    pytest.param(name, one, id=f"{name}-{number}")
    for name in sorted(path.stem for path in FOLDER.glob("*.md"))
    for number, one in enumerate(page(name).flagged, 1)
]
HOSTILE = (
    "[",
    "](",
    "<a ",
    "<!--",
    "**",
    "_*",
    "> ",
    "(",
    '"',
    "“",
    "`",
    "x ",
    "TODO ",
    "&#",
    "{{",
    "Ã©",
    "\u200b",
    "# a\n",
    "a\n=\n",
    "[a][b]",
)


def answered(body: str) -> Manuscript:
    """The clean manuscript with this as the first answer."""
    return example(Example("text", body)).manuscript


def findings(body: str) -> list[Finding]:
    return run(answered(body))


def with_text(manuscript: Manuscript, path: str, text: str) -> Manuscript:
    """The manuscript with another text in an answer's body."""
    _, person, _, answer, _ = path.split("/")
    people = tuple(
        replace(
            each,
            answers=tuple(replace(a, body=text) if a.key == answer else a for a in each.answers),
        )
        if each.key == person
        else each
        for each in manuscript.contributions
    )
    return replace(manuscript, contributions=people)


def mended(manuscript: Manuscript, found: list[Finding]) -> Manuscript:
    """The manuscript with every mending in it that an answer's findings offer, from the end backwards."""
    bodies = {field.path: field.text for field in manuscript.fields() if field.path.endswith("/body")}
    past: dict[str, int] = {}
    for one in sorted(found, key=lambda one: (one.start, one.end), reverse=True):
        if one.instead is None or one.path not in bodies or one.end > past.get(one.path, one.end):
            continue
        text = bodies[one.path]
        bodies[one.path] = text[: one.start] + one.instead + text[one.end :]
        past[one.path] = one.start
    for path, text in bodies.items():
        manuscript = with_text(manuscript, path, text)
    return manuscript


def test_findings_stand_in_reading_order_and_the_heaviest_first_in_a_field():
    manuscript = replace(
        answered("A  saw. TODO: more. A [plane](#)."), introduction="TODO", closing="Thanks, xxx."
    )

    found = run(manuscript)

    paths = [each.path for each in manuscript.fields()]
    assert [one.path for one in found] == sorted([one.path for one in found], key=paths.index)
    assert [one.level for one in found if one.path.endswith("/body")] == [
        Level.BLOCKER,
        Level.BLOCKER,
        Level.NOTICE,
    ]


@pytest.mark.parametrize(("name", "one"), FLAGGED)
def test_a_finding_lies_in_its_field_and_says_what_it_is(name, one):
    material = example(one)
    texts = {field.path: field.text for field in (*material.manuscript.fields(), *material.leftovers)}

    for found in material.findings():
        assert 0 <= found.start <= found.end <= len(texts[found.path])
        assert found.excerpt == texts[found.path][found.start : found.end]
        assert found.check in all_checks()
        assert found.label
        assert found.level in ORDER
        assert found.message[0] == found.message[0].upper()
        assert found.message[-1] in ".?!”"
        assert found.instead is None or found.instead != found.excerpt


@pytest.mark.parametrize(("name", "one"), FLAGGED)
def test_no_two_findings_of_a_text_have_one_fingerprint(name, one):
    found = example(one).findings()

    assert len({each.fingerprint for each in found}) == len(found)


@pytest.mark.parametrize(("name", "one"), FLAGGED)
def test_mending_all_that_can_be_mended_leaves_nothing_of_it(name, one):
    manuscript = example(one).manuscript
    for _ in range(3):  # what was hidden below a fault may show now
        manuscript = mended(manuscript, run(manuscript))

    again = run(manuscript)

    assert [each for each in again if each.instead is not None and each.path.endswith("/body")] == []


def test_findings_do_not_depend_on_the_order_of_the_people():
    manuscript = answered("TODO: more. We recieve  it, [here](#).")
    swapped = replace(manuscript, contributions=manuscript.contributions[::-1])

    def shown(one: Finding) -> tuple[str, str, int, int, str]:
        return one.path, one.check, one.start, one.end, one.excerpt

    assert sorted(map(shown, run(manuscript))) == sorted(map(shown, run(swapped)))


def test_the_same_words_twice_have_fingerprints_that_tell_which():
    once = findings("TODO: a saw.")
    twice = findings("TODO: a saw.\n\nTODO: a saw.")

    assert twice[0].fingerprint == once[0].fingerprint
    assert len({one.fingerprint for one in twice}) == 2


def test_a_fingerprint_lapses_with_the_flagged_words_and_not_with_others():
    before = run(answered("It works. We recieve it."), only=["misspelling"])
    elsewhere = run(answered("It really works well. We recieve it."), only=["misspelling"])
    changed = run(answered("It works. We recieves it."), only=["misspelling"])

    assert elsewhere[0].fingerprint == before[0].fingerprint
    assert changed[0].fingerprint != before[0].fingerprint


def test_only_the_named_checks_read():
    body = "TODO: more, and [more](#)."

    assert {one.check for one in run(answered(body), only=["placeholder_link"])} == {"placeholder_link"}


def test_a_piece_of_a_source_that_has_no_field_is_read_last():
    leftover = Field("source/0", "Wrapper", "<html><body>TODO", Kind.LINE)

    found = run(replace(CLEAN, closing="TODO"), leftovers=[leftover])

    assert [(one.path, one.check) for one in found] == [
        ("closing", "placeholder_text"),
        ("source/0", "placeholder_text"),
        ("source/0", "document_wrapper"),
        ("source/0", "document_wrapper"),
    ]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from([*HOSTILE, "\n", "\n\n", "word ", "the ", "# ", "- ", "https://a.test/", ")", "]"])
    )
)
def test_any_text_can_be_read(pieces):
    body = "".join(pieces)

    for one in run(answered(body)):
        assert one.start <= one.end


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_is_read_in_no_time(piece):
    manuscript = answered(piece * (100_000 // len(piece)))

    start = time.process_time()
    run(manuscript)

    assert time.process_time() - start < 5


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["gate-block", "gate-pass"])
def test_the_gate_is_shut_for_what_must_not_pass_and_open_for_the_rest(shared, kind):
    elsewhere = {"in-fm-title"}  # an importer's front matter, not an answer
    wrong = []
    for path in sorted((shared / "badinputs" / "files" / kind).glob("*.md")):
        material = Material(manuscript=answered(path.read_bytes().decode("utf-8", "replace")))
        stops = [one for one in material.findings() if one.level is not Level.NOTICE]
        if path.stem not in elsewhere and bool(stops) != (kind == "gate-block"):
            wrong.append((path.stem, [one.check for one in stops]))

    assert wrong == []
