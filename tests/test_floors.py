"""The figures that CI holds the checks to."""

import pytest

from benchmarks.floors import shortfalls

GOOD = """seeds
  interviews-part-4.draft.md, decidable blockers:
    placeholder text               46 / 46
   caught 45 of 46
  interviews-part-4.draft.md, decidable warnings:
   caught 30 of 32
  interviews-part-4.draft.md, decidable notices:
   caught 1 of 9
  story-page.txt, decidable blockers:
   caught 9 of 9
published: 599 real interviews
    per 100 texts: {'notice': 2.0} ; texts with a false blocker: 2 of 599
"""


def test_figures_as_promised_are_enough():
    assert shortfalls(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("caught 45 of 46", "caught 44 of 46", "44 caught, 45 promised"),
        ("caught 9 of 9", "caught 8 of 9", "8 caught, 9 promised"),
        ("decidable warnings", "warnings", "no caught, 28 promised"),
        ("blocker: 2 of", "blocker: 3 of", "3, at most 2 promised"),
        ("false blocker", "blockers", "no figure, at most 2 promised"),
    ],
)
def test_a_worse_or_missing_figure_is_named(good, bad, said):
    (line,) = shortfalls(GOOD.replace(good, bad))

    assert said in line
