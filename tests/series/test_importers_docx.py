"""Word documents: their words come in as Markdown, and whatever has no place in it is named."""

import sys
import time

import pytest

from editorial import lint
from series.importers import Unreadable
from series.importers.docx import pictures, read_docx
from series.importers.reading import read
from series.markup import html
from tests.series.packing import INTERVIEW, SPACES, archive, docx, link, paragraph, run


def text_of(*body: str) -> str:
    return read_docx(docx("".join(body))).text


def pieces_of(body: str, parts: dict | None = None) -> list[tuple[str, str]]:
    """What is set aside: what it is called, up to where it stood, and its words."""
    found = read_docx(docx(body, parts)).pieces
    return [(each.what.partition(", after")[0], each.text) for each in found]


def test_an_interview_written_in_word_is_read_as_any_other():
    done = read(docx(INTERVIEW))

    [mara] = done.manuscript.contributions
    assert (done.form, done.manuscript.title, done.manuscript.part) == (
        "interviews",
        "Keepers of the coast [Part 3]",
        3,
    )
    assert (mara.name, mara.url, mara.role) == ("Mara Quill", "https://mara.example/", "Head of Tides")
    assert (mara.organization, mara.portrait.name, mara.portrait.alt) == ("Salt Mills", "mara.png", "Mara")
    assert (mara.background, mara.answers[0].body) == ("She reads *tide* tables.", "The moon did not.")
    assert done.unplaced == ()


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        (paragraph(run("bold ", "b"), run("and", "b"), " plain"), "**bold and** plain"),
        (paragraph("one") + paragraph("two"), "one\n\ntwo"),
        (
            paragraph("a", level=0)
            + paragraph("b", level=1)
            + paragraph("c", level=1)
            + paragraph("d", level=0),
            "- a\n   1. b\n   2. c\n- d",
        ),
        (paragraph(link("here", "mara")), "[here](https://mara.example/)"),
        (paragraph("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>"), "one\\\ntwo"),
        (
            paragraph(
                '<w:r><w:fldChar w:fldCharType="begin"/>'
                '<w:instrText> HYPERLINK "https://x.example/" </w:instrText>'
                '<w:fldChar w:fldCharType="separate"/></w:r>',
                "there",
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                " and on",
            ),
            "[there](https://x.example/) and on",
        ),
        (paragraph("<w:ins>" + run("kept") + "</w:ins>"), "kept"),
    ],
)
def test_what_markdown_can_say_is_said_in_it(body, markdown):
    assert text_of(body) == markdown


@pytest.mark.parametrize(
    "words",
    ["# no heading", "*no emphasis*", "1. no list", "&lt;b&gt;no tag&lt;/b&gt;", "[no](link)", "- no bullet",
     "snake_case_name", "R&amp;D &amp;amp; more", "a `tick`", "~~not struck~~", "&gt; no quote", "2 * 3 * 4"],
)  # fmt: skip
def test_words_that_look_like_markup_stay_words(words):
    assert html(text_of(paragraph(words))).strip() == f"<p>{words}</p>"


@pytest.mark.parametrize(
    ("body", "piece"),
    [
        (
            f"<w:tbl><w:tr><w:tc>{paragraph('North')}</w:tc><w:tc>{paragraph('3')}</w:tc></w:tr>"
            f"<w:tr><w:tc>{paragraph('South')}</w:tc><w:tc>{paragraph('4')}</w:tc></w:tr></w:tbl>",
            ("Table", "North | 3\nSouth | 4"),
        ),
        (
            paragraph('<w:del w:author="Odo"><w:r><w:delText>never</w:delText></w:r></w:del>'),
            ("Deleted words (a tracked change) by Odo", "never"),
        ),
        (paragraph(run("whisper", "vanish")), ("Hidden text", "whisper")),
        (
            paragraph(link("click", "bad")),
            ("A link that readers could not follow, of “click”", "javascript:alert(1)"),
        ),
        (
            paragraph('<w:fldSimple w:instr="DDEAUTO cmd"/>'),
            ("A field that Word would fill in", "DDEAUTO cmd"),
        ),
        (
            paragraph('<w:r><w:drawing><a:blip r:link="far"/></w:drawing></w:r>'),
            ("A picture that is not in the document", "Add it by hand."),
        ),
        (
            paragraph("<w:r><w:txbxContent>" + paragraph("aside") + "</w:txbxContent></w:r>"),
            ("Text box", "aside"),
        ),
    ],
)
def test_what_has_no_place_in_markdown_is_named_with_its_words(body, piece):
    assert piece in pieces_of(paragraph("Before.") + body)


