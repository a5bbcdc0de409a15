"""Saved views of the list: one's own, plain addresses, deletable."""

import pytest
from django.urls import reverse

from editorial import desk
from editorial.models import SavedView
from editorial.workflow import Refused, Stage
from tests.editorial.browsing import as_
from tests.editorial.pages import said
from tests.editorial.people import docket_in, draft, ready_text, series

pytestmark = pytest.mark.django_db
LIST = "/desk/series/installment/"
SAVE = "/desk/series/installment/views/"


def test_a_view_is_kept_by_name_for_one_person_and_is_an_address(people):
    draft(people)
    alice = as_(people.alice)

    answer = alice.post(SAVE, {"name": "My part 4s", "query": "?q=Part+4&p=3&stage=draft&x=1"}, follow=True)

    assert SavedView.objects.get().query == "stage=draft&q=Part+4"
    assert answer.redirect_chain == [(f"{LIST}?stage=draft&q=Part+4", 302)]
    assert 'href="?stage=draft&amp;q=Part+4" aria-current="page">My part 4s' in answer.content.decode()
    assert "My part 4s" not in said(as_(people.bob).get(LIST))


def test_a_name_that_is_taken_gets_the_new_filters_and_only_its_owner_deletes(people):
    desk.save_view("Late ones", "due=late", by=people.alice)
    view = desk.save_view("Late ones", "due=late&series=1", by=people.alice)
    delete = reverse("admin:series_installment_delete_view", args=[view.pk])

    as_(people.bob).post(delete)
    assert list(SavedView.objects.values_list("query", flat=True)) == ["series=1&due=late"]

    as_(people.alice).post(delete)
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("name", "query"), [("", "due=late"), ("x" * 61, "due=late"), ("All", "p=2&e=1")])
def test_a_view_without_name_or_filter_is_refused_and_says_why(people, name, query):
    with pytest.raises(Refused):
        desk.save_view(name, query, by=people.alice)

    assert as_(people.alice).post(SAVE, {"name": name, "query": query}).status_code == 302
    assert not SavedView.objects.exists()


def test_waiting_for_me_is_what_one_can_move_on(people):
    house = series()
    own = draft(people, ready_text(1), house)
    asked = docket_in(Stage.IN_REVIEW, people, ready_text(2), house)
    approved = docket_in(Stage.APPROVED, people, ready_text(3), house)
    desk.assign(asked, by=people.alice, reviewers=[people.bob])

    def waiting(user):
        rows = as_(user).get(LIST, {"waiting": "me"}).context["cl"].result_list
        return [row.docket for row in rows]

    assert [waiting(each) for each in (people.alice, people.bob, people.carol)] == [[own], [asked], []]
    assert waiting(people.dora) == [approved]


def test_search_takes_every_word_whatever_its_accents(people):
    draft(people, ready_text(1))

    assert "Part 1" in said(as_(people.alice).get(LIST, {"q": "LÍNDqvist workbench"}))
    assert "Nothing matches" in said(as_(people.alice).get(LIST, {"q": "Lindqvist zebra"}))


def test_the_last_page_and_one_too_far(people):
    house = series()
    for number in range(21):
        desk.begin(house, by=people.alice, title=f"Draft {number}")
    alice = as_(people.alice)

    rows = [alice.get(LIST, {"p": page}).context["cl"].result_list for page in (1, 2)]

    assert [len(each) for each in rows] == [20, 1]
    assert alice.get(LIST, {"p": 3}).url == f"{LIST}?e=1"
