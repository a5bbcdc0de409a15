"""What is found is kept for a text, and forgotten with the code that found it."""

from pathlib import Path

from editorial import judging, reading, spelling
from series import markup


def test_what_was_found_is_forgotten_when_code_or_words_change() -> None:
    words = Path(spelling.__file__).parent

    assert {Path(reading.__file__), Path(markup.__file__), *words.glob("*.txt")} <= {*judging.judges()}
    assert [each.name for each in words.iterdir() if each.suffix not in (".py", ".txt", "")] == []
