"""Text whose bytes were misread is found and mended; honest text is left alone."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from series import garbled

HONEST = (
    "It’s “fine” — a café… naïve, £5, ½ cup, résumé, ñandú, ™",
    "Škoda and Łódź, Привет мир, Ελλάδα, 日本語, שלום",
    "👋 Hello 🚀 and 🤗, 👩‍🔧 too",
    "„Spaß“, «né», «né»… and Spaß”",
    "2√π and √(π), 5 ≈ 5.01, ¬p",
    "L’été — É verdade, SÃO PAULO, Ångström, œuvre",
    "CAFÉ\u00a0! Où\u00a0?",
    "“état” and ‘île’",
)
READINGS = ("cp1252", "mac_roman", "latin-1")


def misread(text: str, codec: str) -> str:
    """What a program makes of UTF-8 that it takes for something else."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("codec", READINGS)
@pytest.mark.parametrize("text", HONEST[:3])
def test_a_misread_text_is_mended(text, codec):
    damaged = misread(text, codec)

    assert damaged != text
    assert garbled.repair(damaged) == text


@pytest.mark.parametrize("second", READINGS)
@pytest.mark.parametrize("first", READINGS)
def test_a_text_that_was_misread_twice_is_mended(first, second):
    text = "It’s a café — “really” 👋"

    assert garbled.repair(misread(misread(text, first), second)) == text


@pytest.mark.parametrize("text", HONEST)
def test_honest_text_is_left_alone(text):
    assert garbled.find(text) == []
    assert garbled.repair(text) == text


@pytest.mark.parametrize("text", ["“â€™” is what it becomes", '"Ã©" stands for é', "«Â»", "`â€œ`"])
def test_characters_that_a_text_speaks_of_are_left_alone(text):
    assert garbled.find(text) == []


def test_each_run_is_one_damage_with_its_place():
    text = "Itâ€™s a cafÃ©."

    found = garbled.find(text)

    assert [(text[each.start : each.end], each.repaired) for each in found] == [("â€™", "’"), ("Ã©", "é")]


def test_an_emoji_that_lost_its_first_character_is_found():
    assert garbled.repair("stories. üìö and more") == "stories. 📚 and more"
    assert garbled.repair("stories. \uf8ffüìö and more") == "stories. 📚 and more"


def test_a_closing_quotation_mark_that_lost_its_last_byte_is_found():
    assert garbled.repair("â€œfineâ€ she said") == "“fine” she said"


@given(
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FFF, exclude_categories=("Cs",)), max_size=60)
)
def test_mending_twice_changes_nothing_more_and_places_hold(text):
    found = garbled.find(text)
    mended = garbled.repair(text)

    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert garbled.repair(mended) == mended


def test_a_long_damaged_text_takes_no_time():
    text = misread("’“”— é 👋 ", "mac_roman") * 8000

    start = time.process_time()
    mended = garbled.repair(text)

    assert mended == "’“”— é 👋 " * 8000
    assert time.process_time() - start < 4
