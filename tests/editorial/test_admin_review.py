"""The review page, comments, history, comparison and restoring, through real requests."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from editorial import desk
from editorial.models import Comment, Docket, Revision
from editorial.standing import Standing
from editorial.workflow import Stage
from series.manuscript import Manuscript
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
    with_stale_tag,
)
from tests.editorial.test_admin_moves import as_, stage_of, text_of

REVIEW_QUERIES, HISTORY_QUERIES = 29, 27
HOSTILE = '<script>alert("x")</script> & <b>bold</b>'


def page(name: str, docket: Docket, *args: int) -> str:
    return reverse(f"admin:series_installment_{name}", args=[docket.installment_id, *args])


def review(user, docket: Docket, query: str = "") -> str:
    response = as_(user).get(page("review", docket) + query)
    assert response.status_code == 200
    return response.content.decode()


def row_of(html: str, anchor: str) -> str:
    """One row of the proof."""
    return html.partition(f'id="{anchor}"')[2].partition('<div class="st-r')[0]


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


def test_an_editor_decides_nothing(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    html = review(people.alice, docket)

    assert page("move", docket, "approve") not in html
    assert page("move", docket, "publish") not in html


# -- comments


def say(user, docket: Docket, **data: str):
    return as_(user).post(page("comment", docket), data)


def test_a_comment_stands_beside_its_words(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    response = say(people.bob, docket, path="introduction", quote="In this conversation", body="Which one?")

    comment = Comment.objects.get()
    html = review(people.alice, docket)
    assert response["Location"].endswith("#f-introduction")
    assert f'data-note="thread-{comment.pk}">In this conversation</mark>' in html
    assert "Which one?" in row_of(html, "f-introduction")


def test_words_that_changed_are_struck_through_and_never_moved(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    say(people.bob, docket, path="introduction", quote="In this conversation", body="Which one?")

    refile(docket, replace(head_text(docket), introduction="We talk about work."), by=people.alice)

    row = row_of(review(people.bob, docket), "f-introduction")
    assert "These words have changed since." in row
    assert "st-mark-comment" not in row


def test_a_comment_on_somebody_who_was_taken_out_is_kept(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    text = head_text(docket)
    path = f"contributions/{text.contributions[1].key}/background"
    say(people.bob, docket, path=path, body="Is this right?")

    refile(docket, replace(text, contributions=text.contributions[:1]), by=people.alice)

    html = review(people.bob, docket)
    assert "Is this right?" in html
    assert "What this is about is not in the text any more." in html


def test_a_thread_is_answered_and_resolved(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    say(people.bob, docket, path="closing", body="Shorter?")
    first = Comment.objects.get()

    as_(people.alice).post(page("thread", docket, first.pk), {"body": "Yes, done."})
    as_(people.bob).post(page("thread", docket, first.pk), {"resolve": "1", "body": ""})

    html = review(people.bob, docket)
    assert "Yes, done." in html
    assert "Resolved by Bob" in html
    assert "0 open comments" in html


def test_an_empty_comment_is_refused_and_the_quote_is_kept(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    response = say(people.bob, docket, path="introduction", quote="In this", body="  ")

    assert response.status_code == 422
    assert "Write a comment first." in text_of(response)
    assert 'value="In this"' in response.content.decode()


def test_a_comment_on_a_field_that_does_not_exist_is_not_found(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    assert say(people.bob, docket, path="stage", body="Hm").status_code == 404
    assert not Comment.objects.exists()


def test_a_thread_of_another_text_cannot_be_answered_here(people: Cast) -> None:
    here, there = docket_in(Stage.IN_REVIEW, people), draft(people, ready_text(2))
    comment = desk.comment(there, by=people.bob, text="Over there.")

    response = as_(people.alice).post(page("thread", here, comment.pk), {"body": "Here"})

    assert response.status_code == 404
    assert Comment.objects.count() == 1


def test_somebody_outside_the_desk_neither_reads_nor_comments(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    client = as_(people.eve)

    pages = ["review", "history", "compare", "comment"]
    assert [client.get(page(each, docket)).status_code for each in pages] == [403] * 4
    assert say(people.eve, docket, body="Hello").status_code == 403
    assert not Comment.objects.exists()


# -- history


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


def read(revision: Revision) -> Manuscript:
    return revision.read()


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

    with django_assert_num_queries(REVIEW_QUERIES):
        client.get(page("review", docket))


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

    with django_assert_num_queries(HISTORY_QUERIES):
        client.get(page("history", docket))
