"""The review page through real requests: proof, changes, gate, and what is offered."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from editorial import desk
from editorial.models import Revision
from editorial.workflow import Stage
from series.manuscript import Picture
from tests.editorial.browsing import as_, page, review, row_of, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    edited,
    head_text,
    ready_text,
    refile,
    series,
    with_answer,
    with_placeholder,
    with_portrait,
    with_stale_tag,
)

QUERIES = 29
HOSTILE = '<script>alert("x")</script> & <b>bold</b>'


# -- the proof and what changed


def test_the_proof_shows_the_words_and_marks_the_flagged_ones(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, with_answer(ready_text(), "It cost us xxx euros a week."))

    html = review(people.bob, docket)

    mark = r'<mark class="st-mark st-mark-blocker" data-note="note-[^"]+">xxx</mark>'
    assert re.search(f"It cost us {mark} euros", html)
    assert re.search(r'id="note-[^"]+" tabindex="-1"', html)


def test_a_reviewer_sees_what_changed_since_their_own_last_word(people: Cast) -> None:
    docket = docket_in(Stage.CHANGES_REQUESTED, people)
    refile(docket, edited(head_text(docket)), by=people.alice)
    refile(docket, replace(head_text(docket), closing="Thank you both."), by=people.alice)
    desk.make(docket, "submit", by=people.alice)

    html = review(people.bob, docket)

    assert "What changed since revision 2" in html
    assert 'class="st-ins"' in row_of(html, "f-introduction")
    assert 'class="st-ins"' in row_of(html, "f-closing")
    assert "the last one you decided on" in html


def test_somebody_new_to_it_compares_with_what_readers_read(people: Cast) -> None:
    docket = docket_in(Stage.PUBLISHED, people)
    live = docket.head.number
    desk.make(docket, "correct", by=people.alice)
    refile(docket, edited(head_text(docket)), by=people.alice)
    desk.make(docket, "submit", by=people.alice)

    html = review(people.carol, docket)

    assert f"What changed since revision {live}" in html
    assert "what readers read" in html


def test_any_earlier_revision_can_be_compared_with(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    refile(docket, edited(head_text(docket)), by=people.alice)

    whole, since = review(people.bob, docket), review(people.bob, docket, "?base=2")

    assert 'class="st-ins"' not in whole
    assert 'class="st-ins"' in row_of(since, "f-introduction")


@pytest.mark.parametrize("query", ["?base=99", "?base=x", "?rev=99", "?rev=-1"])
def test_a_revision_that_does_not_exist_is_not_found(people: Cast, query: str) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    assert as_(people.bob).get(page("review", docket) + query).status_code == 404


def test_an_older_revision_is_read_without_deciding_on_it(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    refile(docket, edited(head_text(docket)), by=people.alice)

    html = review(people.bob, docket, "?rev=2")

    assert "This is revision 2" in html
    assert page("move", docket, "approve") not in html


def test_nothing_in_a_text_becomes_markup(people: Cast) -> None:
    text = replace(ready_text(), title=HOSTILE, introduction=HOSTILE, closing=HOSTILE)
    docket = draft(people, text)
    desk.comment(docket, by=people.bob, text=HOSTILE, path="introduction", quote=HOSTILE)

    html = review(people.bob, docket, "?base=1")

    assert "<script>alert" not in html


# -- as one page


def test_a_revision_is_read_as_one_page_by_the_desk_alone(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, edited(ready_text()))
    place = page("proof", docket, docket.head.number)

    read, refused = as_(people.bob).get(place), as_(people.eve).get(place)

    assert "Imara restores old radios" in text_of(read)
    assert '<meta name="robots" content="noindex">' in read.content.decode()
    assert (refused.status_code, Client().get(place).status_code) == (403, 302)


def test_pictures_of_a_proof_come_from_the_desk(people: Cast) -> None:
    picture = Picture(name="imara.png", alt="Imara", digest="ab" * 32, width=320, height=400)
    docket = draft(people)
    revision = Revision.objects.create(
        docket=docket,
        number=docket.head.number + 1,
        author=people.alice,
        at=timezone.now(),
        manuscript=with_portrait(ready_text(), picture).to_json(),
        digest=with_portrait(ready_text(), picture).digest,
    )

    html = as_(people.bob).get(page("proof", docket, revision.number)).content.decode()

    assert f"/desk/picture/{'ab' * 32}/320/" in html
    assert "/images/" not in html


# -- the gate


@pytest.mark.parametrize(
    ("who", "headline"),
    [("bob", "Only your approval is missing"), ("alice", "Only an approval is missing")],
)
def test_the_gate_says_whose_turn_it_is(people: Cast, who: str, headline: str) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    assert headline in review(getattr(people, who), docket)


def test_the_gate_counts_the_approvals_of_exactly_this_text(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    desk.make(docket, "approve", by=people.bob, seen=docket.head.digest)

    html = review(people.alice, docket)

    assert "Approved by 1 of 2" in html
    assert "So far: Bob." in html
    assert "Who can do it: Carol, Root." in html


def test_the_gate_lists_each_thing_that_is_left(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(with_placeholder(ready_text())))
    desk.make(docket, "request_changes", by=people.carol, note="Fill in the answer.")
    refile(docket, replace(head_text(docket), slug=""), by=people.alice)

    html = review(people.alice, docket)

    assert "This cannot be published yet" in html
    assert "warning still open" in html
    assert "It has no address yet" in html
    assert "Approved by 0 of 1" in html


def test_an_objection_to_this_text_is_quoted(people: Cast) -> None:
    docket = docket_in(Stage.CHANGES_REQUESTED, people)

    assert "Bob asked for changes" in review(people.alice, docket)


def test_approve_is_offered_but_dim_with_its_reasons_beside_it(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, with_placeholder(ready_text()))

    html = review(people.bob, docket)

    bar = html.partition('class="st-decide"')[2]
    assert re.search(r"must be mended first\.\s*<a href", bar)
    assert re.search(r'move/approve/[^"]*" data-dialog aria-disabled="true"', bar)


def test_the_approval_that_is_offered_names_the_text_on_the_page(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    assert f"{page('move', docket, 'approve')}?seen={docket.head.digest}" in review(people.bob, docket)


def test_letting_stand_is_offered_to_reviewers_who_wrote_none_of_it(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()))

    offered = [
        who for who in (people.alice, people.bob, people.dora) if "Let it stand…" in review(who, docket)
    ]

    assert offered == [people.bob]


def test_an_editor_decides_nothing(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    html = review(people.alice, docket)

    assert page("move", docket, "approve") not in html
    assert page("move", docket, "publish") not in html


# -- how often the database is asked


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_review_page_asks_the_database_the_same_number_of_times(
    people: Cast, rounds: int, django_assert_num_queries
) -> None:
    docket = draft(people)
    for number in range(rounds + 1):  # one more, for there to be something to compare with
        refile(docket, edited(head_text(docket), number), by=people.alice)
        desk.make(docket, "submit", by=people.alice)
        desk.comment(docket, by=people.bob, text="Hm.", path="closing")
        desk.make(docket, "request_changes", by=people.bob, note="Again.")
    client = as_(people.bob)
    review(people.bob, docket)  # the checks' findings are kept

    with django_assert_num_queries(QUERIES):
        client.get(page("review", docket))
