"""Assignment: who has it, who reads it, when it is due; those who have it new are told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from editorial import desk, planning
from editorial.models import HouseRules, Notice
from editorial.workflow import Refused, Stage
from tests.editorial.browsing import as_
from tests.editorial.pages import said
from tests.editorial.people import again, draft, person, ready_text, series

pytestmark = pytest.mark.django_db
WISH = date(2031, 5, 30)


def page(docket) -> str:
    return reverse("admin:series_installment_assign", args=[docket.installment_id])


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="assigned").order_by("user__username")
    return [(each.user.username, each.subject.partition(": ")[2]) for each in rows]


def test_due_dates_are_counted_back_and_follow_the_stage(people):
    docket = draft(people)
    desk.assign(docket, by=people.alice, wish=WISH)
    assert docket.due == WISH - timedelta(days=14)

    desk.make(docket, "submit", by=people.alice)

    assert docket.due == WISH - timedelta(days=5)
    HouseRules.objects.update(rules="[days]\ndraft = 20\nreview = 8\n")
    desk.make(docket, "recall", by=people.alice)
    assert docket.due == WISH - timedelta(days=20)
    assert planning.due(Stage.APPROVED, WISH, {}) == WISH


def test_a_wish_and_people_are_given_in_the_dialog_and_told_once(people):
    docket, lena = draft(people), person("lena", "editor")
    form = {"owner": lena.pk, "reviewers": [people.bob.pk, people.alice.pk], "wish": "2031-05-30", "due": ""}

    as_(people.alice).post(page(docket), form)
    as_(people.alice).post(page(docket), {**form, "due": "2031-05-16"})

    docket.refresh_from_db()
    assert (docket.owner, docket.wish, docket.due) == (lena, WISH, date(2031, 5, 16))
    assert list(docket.reviewers.all()) == [people.bob]
    assert told() == [("bob", "you are asked to review it"), ("lena", "it is yours now")]
    shown = said(as_(people.alice).get(page(docket)))
    assert "Draft: Fri 16 May 2031 Review: Sun 25 May 2031 Live: Fri 30 May 2031" in shown
    rail = said(
        as_(people.alice).get(reverse("admin:series_installment_change", args=[docket.installment_id]))
    )
    assert "Owner Lena Due Fri 16 May 2031" in rail


def test_several_get_one_owner(people):
    house, lena = series(), person("lena", "editor")
    dockets = [draft(people, ready_text(part), house) for part in (1, 2)]
    desk.assign(dockets[0], by=people.alice, due=WISH)
    data = {"action": "give_several", "_selected_action": [each.installment_id for each in dockets]}
    alice, where = as_(people.alice), reverse("admin:series_installment_changelist")

    assert "Who looks after them?" in said(alice.post(where, data))
    with zeal_ignore():  # each goes through the desk by itself
        alice.post(where, {**data, "owner": lena.pk})

    for each in dockets:
        each.refresh_from_db()
    assert [(each.owner, each.due) for each in dockets] == [(lena, WISH), (lena, None)]


@pytest.mark.parametrize("who", ["bob", "dora", "eve"])
def test_only_editors_assign(people, who):
    docket = draft(people)

    with pytest.raises(Refused):
        desk.assign(docket, by=again(getattr(people, who)), owner=people.bob)
    assert as_(getattr(people, who)).post(page(docket), {"owner": people.bob.pk}).status_code == 403
