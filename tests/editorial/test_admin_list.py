"""The list of installments: who sees it, what it shows, and that it costs the same for any number."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from editorial import desk
from editorial.workflow import Stage
from series.models import Installment
from tests.editorial.pages import said
from tests.editorial.people import docket_in, draft, ready_text, series, tomorrow, with_placeholder

pytestmark = pytest.mark.django_db
LIST = "/desk/series/installment/"


def names(response) -> list[str]:
    return [row.title for row in response.context["cl"].result_list]


def test_a_visitor_is_asked_to_sign_in(client):
    response = client.get(LIST)

    assert response.status_code == 302
    assert response.url.startswith("/desk/login/")


def test_somebody_without_a_role_sees_nothing(client, people):
    client.force_login(people.eve)

    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("who", ["alice", "bob", "dora"])
def test_every_role_sees_the_list_and_only_editors_begin(client, people, who):
    draft(people)
    client.force_login(getattr(people, who))

    response = client.get(LIST)

    assert "Workbench Conversations, Part 1" in said(response)
    assert ("New installment" in said(response)) == (who == "alice")


def test_a_row_says_what_is_left_and_how_much_is_written(client, people):
    draft(people, with_placeholder(ready_text()))
    client.force_login(people.alice)

    text = said(client.get(LIST))

    assert "1 blocker" in text
    assert "4 of 4" in text


def test_tabs_count_the_stages_with_the_clock(client, people):
    house = series()
    draft(people, ready_text(1), house)
    soon, later = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(days=1)
    gone_out = docket_in(Stage.SCHEDULED, people, ready_text(2), house, moment=soon)
    waiting = docket_in(Stage.SCHEDULED, people, ready_text(3), house, moment=later)

    with time_machine.travel(soon + timedelta(minutes=1)):
        client.force_login(people.alice)
        published, scheduled = (
            client.get(LIST, {"stage": "published"}),
            client.get(LIST, {"stage": "scheduled"}),
        )
        text = said(client.get(LIST))

    assert names(published) == [gone_out.installment.title]
    assert names(scheduled) == [waiting.installment.title]
    assert "All 3 Draft 1 Scheduled 1 Published 1" in text


def test_what_wants_work_comes_first_and_the_sooner_due_before(client, people):
    house = series()
    later, sooner = draft(people, ready_text(1), house), draft(people, ready_text(2), house)
    changes = docket_in(Stage.CHANGES_REQUESTED, people, ready_text(3), house)
    for docket, days in ((later, 9), (sooner, 2), (changes, 30)):
        desk.assign(docket, by=people.alice, due=timezone.localdate() + timedelta(days=days))
    client.force_login(people.alice)

    assert names(client.get(LIST)) == [each.installment.title for each in (changes, sooner, later)]


def test_filters_narrow_the_list(client, people):
    house, other = series(), series(title="Another Series")
    clean = draft(people, ready_text(1), house)
    broken = draft(people, with_placeholder(ready_text(2)), other)
    desk.assign(clean, by=people.alice, due=timezone.localdate() - timedelta(days=1), reviewers=[people.bob])
    client.force_login(people.alice)
    expected = {
        "findings=blockers": broken,
        "findings=none": clean,
        f"series={other.pk}": broken,
        f"person={people.bob.pk}": clean,
        "due=late": clean,
        "due=none": broken,
        "q=Tomas": clean,
    }

    for query, docket in expected.items():
        assert names(client.get(f"{LIST}?{query}")) == [docket.installment.title], query


def test_a_column_puts_in_order_what_a_filter_leaves(client, people):
    house, other = series(), series(title="Another Series")
    first, last = draft(people, ready_text(1), house), draft(people, ready_text(2), house)
    draft(people, ready_text(3), other)
    client.force_login(people.alice)

    assert [names(client.get(LIST, {"series": house.pk, "o": order})) for order in ("1", "-1")] == [
        [first.installment.title, last.installment.title],
        [last.installment.title, first.installment.title],
    ]


def test_a_nonsense_filter_changes_nothing(client, people):
    draft(people)
    client.force_login(people.alice)

    for query in ("series=x", "person=%00", "due=never", "stage=", "findings=all"):
        assert client.get(f"{LIST}?{query}").status_code == 200, query


def test_no_match_says_what_to_do(client, people):
    draft(people)
    client.force_login(people.alice)

    assert "Nothing matches. Try fewer filters, or show everything" in said(client.get(LIST, {"q": "zebra"}))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_rows(client, people, django_assert_num_queries, rows):
    house = series()
    for part in range(1, rows + 1):
        docket = docket_in(Stage.IN_REVIEW, people, ready_text(part), house)
        desk.assign(docket, by=people.alice, reviewers=[people.bob, people.carol])
        desk.make(docket, "approve", by=people.bob, seen=docket.head.digest)
    client.force_login(people.alice)

    with django_assert_num_queries(11):
        client.get(LIST)


def test_nothing_is_deleted_or_edited_in_the_list(client, people):
    docket = draft(people)
    client.force_login(people.root)
    page = admin.site._registry[Installment]

    response = client.post(f"{LIST}{docket.installment_id}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert not page.list_editable
    assert "delete_selected" not in page.get_actions(response.wsgi_request)
    assert Installment.objects.count() == 1


def test_a_published_row_says_since_when(client, people):
    docket_in(Stage.SCHEDULED, people, moment=tomorrow())
    client.force_login(people.dora)

    assert "scheduled" in said(client.get(reverse("admin:series_installment_changelist")))
