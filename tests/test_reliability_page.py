"""The page about what must hold names tests that there are, for every line that has to be there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([PIBRS]\d+) \| .*? \| (.*) \|$", PAGE, re.MULTILINE))


def test_every_probe_invariant_path_and_requirement_has_a_line():
    expected = {"P": 13, "I": 16, "B": 26, "R": 16, "S": 12}

    assert set(ROWS) == {f"{letter}{n}" for letter, most in expected.items() for n in range(1, most + 1)}
    assert [name for name, test in ROWS.items() if "`test_" not in test and "Reason: " not in test] == []


def test_every_test_that_the_page_names_is_there():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    there = {name for source in sources for name in re.findall(r"^ *def (test_\w+)", source, re.MULTILINE)}

    assert set(re.findall(r"`(test_\w+)", PAGE)) - there == set()
