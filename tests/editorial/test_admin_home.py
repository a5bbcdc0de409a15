"""The desk home: trays, month and pipeline; the page of rules."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from editorial import desk, queries
from editorial.workflow import MOVES, Stage
from tests.editorial.browsing import as_, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    edited,
    head_text,
    ready_text,
    refile,
    series,
    tomorrow,
)

HOME = "admin:index"
HOME_QUERIES = {"alice": 21, "bob": 21, "dora": 20, "root": 22}


def trays(user: User) -> dict[str, list[int]]:
    """What waits for somebody: installments by tray."""
    found = queries.trays(User.objects.get(pk=user.pk))
    return {tray.name: [row.docket.installment_id for row in tray.rows] for tray in found}


# -- trays


def test_a_draft_waits_for_its_owner_alone(people: Cast) -> None:
    docket = draft(people)

    assert trays(people.alice) == {"Your drafts": [docket.installment_id]}
    assert [trays(each) for each in (people.bob, people.dora, people.eve)] == [{}, {}, {}]


def test_what_is_sent_waits_for_reviewers_who_wrote_none_of_it(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    people.alice.groups.add(Group.objects.get(name="reviewer"))

    assert trays(people.bob) == {"Waiting for your review": [docket.installment_id]}
    assert trays(people.alice) == {}


def test_who_was_asked_by_name_has_it_in_the_tray_and_nobody_else(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    desk.assign(docket, by=people.alice, reviewers=[people.carol])

    assert (trays(people.bob), list(trays(people.carol))) == ({}, ["Waiting for your review"])


def test_what_nobody_who_was_asked_can_approve_any_more_waits_for_the_others(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    desk.assign(docket, by=people.alice, reviewers=[people.bob, people.dora])
    people.dora.is_active = False
    people.dora.save()
    people.bob.groups.add(Group.objects.get(name="editor"))

    refile(docket, edited(head_text(docket)), people.bob)

    assert (trays(people.bob), list(trays(people.carol))) == ({}, ["Waiting for your review"])


def test_an_approval_takes_it_out_of_the_tray_of_whoever_gave_it(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))

    desk.make(docket, "approve", by=people.bob, seen=docket.head.digest)

    assert (trays(people.bob), list(trays(people.carol))) == ({}, ["Waiting for your review"])


def test_changes_are_asked_of_the_owner_in_the_reviewers_own_words(people: Cast) -> None:
    docket_in(Stage.CHANGES_REQUESTED, people)

    said = text_of(as_(people.alice).get(reverse(HOME)))

    assert "Changes requested from you" in said
    assert "Bob asked for changes to revision 2. Say who Tomas is." in said


def test_an_approved_text_waits_for_a_publisher(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)

    assert trays(people.dora) == {"Approved and waiting for a date": [docket.installment_id]}


def test_the_soonest_due_comes_first_and_what_has_no_date_last(people: Cast) -> None:
    late, undated, soon = draft(people), draft(people, ready_text(2)), draft(people, ready_text(3))
    today = timezone.localdate()
    desk.assign(late, by=people.alice, due=today - timedelta(days=2))
    desk.assign(soon, by=people.alice, due=today + timedelta(days=2))

    order = [late.installment_id, soon.installment_id, undated.installment_id]
    assert trays(people.alice) == {"Your drafts": order}
    said = text_of(as_(people.alice).get(reverse(HOME)))
    assert "Needs you 3 1 late" in said
    assert "Late: was due" in said


def test_a_text_that_was_edited_is_not_in_its_editors_review_tray(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    people.bob.groups.add(Group.objects.get(name="editor"))
    refile(docket, edited(head_text(docket)), by=User.objects.get(pk=people.bob.pk))

    assert "Waiting for your review" not in trays(people.bob)
    assert "Waiting for your review" in trays(people.carol)


# -- the page


def test_the_first_day_says_what_to_do(people: Cast) -> None:
    said = text_of(as_(people.alice).get(reverse(HOME)))

    assert "Welcome to Stet. There is nothing here yet." in said
    assert "How an article goes from notes to the site" in said


def test_nothing_to_do_says_so(people: Cast) -> None:
    draft(people)

    assert "Nothing needs you now." in text_of(as_(people.bob).get(reverse(HOME)))


def test_the_pipeline_counts_every_stage_by_the_clock(people: Cast) -> None:
    docket_in(Stage.SCHEDULED, people, moment=tomorrow())
    draft(people, ready_text(2))

    columns = queries.pipeline(timezone.now()), queries.pipeline(tomorrow() + timedelta(hours=1))
    now, later = ({each.stage: each.number for each in some if each.number} for some in columns)

    assert now == {Stage.DRAFT: 1, Stage.SCHEDULED: 1}
    assert later == {Stage.DRAFT: 1, Stage.PUBLISHED: 1}


def test_the_latest_steps_name_who_did_what(people: Cast) -> None:
    docket_in(Stage.PUBLISHED, people)

    said = text_of(as_(people.alice).get(reverse(HOME)))

    assert "Dora published it: Workbench Conversations, Part 1" in said


@pytest.mark.parametrize("month", ["2026-13", "x", "0-0", "99999-1", "2027-02"])
def test_any_month_can_be_asked_for(people: Cast, month: str) -> None:
    assert as_(people.alice).get(reverse(HOME), {"month": month}).status_code == 200


def test_the_month_shows_what_is_published_scheduled_and_due(people: Cast) -> None:
    with time_machine.travel("2027-03-10 12:00:00+00:00", tick=False):
        docket_in(Stage.PUBLISHED, people)
        due = draft(people, ready_text(2))
        day = timezone.localdate() + timedelta(days=3)
        desk.assign(due, by=people.alice, due=day, wish=day + timedelta(days=9))

        page = as_(people.alice).get(reverse(HOME)).content.decode()

    assert "March 2027" in page
    kinds = re.findall(r"st-cal-ev st-cal-(\w+)", page)
    assert kinds == ["published", "planned", "planned"]
    assert "to go live: Workbench Conversations" in page


@pytest.mark.parametrize("who", ["alice", "bob", "dora", "root"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_asks_the_database_the_same_number_of_times(
    people: Cast, who: str, rows: int, django_assert_num_queries
) -> None:
    for number in range(1, rows + 1):
        into = series(title=f"Series {number}")
        for stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.CHANGES_REQUESTED, Stage.APPROVED):
            docket_in(stage, people, ready_text(number), into=into)
    client = as_(getattr(people, who))

    with django_assert_num_queries(HOME_QUERIES[who]):
        client.get(reverse(HOME))


# -- rules


def test_the_rules_are_those_of_the_table_and_the_checks(people: Cast) -> None:
    said = text_of(as_(people.bob).get(reverse("admin:rules")))

    assert all(move.label in said for move in MOVES.values())
    assert "You wrote some of this text: somebody else has to approve it." in said
    assert "Placeholder" in said
