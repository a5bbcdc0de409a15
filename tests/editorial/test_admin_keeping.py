"""What is typed and not saved: kept for whoever typed it, checked, put back, dropped; and who else writes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from editorial import desk
from editorial.models import Buffer, Docket, Revision
from editorial.workflow import Refused, Stage
from tests.editorial.browsing import as_
from tests.editorial.pages import fields, said
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    head_text,
    person,
    ready_text,
    refile,
    series,
    with_placeholder,
)

pytestmark = pytest.mark.django_db
TYPED = "Three people who look after things, and xxx more."


@pytest.fixture(autouse=True)
def nobody_here():
    """Pages that the test before had open."""
    cache.clear()


@pytest.fixture
def docket(people: Cast) -> Docket:
    return draft(people, ready_text())


def opening(docket: Docket) -> str:
    return reverse("admin:series_installment_change", args=[docket.installment_id])


def questions(docket: Docket) -> str:
    return reverse("admin:series_installment_questions", args=[docket.installment_id])


def person_page(docket: Docket, number: int = 0) -> str:
    key = head_text(docket).contributions[number].key
    return reverse("admin:series_installment_person", args=[docket.installment_id, key])


def keeping(docket: Docket) -> str:
    return reverse("admin:series_installment_keep", args=[docket.installment_id])


def page_name(address: str) -> str:
    if address.endswith("/change/"):
        return "opening"
    return address.rstrip("/").rpartition("/")[2]


def typed(client, docket: Docket, address: str, **changed: str):
    """The page opened and typed into, and what the pause after it posts."""
    posted = {**fields(client.get(address)), "page": page_name(address), **changed}
    return client.post(keeping(docket), posted), posted


# -- kept


def test_what_is_typed_is_kept_and_checked_and_no_revision_is_made(people, docket):
    alice = as_(people.alice)

    answer, _ = typed(alice, docket, opening(docket), introduction=TYPED)

    row = Buffer.objects.get()
    assert (row.user, row.page, row.base) == (people.alice, "opening", docket.head.digest)
    assert row.fields["introduction"] == TYPED
    assert Revision.objects.filter(docket=docket).count() == docket.head.number
    found = answer.json()
    assert found["message"].startswith("Kept for you at ")
    assert "Checked: 1 blocker, 1 more than before." in found["message"]
    assert found["message"].endswith("Press Save to make a revision.")
    assert "placeholder" in found["notes"]["f-introduction"].lower()
    assert found["notes"]["f-title"] == ""
    assert "1 blocker" in found["counts"]


def test_fewer_blockers_are_said(people):
    docket = draft(people, with_placeholder(ready_text()))
    alice = as_(people.alice)
    body = next(
        name for name, value in fields(alice.get(person_page(docket))).items() if "xxx" in value.lower()
    )

    answer, _ = typed(
        alice, docket, person_page(docket), **{body: "It keeps them honest, and it keeps us awake."}
    )

    assert "Checked: no blockers, 1 fewer than before." in answer.json()["message"]


def test_a_second_pause_replaces_what_was_kept_on_the_same_sheet(people, docket):
    alice = as_(people.alice)
    _, posted = typed(alice, docket, questions(docket), more="Why clocks")

    alice.post(keeping(docket), {**posted, "more": "Why clocks?"})

    assert Buffer.objects.get().fields["more"] == "Why clocks?"


def test_a_page_opened_anew_does_not_overwrite_what_was_kept(people, docket):
    alice = as_(people.alice)
    typed(alice, docket, opening(docket), introduction=TYPED)

    answer, _ = typed(alice, docket, opening(docket), introduction="Other words.")

    assert answer.json()["message"].startswith("Not kept: other words of yours wait here")
    assert Buffer.objects.get().fields["introduction"] == TYPED


def test_words_that_no_form_takes_are_kept_all_the_same(people, docket):
    alice = as_(people.alice)

    answer, _ = typed(alice, docket, opening(docket), introduction=TYPED, part="0")

    assert "Not checked: The first part has the number 1." in answer.json()["message"]
    assert Buffer.objects.get().fields["introduction"] == TYPED


def test_typed_and_taken_back_leaves_nothing(people, docket):
    alice = as_(people.alice)
    before = fields(alice.get(opening(docket)))
    _, posted = typed(alice, docket, opening(docket), introduction=TYPED)

    answer = alice.post(keeping(docket), {**posted, "introduction": before["introduction"]})

    assert answer.json()["same"]
    assert answer.json()["message"].startswith(f"As in revision {docket.head.number}.")
    assert not Buffer.objects.exists()


def test_only_editors_keep_words_and_only_of_a_text_that_can_be_written(people, docket):
    published = docket_in(Stage.PUBLISHED, people, ready_text(), series(title="Out already"))

    frozen = as_(people.alice).post(keeping(published), {"page": "opening", "sheet": "a"})
    reader = as_(people.bob).post(keeping(docket), {"page": "opening", "sheet": "a"})

    assert (frozen.status_code, reader.status_code) == (409, 409)
    with pytest.raises(Refused):
        desk.keep_buffer(docket, by=people.bob, page="opening", sheet="a", fields={}, base="")
    assert not Buffer.objects.exists()


def test_it_is_posted_by_our_own_pages_only(people, docket):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.alice)

    assert client.post(keeping(docket), {"page": "opening", "sheet": "a"}).status_code == 403
    assert client.get(keeping(docket)).status_code == 405


def test_words_that_are_saved_while_they_are_being_kept_do_not_wait(people, docket, monkeypatch):
    alice = as_(people.alice)
    posted = {**fields(alice.get(opening(docket))), "page": "opening", "introduction": "New words."}
    keep = desk.keep_buffer

    def late(*args, **more):  # whoever clicks on Save leaves the field first: both are on their way
        as_(people.alice).post(opening(docket), posted)
        return keep(*args, **more)

    monkeypatch.setattr(desk, "keep_buffer", late)
    with zeal_ignore():  # two requests in one
        answer = alice.post(keeping(docket), posted)

    assert answer.json() == {"message": "As in revision 3.", "same": True}
    assert not Buffer.objects.exists()
    assert "New words." in head_text(docket).introduction


# -- put back, dropped, saved


@pytest.mark.parametrize("of", [opening, person_page, questions])
def test_it_is_offered_put_back_and_saved(people, docket, of):
    alice, address = as_(people.alice), of(docket)
    before = fields(alice.get(address))
    name = next(n for n in before if n in ("introduction", "background", "more"))
    typed(alice, docket, address, **{name: "Words that were nearly lost."})

    offered = alice.get(address)
    back = alice.get(f"{address}?put_back=1")
    alice.post(address, fields(back))

    assert "and did not save. Put it back Drop it" in said(offered)
    assert fields(offered)[name] == before[name]
    assert "is back in the fields. It is not saved yet." in said(back)
    assert fields(back)[name] == "Words that were nearly lost."
    docket.refresh_from_db()
    assert "Words that were nearly lost." in docket.head.manuscript
    assert not Buffer.objects.exists()
    assert "did not save" not in said(alice.get(address))


def test_it_is_dropped_when_that_is_asked(people, docket):
    alice = as_(people.alice)
    typed(alice, docket, opening(docket), introduction=TYPED)

    answer = alice.post(
        keeping(docket), {"page": "opening", "sheet": Buffer.objects.get().sheet, "_drop": "1"}
    )

    assert answer.url == opening(docket)
    assert not Buffer.objects.exists()


def test_saving_one_page_keeps_what_waits_on_another(people, docket):
    alice = as_(people.alice)
    typed(alice, docket, person_page(docket), background="Not saved yet.")

    alice.post(opening(docket), {**fields(alice.get(opening(docket))), "title": "Another title"})

    assert Buffer.objects.get().fields["background"] == "Not saved yet."


def test_what_is_put_back_after_somebody_else_saved_is_put_together(people, docket):
    alice = as_(people.alice)
    typed(alice, docket, opening(docket), introduction=TYPED)
    refile(docket, replace(head_text(docket), title="Meanwhile"), by=people.alice)

    back = alice.get(f"{opening(docket)}?put_back=1")
    alice.post(opening(docket), fields(back))

    assert "Another revision was saved since" in said(back)
    text = head_text(docket)
    assert (text.title, text.introduction) == ("Meanwhile", TYPED)
    assert not Buffer.objects.exists()


# -- who else is here


def words(response) -> str:
    """The page's words, where a tag ends before a comma."""
    return said(response).replace(" ,", ",")


