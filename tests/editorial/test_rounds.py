"""Threads over time: settled, open again, new to whoever looks, carried over from round to round."""

from dataclasses import replace

import pytest

from editorial import desk
from editorial.admin import threads
from editorial.models import Comment, Docket, Glance
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from tests.editorial.browsing import as_, page, review, row_of, text_of
from tests.editorial.people import Cast, docket_in, head_text, refile

WORDS = "In this conversation"


def rounds(docket: Docket) -> list[tuple[int, list[str], list[str], list[str]]]:
    """Each round's number, and its points: open, changed since, settled."""
    docket.refresh_from_db()
    at = Standing(docket)
    turns = threads.rounds(at, threads.threads(at, at.text))

    def said(some) -> list[str]:
        return [each.comment.text for each in some]

    return [(each.number, said(each.open), said(each.changed), said(each.settled)) for each in turns]


def test_points_of_an_earlier_round_are_open_changed_or_settled_each_with_its_words(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    desk.comment(docket, by=people.bob, path="introduction", quote=WORDS, text="Which one?")
    desk.comment(docket, by=people.bob, path="closing", text="Shorter?")
    desk.comment(docket, by=people.bob, path="title", text="Good.")
    done = desk.comment(docket, by=people.carol, text="A new title?")
    desk.make(docket, "request_changes", by=people.bob, note="Say who Tomas is.")
    desk.comment(docket, by=people.alice, answers=done, act=Comment.RESOLVES)
    before = rounds(docket)
    text = replace(head_text(docket), introduction="We talk.", closing="Thank you both.")
    refile(docket, text, by=people.alice)
    desk.make(docket, "submit", by=people.alice)
    desk.comment(docket, by=people.carol, path="closing", text="Of this round.")

    html = review(people.bob, docket)

    assert before == [(1, ["Which one?", "Shorter?", "Good."], [], ["A new title?"])]
    assert rounds(docket) == [(1, ["Good."], ["Which one?", "Shorter?"], ["A new title?"])]
    said = text_of(as_(people.bob).get(page("review", docket)))
    assert "3 open points from round 1 2 changed since, 1 settled" in said
    assert "Bob asked for changes: Say who Tomas is." in said
    links = [f'href="#thread-{each.pk}"' for each in Comment.objects.filter(answers=None)[:4]]
    assert [each in html.partition("st-rows")[0] for each in links] == [True] * 4


def test_the_gate_names_the_open_comments_and_is_not_stopped_by_them(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    row = desk.comment(docket, by=people.bob, path="closing", text="Shorter?")

    html = review(people.alice, docket)

    gate = html.partition("st-gate")[2].partition("</details>")[0]
    assert "Comments never stop publication." in gate
    assert f'<a href="#thread-{row.pk}">Bob on Closing</a>' in gate


def test_a_thread_is_opened_again_and_only_once(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    row = desk.comment(docket, by=people.bob, path="closing", text="Shorter?")
    place = page("thread", docket, row.pk)

    for act in ("resolve", "resolve", "reopen"):
        as_(people.alice).post(place, {act: "1"})
    again = as_(people.alice).post(place, {"reopen": "1"})

    assert list(row.replies.values_list("act", flat=True)) == ["resolve", "reopen"]
    assert (again.status_code, "It is open already." in text_of(again)) == (422, True)
    assert "1 open comment" in review(people.bob, docket)


def test_what_is_said_twice_in_a_row_is_said_once(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    for _ in range(2):
        first = desk.comment(docket, by=people.bob, path="closing", text="Shorter?")
        desk.comment(docket, by=people.bob, text="Please.", answers=first)
        desk.comment(docket, by=people.bob, text="Please.", answers=first)

    assert [each.text for each in Comment.objects.all()] == ["Shorter?", "Please.", "Shorter?", "Please."]


@pytest.mark.parametrize("act", [Comment.APPLIES, Comment.DECLINES])
def test_a_mere_comment_is_neither_applied_nor_declined(people: Cast, act: str) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    row = desk.comment(docket, by=people.bob, text="Hm.")

    with pytest.raises(Refused):
        desk.comment(docket, by=people.alice, answers=row, act=act)
    with pytest.raises(Refused, match="suggests no words"):
        desk.apply(row, by=people.alice, base=docket.head.digest)


def test_what_is_new_is_marked_once_and_counted_on_the_desk_until_it_was_read(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    review(people.bob, docket)
    first = desk.comment(docket, by=people.alice, path="closing", text="I shortened this.")
    desk.comment(docket, by=people.bob, answers=first, text="Thank you.")
    home, client = "/desk/", as_(people.bob)

    before, listed = (text_of(client.get(each)) for each in (home, "/desk/series/installment/"))
    new = review(people.bob, docket)
    after, old = text_of(client.get(home)), review(people.bob, docket)

    assert ["1 new comment" in each for each in (before, listed)] == [True, True]
    assert "1 thread with something new" in new
    assert "st-thread-new" in row_of(new, "f-closing")
    assert "new comment" not in after
    assert "st-thread-new" not in old


def test_what_changed_since_one_last_looked_stays_to_be_seen_after_a_reload(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    review(people.carol, docket)
    refile(docket, replace(head_text(docket), closing="Thank you both."), by=people.alice)

    first, second = review(people.carol, docket), review(people.carol, docket)

    for html in (first, second):
        assert "revision 2, the last one you looked at" in html
        assert 'class="st-ins"' in row_of(html, "f-closing")
    assert Glance.objects.get(user=people.carol).revision == 3


def test_names_in_comments_are_people_and_an_unknown_one_is_said_to_be_nobodys(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    client = as_(people.bob)
    answer = client.post(page("comment", docket), {"body": "@alice, ask @nemo & <b>"}, follow=True)

    html = answer.content.decode()
    assert '<b class="st-mention" title="@alice">Alice</b>, ask @nemo &amp; &lt;b&gt;' in html
    assert "Nobody at the desk is called @nemo" in text_of(answer)
    assert "Nobody at the desk is called @alice" not in text_of(answer)
