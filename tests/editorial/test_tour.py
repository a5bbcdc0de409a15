"""The tour of the desk: everybody's own place in it, real screens, closed for good and found again."""

import pytest
from django.urls import reverse

from editorial.admin.tour import STEPS
from editorial.workflow import Stage
from tests.editorial.browsing import as_
from tests.editorial.pages import said
from tests.editorial.people import docket_in, draft

pytestmark = pytest.mark.django_db
HOME, TOUR = "/desk/", "/desk/tour/"
TITLE = "Five steps from a pasted draft"


def test_everybody_begins_with_what_they_may_do_and_comes_to_the_end(people):
    waiting = docket_in(Stage.IN_REVIEW, people)
    alice, bob = as_(people.alice), as_(people.bob)

    assert "Import the sample draft" in said(alice.get(HOME))
    assert reverse("admin:series_installment_review", args=[waiting.installment_id]) in link(bob.get(HOME))

    bob.post(TOUR, {"step": "4"})
    assert "A publisher does this." in said(bob.get(HOME))
    bob.post(TOUR, {"step": "5"})
    assert link(bob.get(HOME)) == "/"
    assert "Import the sample draft" in said(alice.get(HOME))


def test_closed_it_stays_away_until_it_is_asked_for_on_the_page_of_rules(people):
    alice = as_(people.alice)

    alice.post(TOUR, {"close": "1"})
    assert TITLE not in said(alice.get(HOME))

    assert "Show me the tour" in said(alice.get("/desk/rules/"))
    alice.post(TOUR, {"step": "1"})
    assert TITLE in said(alice.get(HOME))


@pytest.mark.parametrize("step", ["0", "6", "-1", "9" * 30, "first"])
def test_a_step_that_there_is_not_closes_it(people, step):
    alice = as_(people.alice)

    alice.post(TOUR, {"step": step})

    assert TITLE not in said(alice.get(HOME))


def test_the_sample_is_pasted_and_each_step_leads_to_a_page_that_answers(people):
    draft(people)
    root = as_(people.root)

    for number, _step in enumerate(STEPS, 1):
        root.post(TOUR, {"step": number})
        assert root.get(link(root.get(HOME))).status_code == 200
    page = root.get(reverse("admin:series_installment_import") + "?sample=1")
    assert "Welcome back! In this sixth installment" in page.content.decode()


def link(response) -> str:
    """Where the button of the step leads."""
    tour = response.context["tour"]
    assert f'href="{tour.address}"' in response.content.decode()
    return tour.address
