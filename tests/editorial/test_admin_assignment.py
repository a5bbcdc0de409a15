"""Assignment: who has it, who reads it, when it is due; those who have it new are told."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from zeal import zeal_ignore

from editorial import desk, planning, verifying
from editorial.models import HouseRules, Notice, Step
from editorial.workflow import Refused, Stage
from tests.editorial.browsing import as_
from tests.editorial.pages import said
from tests.editorial.people import again, docket_in, draft, person, ready_text, series

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


def test_a_day_typed_for_the_review_is_kept_though_there_is_a_wish(people):
    docket = draft(people)
    desk.assign(docket, by=people.alice, wish=WISH)
    where = reverse("admin:series_installment_move", args=[docket.installment_id, "submit"])

    assert 'value="2031-05-25"' in as_(people.alice).get(where).content.decode()
    with zeal_ignore():
        as_(people.alice).post(where, {"due": "2031-05-20"})

    docket.refresh_from_db()
    assert docket.due == date(2031, 5, 20)


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


def test_who_gave_what_to_whom_is_a_step_of_the_history_at_every_stage(people):
    docket, lena = docket_in(Stage.PUBLISHED, people), person("lena", "editor")
    before = docket.steps.count()

    for _ in range(2):  # what changes nothing is no step
        desk.assign(docket, by=people.alice, owner=lena, reviewers=[people.bob, people.carol], due=WISH)
    desk.assign(docket, by=lena, reviewers=[people.bob])

    steps = list(docket.steps.all()[before:])
    assert [(each.move, each.by, each.note) for each in steps] == [
        ("assign", people.alice, "Lena looks after it. Asked to review it: Bob and Carol. "
                                 "Due on Fri 30 May 2031."),
        ("assign", lena, "Not asked any more: Carol. No due date."),
    ]  # fmt: skip
    assert (steps[0].before, steps[0].after) == ("published", "published")
    assert "Alice assigned it" in said(as_(people.alice).get(
        reverse("admin:series_installment_history", args=[docket.installment_id])
    ))  # fmt: skip
    assert list(verifying.faults()) == []
    desk.make(docket, "withdraw", by=people.dora, note="A person in it asked us to.")
    assert list(verifying.faults()) == []


def test_an_assignment_hides_neither_the_note_of_the_review_nor_moves_anything(people):
    docket = docket_in(Stage.CHANGES_REQUESTED, people)
    desk.assign(docket, by=people.alice, owner=people.alice, due=WISH)

    home = said(as_(people.alice).get("/desk/"))

    assert "Bob asked for changes to revision" in home
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.create(
            docket=docket, number=docket.steps.count() + 1, move="assign", before=docket.stage,
            after="approved", revision=docket.head, at=docket.since,
        )  # fmt: skip


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


def test_a_withdrawn_text_says_why_its_approval_counts_no_longer(people):
    docket = docket_in(Stage.WITHDRAWN, people)
    where = reverse("admin:series_installment_change", args=[docket.installment_id])

    shown = said(as_(people.alice).get(where))

    assert "Scheduled , done Withdrawn" in shown  # where it stands, on the way
    assert "Void: it was withdrawn since" in shown
    assert "the text has changed" not in shown
