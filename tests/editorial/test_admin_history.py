"""History, comparison and restoring, through real requests."""

from dataclasses import replace

import pytest

from editorial import desk
from editorial.models import Docket
from editorial.standing import Standing
from editorial.workflow import Stage
from tests.editorial.browsing import as_, page, stage_of, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    edited,
    head_text,
    ready_text,
    refile,
    with_stale_tag,
)

QUERIES = 25


def test_the_history_tells_everything_in_order(people: Cast) -> None:
    docket = docket_in(Stage.WITHDRAWN, people)

    said = text_of(as_(people.alice).get(page("history", docket)))

    told = ["withdrew it", "published it", "approved it", "sent it for review", "Revision 2", "began it"]
    places = [said.index(each) for each in told]
    assert places == sorted(places)
    assert "A person in it asked us to." in said


def test_a_let_stand_finding_is_in_the_history(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()))
    finding = next(each.finding for each in Standing(docket).findings if each.is_open)
    desk.stet(docket, finding.fingerprint, by=people.bob, reason="They asked for this tag.")

    said = text_of(as_(people.alice).get(page("history", docket)))

    assert "Bob let a warning stand" in said
    assert "They asked for this tag." in said


def test_each_revision_says_how_much_it_changed(people: Cast) -> None:
    docket = draft(people)
    text = head_text(docket)
    refile(docket, replace(text, closing=f"{text.closing} Truly."), by=people.alice)

    said = text_of(as_(people.alice).get(page("history", docket)))

    assert "1 field changed: 1 word added, 0 removed" in said


def test_two_revisions_are_compared_field_by_field(people: Cast) -> None:
    docket = draft(people)
    refile(docket, edited(head_text(docket)), by=people.alice)

    html = as_(people.bob).get(page("compare", docket), {"a": 2, "b": 3}).content.decode()

    assert "<b>1</b> field changed" in html
    assert 'id="c-f-introduction"' in html
    assert 'id="c-f-title"' not in html


def restore(user, docket: Docket, number: int, base: str):
    return as_(user).post(page("restore", docket, number), {"base": base})


def test_an_earlier_text_comes_back_as_a_new_revision(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    old = docket.head
    refile(docket, edited(head_text(docket)), by=people.alice)
    desk.make(docket, "submit", by=people.alice)

    response = restore(people.alice, docket, old.number, docket.head.digest)

    docket.refresh_from_db()
    assert response.status_code == 302
    assert (docket.head.number, docket.head.digest) == (old.number + 2, old.digest)
    assert docket.head.restores == old
    assert stage_of(docket) != Stage.APPROVED


def test_restoring_over_a_text_that_nobody_saw_is_refused(people: Cast) -> None:
    docket = draft(people)
    seen = docket.head.digest
    refile(docket, edited(head_text(docket)), by=people.alice)

    response = restore(people.alice, docket, 1, seen)

    docket.refresh_from_db()
    assert response.status_code == 409
    assert "was filed while you were writing" in text_of(response)
    assert docket.head.number == 3


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("dora", 403), ("eve", 403)])
def test_only_editors_restore(people: Cast, who: str, status: int) -> None:
    docket = draft(people)

    response = restore(getattr(people, who), docket, 1, docket.head.digest)

    docket.refresh_from_db()
    assert response.status_code == status
    assert docket.head.number == 2


def test_what_readers_read_cannot_be_restored_over(people: Cast) -> None:
    docket = docket_in(Stage.PUBLISHED, people)

    response = restore(people.alice, docket, 1, docket.head.digest)

    assert response.status_code == 409
    assert "start a correction" in text_of(response)


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_history_asks_the_database_the_same_number_of_times(
    people: Cast, rounds: int, django_assert_num_queries
) -> None:
    docket = draft(people)
    for number in range(rounds):
        refile(docket, edited(head_text(docket), number), by=people.alice)
        desk.make(docket, "submit", by=people.alice)
        desk.make(docket, "request_changes", by=people.bob, note="Again.")
    client = as_(people.bob)
    client.get(page("history", docket))

    with django_assert_num_queries(QUERIES):
        client.get(page("history", docket))
