"""The desk's figures: what they count, and that they are drawn with their numbers beside them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from editorial import desk, figures
from editorial.models import Docket
from editorial.workflow import Stage
from tests.editorial.browsing import as_, text_of
from tests.editorial.people import (
    Cast,
    approve,
    docket_in,
    draft,
    edited,
    head_text,
    ready_text,
    refile,
    series,
    with_placeholder,
)

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
FIGURE_QUERIES = 7


def said(figure: figures.Figure) -> dict[str, str]:
    return {bar.label: bar.said for bar in figure.bars}


def published(people: Cast, number: int, days: int, start: datetime = START) -> Docket:
    """A part that took as many days as a draft, twice as many in review, and one until it was published."""
    moments = [start + timedelta(days=each) for each in (0, days, 3 * days, 3 * days + 1)]
    with time_machine.travel(moments[0], tick=False):
        docket = draft(people, ready_text(number % 4 or 4), into=series(title=f"Series {number}"))
    with time_machine.travel(moments[1], tick=False):
        desk.make(docket, "submit", by=people.alice)
    with time_machine.travel(moments[2], tick=False):
        approve(docket, people.bob)
    with time_machine.travel(moments[3], tick=False):
        desk.make(docket, "publish", by=people.dora)
    return docket


def test_days_in_each_stage_are_medians_of_the_latest_publications(people: Cast) -> None:
    for number, days in enumerate((1, 2, 9), start=1):
        published(people, number, days)

    assert said(figures.days_in_stages()) == {
        "Draft": "2.0 days",
        "In review": "4.0 days",
        "Changes requested": "0.0 days",
        "Approved to published": "1.0 day",
    }


def test_the_six_before_are_the_tick(people: Cast) -> None:
    for number in range(1, 9):
        published(people, number, 1 if number <= 2 else 3, START + timedelta(days=20 * number))

    draft_days = figures.days_in_stages().bars[0]

    assert (draft_days.value, draft_days.was) == (3, 1)


def test_a_correction_does_not_count_as_another_publication(people: Cast) -> None:
    docket = published(people, 1, 2)
    with time_machine.travel(START + timedelta(days=60), tick=False):
        desk.make(docket, "correct", by=people.alice)

    assert said(figures.days_in_stages())["Draft"] == "2.0 days"


def test_approved_at_once_is_the_share_of_first_decisions(people: Cast) -> None:
    docket_in(Stage.APPROVED, people, ready_text(1))
    again = docket_in(Stage.CHANGES_REQUESTED, people, ready_text(2))
    desk.make(again, "submit", by=people.alice)
    approve(again, people.bob)

    (bar,) = figures.approved_at_once(timezone.now()).bars

    assert (bar.label, bar.said) == (f"{timezone.localdate():%B %Y}", "50% (1 of 2)")


def test_months_are_told_apart_and_old_ones_left_out(people: Cast) -> None:
    for number, day in enumerate((START, START + timedelta(days=40), START - timedelta(days=300)), start=1):
        published(people, number, 1, day)

    bars = figures.approved_at_once(START + timedelta(days=60)).bars

    assert [bar.label for bar in bars] == ["March 2027", "April 2027"]


def test_what_the_checks_find_is_counted_until_it_is_mended(people: Cast) -> None:
    docket = draft(people, with_placeholder(ready_text()))
    before = said(figures.found_most())
    refile(docket, edited(ready_text()), by=people.alice)

    assert before == {"Placeholder text": "1"}
    assert said(figures.found_most()) == {}


def test_who_is_waited_on_and_since_when(people: Cast) -> None:
    now = timezone.now()
    asked = docket_in(Stage.IN_REVIEW, people, ready_text(1))
    desk.assign(asked, by=people.alice, reviewers=[people.carol])
    docket_in(Stage.IN_REVIEW, people, ready_text(2))
    docket_in(Stage.CHANGES_REQUESTED, people, ready_text(3))
    docket_in(Stage.APPROVED, people, ready_text(4))

    found = said(figures.waited_on(now + timedelta(days=3, hours=1)))

    assert found == dict.fromkeys(("A publisher", "Alice", "Any reviewer", "Carol"), "1 text, 3 days")


def test_a_reviewer_who_approved_is_not_waited_on(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    desk.assign(docket, by=people.alice, reviewers=[people.bob, people.carol])

    approve(docket, people.bob)

    assert list(said(figures.waited_on(timezone.now()))) == ["Carol"]


@pytest.mark.parametrize("rows", [1, 3])
def test_figures_ask_the_database_the_same_number_of_times(
    people: Cast, rows: int, django_assert_num_queries
) -> None:
    for number in range(rows):
        into = published(people, number + 1, 1).installment.series
        docket_in(Stage.IN_REVIEW, people, ready_text(2), into)
        docket_in(Stage.CHANGES_REQUESTED, people, with_placeholder(ready_text(3)), into)

    with django_assert_num_queries(FIGURE_QUERIES):
        figures.figures(timezone.now())


def test_every_figure_is_drawn_with_its_title_and_its_numbers_as_a_table(people: Cast) -> None:
    published(people, 1, 2)
    docket = docket_in(Stage.CHANGES_REQUESTED, people, ready_text(2))
    refile(docket, with_placeholder(head_text(docket)), by=people.alice)

    page = as_(people.alice).get(reverse("admin:index")).content.decode()

    drawings = re.findall(r'<svg class="st-chart".*?</svg>', page, re.DOTALL)
    assert len(drawings) == page.count("Show the numbers")
    assert all("<title" in each for each in drawings)
    assert "style=" not in page
    assert re.search(r'<th scope="row">Placeholder text</th><td>1</td>', page)


def test_figures_without_numbers_say_so(people: Cast) -> None:
    draft(people)

    page = text_of(as_(people.alice).get(reverse("admin:index")))

    for sentence in ("Nothing has been published yet.", "No open findings.", "Nobody is waited on."):
        assert sentence in page


def test_bars_stay_within_the_drawing() -> None:
    bars = tuple(figures.Bar(f"Check {each}", each, str(each), was=2 * each) for each in range(5))

    drawn = figures.Figure("x", "X", "", (), bars, "").drawn

    assert all(each.x + each.width <= figures.WIDTH and each.text <= figures.WIDTH - 100 for each in drawn)
    assert [each.width for each in drawn] == sorted(each.width for each in drawn)
    assert drawn[0].width == 0
