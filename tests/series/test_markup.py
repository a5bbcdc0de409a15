"""One parse gives positions, visible text and safe HTML; nothing of a hostile text gets through or hangs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from series import markup

WIDE = "“Wide” 👋 — [an édition](https://a.test/é 'Ünder') and `cöde` <b>böld</b>"


def seen(text: str, references: str = "") -> str:
    return " ".join(markup.parse(text, references).visible.split())


def test_marks_code_targets_and_comments_are_not_visible():
    text = "A **bold** [word](https://a.test 'title') `code` <!-- note --> ![alt](a.jpg) end"

    assert seen(text) == "A bold word end"


def test_text_inside_blocks_of_html_is_visible_and_styles_are_not():
    block = '<div class="x">\nseen <em>too</em>\n</div>\n\n'
    text = f"{block}<style>\n.a {{ margin: 0 }}\n</style>\n\n<!-- not\nthis -->\n"

    assert seen(text) == "seen too"


def test_positions_are_characters_though_the_parser_counts_bytes():
    for token in markup.parse(WIDE).of("text", "code"):
        assert token.text in WIDE[token.start : token.end]


def test_link_definitions_from_elsewhere_are_used_and_not_shown():
    link = next(markup.parse("A [saw][].", "[saw]: https://saws.test/").of("link"))

    assert (link.href, link.text, link.style) == ("https://saws.test/", "saw", "Collapsed")
    assert seen("A [saw][].", "[saw]: https://saws.test/") == "A saw ."


def test_an_undefined_label_stays_visible_with_its_brackets():
    assert seen("A [saw][nope].") == "A [saw][nope]."


@pytest.mark.parametrize(
    ("text", "word", "is_code"),
    [("a `b` c", "b", True), ("a `b` c", "c", False), ("```\nb\n```\n", "b", True), ("    b\n", "b", True)],
)
def test_what_is_code_is_known(text, word, is_code):
    assert markup.parse(text).in_code(text.index(word)) is is_code


def test_only_tags_are_left_of_the_markup():
    text = "A <b>bold</b> word <!-- <i>no</i> --> and `<u>`."

    assert markup.parse(text).markup.split() == ["<b>", "</b>"]


@given(st.text(max_size=200))
def test_every_position_lies_in_the_text(text):
    parsed = markup.parse(text)

    assert len(parsed.visible) == len(parsed.markup) == len(text)
    assert all(0 <= token.start <= token.end <= len(text) for token in parsed.tokens)


@given(st.text("<>!-/ascript \n*_[]()`", max_size=120))
def test_html_is_safe_whatever_was_written(text):
    made = markup.html(text)

    assert "<script" not in made.lower()
    assert "<!--" not in made


@pytest.mark.parametrize("piece", ["[", "<!--", "<div ", "> ", "`", "*a_ ", "![](", "<a href='"])
def test_a_hostile_text_is_parsed_in_no_time(piece):
    text = piece * (100_000 // len(piece))

    start = time.process_time()
    parsed = markup.parse(text)

    assert len(parsed.visible) == len(text)
    assert time.process_time() - start < 5  # a hang would take minutes


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<u></b>", "> ", "- "])
def test_what_is_nested_deeper_than_anybody_means_is_shown_as_text_in_no_time(piece):
    start = time.process_time()
    made = markup.html(piece * (markup.LONGEST // len(piece) - 5) + "words")

    assert time.process_time() - start < 1
    assert "words" in made
    assert made.count("<") < 900
    assert markup.html("> " * 30 + "words").count("<blockquote>") == 30


def test_a_text_that_nobody_means_is_refused():
    with pytest.raises(markup.TooLong, match="200,000 is the most"):
        markup.parse("a" * (markup.LONGEST + 1))


def test_words_are_counted_as_a_reader_reads_them():
    assert markup.parse("Two **words** [and three](https://a.test/four/five) `more`.").words == 6