def test_notes_and_comments_are_set_aside_with_whose_they_are():
    body = paragraph("Said.", '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="0"/></w:r>')
    notes = {
        "footnotes.xml": f'<w:x {SPACES}><w:footnote w:id="2">{paragraph("See the map.")}</w:footnote></w:x>',
        "comments.xml": f'<w:x {SPACES}><w:comment w:id="0" w:author="Odo">{paragraph("Sure?")}</w:comment>'
        f'<w:comment w:id="9" w:author="Odo">{paragraph("Lost.")}</w:comment></w:x>',
        "header1.xml": f"<w:hdr {SPACES}>{paragraph('Confidential')}</w:hdr>",
    }

    assert pieces_of(body, notes) == [
        ("Footnote", "See the map."),
        ("Comment by Odo", "Sure?"),
        ("Comment by Odo", "Lost."),
        ("Words above each page", "Confidential"),
    ]


def test_what_is_set_aside_stands_below_the_text_and_can_be_placed():
    table = f"<w:tbl><w:tr><w:tc>{paragraph('North')}</w:tc></w:tr></w:tbl>"

    done = read(docx(INTERVIEW + table))

    [piece] = done.unplaced
    assert done.source[piece.start : piece.end] == piece.text == "North"
    assert done.source.endswith("\n\nNorth")


def test_a_picture_in_the_document_is_found_by_its_name():
    document = docx(INTERVIEW, {"media/mara.png": b"the picture"})

    assert pictures(document, "mara.png") == b"the picture"
    assert pictures(document, "../../etc/passwd") is None


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (archive({"word/other.xml": ""}), "no text part"),
        (archive({"word/document.xml": "<!DOCTYPE x [<!ENTITY e 'e'>]><w>&e;</w>"}), "document type"),
        (archive({"word/document.xml": "<w><unclosed></w>"}), "damaged"),
        (archive({"word/document.xml": "<a>" * 500 + "</a>" * 500}), "too deeply"),
        (archive({"word/document.xml": " " * 17_000_000}), "16 MB is the most"),
        (docx(INTERVIEW)[:300], "damaged or incomplete"),
    ],
)
def test_what_is_no_document_is_refused_with_a_reason(given, reason):
    with pytest.raises(Unreadable, match=reason):
        read(given, name="notes.docx")


def test_hostile_documents_are_refused_or_harmless(shared):
    sys.path.insert(0, str(shared / "badinputs"))
    import gen_big

    big = ("docx-nested-tables-3k", "docx-zip-overlap", "docx-deep-xml-100k")
    files = [each.read_bytes() for each in sorted((shared / "badinputs" / "files" / "docx").iterdir())]
    started = time.process_time()
    for given in [*files, *map(gen_big.make, big)]:
        try:
            done = read(given, form="interview")
        except Unreadable:
            continue

        assert "root:" not in done.source
        assert not any("SECRET" in field.text for field in done.manuscript.fields())
    assert time.process_time() - started < 5


def test_lint_reads_a_document_and_never_writes_into_it(tmp_path, capsys):
    file = tmp_path / "part-3.docx"
    file.write_bytes(docx(INTERVIEW.replace("Today a miller.", "Today a a miller.")))
    before = file.read_bytes()

    code = lint.main([str(tmp_path), "--fix", "--fail-on", "warning"])

    assert code == 1
    assert "part-3.docx:3:" in capsys.readouterr().out
    assert file.read_bytes() == before