def test_somebody_who_types_is_named_on_the_same_page_and_on_others(people, docket):
    abel = person("abel", "editor")
    typed(as_(abel), docket, person_page(docket), background="Abel's words.")

    same = words(as_(people.alice).get(person_page(docket)))
    other = words(as_(people.alice).get(opening(docket)))

    assert "Abel is writing here, since" in same
    assert "typed just now. You can write too" in same
    name = head_text(docket).contributions[0].name
    assert f"Abel is at another page of this installment ({name}), since" in other
    assert "Abel's words" not in same


def test_a_page_that_is_only_open_is_said_and_oneself_is_not_named(people, docket):
    abel = person("abel", "editor")
    as_(abel).get(opening(docket))
    alice = as_(people.alice)

    seen = words(alice.get(opening(docket)))

    assert "Abel has this page open, since" in seen
    assert "Alice has this page open" not in words(alice.get(opening(docket)))


def test_five_minutes_later_nobody_is_named(people, docket):
    abel = person("abel", "editor")
    typed(as_(abel), docket, opening(docket), introduction=TYPED)
    Buffer.objects.update(at=timezone.now() - timedelta(minutes=6))
    cache.clear()  # as it does by itself after five minutes

    assert "You can write too" not in words(as_(people.alice).get(opening(docket)))
