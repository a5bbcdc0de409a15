"""The proof: marks around flagged words, word-level changes, and nothing of a digest left unshown."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.changes import changes
from editorial.marking import Flag, line, prose
from editorial.proof import anchor, lay_out
from series import markup
from series.manuscript import Answer, Contribution, Format, Manuscript, Picture, Prompt

NADIA = Contribution(
    key="a",
    name="Nadia Brandt",
    url="https://people.example/nadia",
    role="Head of Data",
    organization="Fernweh Rail",
    portrait=Picture(name="nadia.png", alt="Nadia on a platform", digest="0" * 64, width=300, height=300),
    background="She *counts* trains.",
    fun_fact="Collects tickets.",
    about_organization="Fernweh Rail runs night trains.",
    answers=(Answer(key="1", prompt="q1", body="Delays fell by a third."),),
)
UNSAID = Answer(key="2", prompt="q1")
OLE = Contribution(key="b", name="Ole Lindqvist", background="He sails.", answers=(UNSAID,))
PART = Manuscript(
    series="Night Shift",
    part=2,
    title="Night Shift, Part 2",
    slug="part-2",
    standfirst="Two people who work at night.",
    cover=Picture(name="cover.png"),
    topics=("Rail",),
    introduction="Meet **Nadia** and Ole.",
    prompts=(Prompt(key="q1", text="What changed in {field}?"),),
    contributions=(NADIA, OLE),
    closing="Thank you.",
    extra=(("tags", "rail"),),
)
OTHER_TEXTS = {
    "series": replace(PART, series="Day Shift"),
    "part": replace(PART, part=3),
    "format": replace(PART, format=Format.STORY),
    "title": replace(PART, title="Night Shift, Part Two"),
    "slug": replace(PART, slug="part-two"),
    "standfirst": replace(PART, standfirst=""),
    "date": replace(PART, date="2026-11-02"),
    "cover": replace(PART, cover=Picture(name="cover.png", digest="1" * 64, width=9, height=9)),
    "topics": replace(PART, topics=("Rail", "Night")),
    "disclaimer": replace(PART, disclaimer="Views are their own."),
    "question": replace(PART, prompts=(Prompt(key="q1", text="What stayed the same?"),)),
    "more questions": replace(PART, prompts=(*PART.prompts, Prompt(key="q2", text="What next?"))),
    "closing": replace(PART, closing="Thanks."),
    "call to action": replace(PART, call_to_action="Write to us."),
    "references": replace(PART, references="[rail]: https://rail.example"),
    "front matter": replace(PART, extra=(("tags", "rail, night"),)),
    "front matter lost": replace(PART, extra=()),
    "order of people": replace(PART, contributions=(OLE, NADIA)),
    "a person less": replace(PART, contributions=(NADIA,)),
    "a person more": replace(PART, contributions=(NADIA, OLE, replace(OLE, key="c", name="Mira Sands"))),
    "portrait": replace(
        PART, contributions=(replace(NADIA, portrait=replace(NADIA.portrait, digest="2" * 64)), OLE)
    ),
    "portrait's description": replace(
        PART, contributions=(replace(NADIA, portrait=replace(NADIA.portrait, alt="Nadia")), OLE)
    ),
    "profile link": replace(PART, contributions=(replace(NADIA, url="https://nadia.example"), OLE)),
    "field of work": replace(PART, contributions=(replace(NADIA, field="rail"), OLE)),
    "answer": replace(
        PART, contributions=(NADIA, replace(OLE, answers=(Answer(key="2", prompt="q1", body="Less"),)))
    ),
    "declined": replace(PART, contributions=(NADIA, replace(OLE, answers=(replace(UNSAID, declined=True),)))),
    "an answer less": replace(PART, contributions=(NADIA, replace(OLE, answers=()))),
    "the same question, overridden": replace(
        PART,
        contributions=(
            replace(NADIA, answers=(replace(NADIA.answers[0], wording="What changed in {field}?"),)),
            OLE,
        ),
    ),
}


def flagged(text: str, words: str, kind: str = "blocker", path: str = "introduction") -> Flag:
    start = text.index(words)
    return Flag(path, start, start + len(words), kind, "note-1")


def words_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("what", OTHER_TEXTS)
def test_every_change_of_the_digest_is_shown(what: str) -> None:
    proof = lay_out(OTHER_TEXTS[what], base=PART)

    assert OTHER_TEXTS[what].digest != PART.digest
    assert proof.changed >= 1


def test_a_text_compared_with_itself_shows_no_change() -> None:
    proof = lay_out(PART, base=PART)

    assert (proof.changed, proof.added, proof.removed, proof.notes) == (0, 0, 0, ())


def test_a_changed_word_is_shown_in_its_row_alone() -> None:
    text = replace(PART, introduction="Meet **Nadia** and Olaf.")

    proof = lay_out(text, base=PART)

    changed = [row for row in proof.rows if row.changed]
    assert [row.anchor for row in changed] == ["f-introduction"]
    assert '<del class="st-del">' in changed[0].change.html
    assert (changed[0].change.removed, changed[0].change.added) == (1, 1)


def test_rows_come_in_reading_order_under_their_people() -> None:
    proof = lay_out(PART)

    assert [section.name for section in proof.sections] == [
        "Opening",
        "Nadia Brandt",
        "Ole Lindqvist",
        "Closing",
        "Where it belongs",
    ]
    assert [row.label for row in proof.sections[1].rows] == [
        "Who",
        "Portrait",
        "Background",
        "Fun fact",
        "About Fernweh Rail",
        "Answer 1",
    ]


def test_somebody_who_was_taken_out_is_shown_with_what_was_lost() -> None:
    proof = lay_out(OTHER_TEXTS["a person less"], base=PART)

    gone = [section for section in proof.sections if section.gone]
    assert [section.name for section in gone] == ["Ole Lindqvist"]
    assert "He sails." in words_of(gone[0].rows[0].change.html)


def test_an_empty_answer_says_what_readers_would_see() -> None:
    proof = lay_out(PART)

    row = next(row for row in proof.rows if row.anchor == anchor("contributions/b/answers/2/question"))
    assert "Readers would see an empty space." in row.html
    assert row.path == "contributions/b/answers/2/body"


def test_a_declined_answer_is_not_empty() -> None:
    proof = lay_out(OTHER_TEXTS["declined"])

    row = next(row for row in proof.rows if row.paths[-1] == "contributions/b/answers/2/body")
    assert "Ole Lindqvist declined to answer." in row.html


def test_flagged_words_are_marked_where_they_stand() -> None:
    flag = flagged(PART.introduction, "Ole")

    row = next(row for row in lay_out(PART, flags=[flag]).rows if row.path == "introduction")

    mark = '<mark class="st-mark st-mark-blocker" data-note="note-1">Ole</mark>'
    assert row.html.strip() == f"<p>Meet <strong>Nadia</strong> and {mark}.</p>"


def test_a_finding_on_an_empty_field_brings_its_row() -> None:
    flag = Flag("disclaimer", 0, 0, "warning", "note-1")

    assert "disclaimer" in [row.path for row in lay_out(PART, flags=[flag]).rows]
    assert "disclaimer" not in [row.path for row in lay_out(PART).rows]


def test_where_findings_overlap_the_heavier_one_shows() -> None:
    flags = [Flag("p", 0, 9, "notice", "n"), Flag("p", 3, 6, "blocker", "b")]

    assert line("aaabbbccc", flags) == (
        '<mark class="st-mark st-mark-notice" data-note="n">aaa</mark>'
        '<mark class="st-mark st-mark-blocker" data-note="b">bbb</mark>'
        '<mark class="st-mark st-mark-notice" data-note="n">ccc</mark>'
    )


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("a **bold xxx** word", "xxx", "xxx"),
        ("a [xxx](https://a.example) link", "xxx", "xxx"),
        ("a [label](htp://a.example) link", "htp://a.example", "label"),
        ("see <https://xxx.example> there", "xxx", "https://xxx.example"),
        ("see [rail][] there", "rail", "rail"),
        ("see [rail] there", "rail", "rail"),
        ("code `xxx` here", "xxx", "xxx"),
        ("salt &amp; xxx", "&", "&"),
        ("<b>raw xxx</b>", "xxx", "xxx"),
        ("- one\n- two xxx\n", "xxx", "xxx"),
        ("two **xxx and** more", "xxx and** more", "xxx and more"),
    ],
)
def test_marks_stand_around_the_words_whatever_markdown_is_around_them(
    text: str, words: str, marked: str
) -> None:
    html = prose(text, [flagged(text, words)], "[rail]: https://rail.example")

    found = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", html))
    assert words_of(found) == marked


def test_a_description_of_a_picture_marks_the_picture() -> None:
    html = prose("![xxx](https://a.example/b.png)", [flagged("![xxx]", "xxx")])

    assert re.search(r'<mark [^>]*><img src="https://a.example/b.png" alt="xxx"></mark>', html)


MARKDOWN = st.text(alphabet="ab *_`[]()<>!&;\n#-1.\"'/:xé\U0001f44b\U000f0000", max_size=60)


@given(MARKDOWN, st.integers(0, 60), st.integers(0, 60))
def test_marks_never_change_what_readers_see(text: str, start: int, length: int) -> None:
    flag = Flag("p", min(start, len(text)), min(start + length, len(text)), "warning", "note-1")

    html = prose(text, [flag])

    assert re.sub(r"</?mark[^>]*>", "", html) == markup.html(text)


@given(st.text(max_size=80), st.text(max_size=80))
def test_changes_hold_both_texts(before: str, after: str) -> None:
    change = changes(before, after, patience=1)
    spoken = re.sub(r'<span class="visually-hidden">.*?</span>', "", change.html)

    if before != after and "unchanged" not in spoken:
        assert unescape(re.sub(r"<ins.*?</ins>|</?del[^>]*>", "", spoken, flags=re.DOTALL)) == before
        assert unescape(re.sub(r"<del.*?</del>|</?ins[^>]*>", "", spoken, flags=re.DOTALL)) == after


def test_long_unchanged_runs_are_folded_and_counted() -> None:
    same = " ".join(f"word{number}" for number in range(41))

    change = changes(f"old {same}", f"new {same}")

    assert '<span class="st-skip">33 words unchanged</span>' in change.html
    assert (change.added, change.removed) == (1, 1)


def test_nothing_in_a_text_becomes_markup() -> None:
    hostile = '<script>alert(1)</script> "quoted" <img src=x onerror=alert(1)>'
    person = replace(NADIA, name=hostile, url="javascript:alert(1)", background=hostile)
    text = replace(PART, title=hostile, introduction=hostile, contributions=(person,))

    proof = lay_out(text, base=PART, flags=[flagged(hostile, "quoted", path="title")])

    shown = "".join(row.html + row.change.html for row in proof.rows) + "".join(
        s.name for s in proof.sections[:1]
    )
    assert "<script" not in shown
    assert "<img src=x" not in shown
    assert "javascript:" not in re.sub(r"<ins.*?</ins>", "", shown)


def test_two_long_texts_that_have_nothing_in_common_are_compared_all_the_same() -> None:
    before, after = ("".join(f"{start + number} " for number in range(30_000)) for start in (0, 50_000))

    proof = lay_out(replace(PART, introduction=after), base=replace(PART, introduction=before))

    assert proof.added == 30_000  # comparing every word with every other would take hours
