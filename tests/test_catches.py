"""The page about all checks is written by a program, and fresh."""

from benchmarks import catches
from editorial.checks import all_checks
from tests.conftest import SHARED


def test_the_page_about_all_checks_is_fresh():
    written = catches.DOCUMENT.read_text(encoding="utf-8")

    assert written == catches.page(catches.kept()), "run: python -m benchmarks.catches"
    assert all(f"({each})" in written for each in (f"../editorial/checks/{name}.md" for name in all_checks()))


def test_a_fault_that_two_checks_catch_counts_once():
    done = catches.Measured()
    done.caught["a draft"] = catches.Counter(empty_answer=2, placeholder_text=1)
    done.faults["a draft"] = (2, 3)

    table = catches.table(done)

    assert "| empty_answer | 2 |  |" in table
    assert "| **faults caught by some check** | **2 of 3** | **0** |" in table


def test_what_is_measured_is_measured_on_labelled_lines(shared):
    assert shared == SHARED
    score, done = catches.scorer(), catches.Measured()
    row = next(r for r in catches.rows("corpus/published.csv") if r["category"] == "doubled-word")
    path = shared / "corpus" / row["file"]

    catches._count(done, "here", [(path, int(row["line"])), (path, 1)], score)

    assert done.caught["here"]["doubled_word"] == 1
    assert done.faults["here"] == (1, 2)
