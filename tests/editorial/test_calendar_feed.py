"""The calendar for other programs: what is in it, and who can read it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import desk
from editorial.admin.calendar_feed import address
from editorial.workflow import Stage
from series.models import Installment
from tests.editorial.browsing import as_
from tests.editorial.people import Cast, again, docket_in, draft, ready_text


def read(user) -> str:
    response = Client().get(address(again(user)))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content.decode()


def test_what_is_published_scheduled_and_due_is_in_it(people: Cast) -> None:
    with time_machine.travel("2027-03-10 12:00:00+00:00", tick=False):
        docket_in(Stage.PUBLISHED, people)
        docket_in(Stage.SCHEDULED, people, ready_text(2), moment=timezone.now() + timedelta(days=2))
        due = draft(people, ready_text(3))
        day = timezone.localdate() + timedelta(days=3)
        desk.assign(due, by=people.alice, due=day, wish=day + timedelta(days=5))

        lines = read(people.alice).split("\r\n")

    found = [line for line in lines if line.startswith(("SUMMARY", "DTSTART"))]
    assert found == [
        "DTSTART:20270310T120000Z",
        "SUMMARY:Published: Workbench Conversations\\, Part 1",
        "DTSTART:20270312T120000Z",
        "SUMMARY:Scheduled: Workbench Conversations\\, Part 2",
        "DTSTART;VALUE=DATE:20270313",
        "SUMMARY:Due: Workbench Conversations\\, Part 3",
        "DTSTART;VALUE=DATE:20270318",
        "SUMMARY:To go live: Workbench Conversations\\, Part 3",
    ]
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert len({line for line in lines if line.startswith("UID")}) == 4


def test_a_long_title_is_folded_between_characters_and_cannot_add_lines(people: Cast) -> None:
    docket = docket_in(Stage.DRAFT, people)
    desk.assign(docket, by=people.alice, due=timezone.localdate())
    title = "Übergänge; ein Gespräch\nBEGIN:VALARM " + "über Züge " * 20
    Installment.objects.filter(pk=docket.installment_id).update(title=title)

    text = read(people.alice)

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\r\nBEGIN:VALARM" not in text
    assert "Übergänge\\; ein Gespräch\\nBEGIN:VALARM " + "über Züge " * 19 in re.sub("\r\n ", "", text)


def test_the_home_has_the_address(people: Cast) -> None:
    page = as_(people.bob).get(reverse("admin:index")).content.decode()

    assert address(people.bob) in page


def test_a_new_password_makes_the_address_void(people: Cast) -> None:
    old = address(people.bob)
    people.bob.set_password("another one")
    people.bob.save()

    assert Client().get(old).status_code == 404
    assert Client().get(address(people.bob)).status_code == 200


def test_a_closed_account_has_no_calendar(people: Cast) -> None:
    people.bob.is_active = False
    people.bob.save()

    assert Client().get(address(people.bob)).status_code == 404


def test_somebody_outside_the_desk_has_no_calendar(people: Cast) -> None:
    assert Client().get(address(people.eve)).status_code == 404


@pytest.mark.parametrize("token", ["", "x", "1:x", "a:b:c", "\x00", "é" * 3000])
def test_a_token_that_was_not_given_out_opens_nothing(people: Cast, token: str) -> None:
    assert Client().get(reverse("admin:desk_calendar"), {"token": token}).status_code == 404


def test_the_token_of_one_opens_no_other_page(people: Cast) -> None:
    query = address(people.root).partition("?")[2]

    assert Client().get(f"{reverse('admin:index')}?{query}").status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendar_asks_the_database_the_same_number_of_times(
    people: Cast, rows: int, django_assert_num_queries
) -> None:
    for number in range(1, rows + 1):
        docket_in(Stage.PUBLISHED, people, ready_text(number))
    where = address(people.bob)

    with django_assert_num_queries(5):
        Client().get(where)
