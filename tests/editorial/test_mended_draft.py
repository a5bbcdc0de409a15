"""A draft that was copied from the part before, and then mended with care, passes."""

from pathlib import Path

import pytest

from editorial import known
from editorial.checks import Level, run
from series.importers.reading import read
from series.manuscript import Contribution, Manuscript, Prompt

MENDED = read((Path(__file__).parent / "mended_draft.md").read_bytes())
TITLE = "Director of Forecasting Insights [Part {}]"


def earlier(part: int, name: str, field: str) -> Manuscript:
    """An earlier part of the same series, about something else."""
    prompts = tuple(
        Prompt(key=each.key, text=each.text.replace("{field}", field)) for each in MENDED.manuscript.prompts
    )
    person = Contribution(
        key="1",
        name=name,
        role="Director of Forecasting",
        organization=f"{field.title()} Works",
        field=field,
        about_organization=f"It has done nothing but {field} since it was founded in a barn.",
        background=f"{name} came to {field} by way of the sea and stayed for the colleagues.",
    )
    return Manuscript(
        series=MENDED.manuscript.series,
        part=part,
        title=TITLE.format(part),
        introduction=f"In this part, you’ll hear from {name}.",
        prompts=prompts,
        contributions=(person,),
        call_to_action=f"[Write](https://tallyhall.test/?utm_campaign=forecasting_director_insights_{part}).",
    )


PARTS = [
    earlier(1, "Wanda Ferreira", "gardening"),
    earlier(2, "Odile Marchetti", "retail"),
    earlier(3, "Anselm Torvald", "energy"),
]


def heavy(*others: Manuscript) -> list[tuple[str, str, str]]:
    about = known.of(MENDED.manuscript, others, today="2031-05-01")
    found = run(MENDED.manuscript, about, tuple(MENDED.leftover_fields()))
    return [(one.check, one.level, one.message) for one in found if one.level is not Level.NOTICE]


def test_all_of_it_is_read():
    text = MENDED.manuscript

    assert (MENDED.form, text.part, len(text.contributions)) == ("interviews", 4, 3)
    assert [len(each.answers) for each in text.contributions] == [4, 4, 4]
    assert MENDED.unplaced == ()


@pytest.mark.parametrize("others", [(), PARTS], ids=["by itself", "after three parts"])
def test_it_has_no_blocker_and_no_warning(others):
    assert heavy(*others) == []
