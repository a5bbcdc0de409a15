"""Comments beside a text: threads that stand by their words."""

from dataclasses import replace

import pytest

from editorial import desk
from editorial.models import Comment, Docket
from editorial.workflow import Stage
from tests.editorial.browsing import as_, page, review, row_of, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    head_text,
    ready_text,
    refile,
)


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


@pytest.mark.parametrize(("name", "queries"), [("comment", 22), ("thread", 23), ("apply", 23)])
@pytest.mark.parametrize("threads", [1, 3])
def test_the_dialogs_cost_the_same_for_any_number_of_threads(
    people: Cast, name: str, queries: int, threads: int, django_assert_num_queries
) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    for number in range(threads):
        row = desk.comment(docket, by=people.bob, path="introduction", instead=f"Version {number}.")
        desk.comment(docket, by=people.carol, path="introduction", text="Rather not.", answers=row)
    about = [] if name == "comment" else [row.pk]
    address = page(name, docket, *about)
    alice = as_(people.alice)
    alice.get(address, {"path": "introduction"})

    with django_assert_num_queries(queries):
        alice.get(address, {"path": "introduction"})
