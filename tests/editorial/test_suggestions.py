"""Suggestions: other words for some of a text, put in by an editor with one click, credited."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from editorial import desk, figures, queries
from editorial.models import Comment, Docket
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from tests.editorial.browsing import as_, page, review, row_of, text_of
from tests.editorial.people import Cast, again, approve, docket_in, head_text, person, ready_text, refile

WORDS = "In this conversation, two people speak. They speak of work, and of rest."


def in_review(people: Cast) -> Docket:
    return docket_in(Stage.IN_REVIEW, people, replace(ready_text(), introduction=WORDS))


def suggest(user, docket: Docket, quote: str, instead: str, before: str = "", **more: str) -> Comment:
    data = {"path": "introduction", "quote": quote, "before": before, "instead": instead, "suggest": "1"}
    response = as_(user).post(page("comment", docket), data | more)
    assert response.status_code == 302, text_of(response)
    return Comment.objects.latest("pk")


def apply(user, docket: Docket, row: Comment, base: str | None = None):
    docket.refresh_from_db()
    data = {"base": docket.head.digest if base is None else base}
    response = as_(user).post(page("apply", docket, row.pk), data)
    docket.refresh_from_db()
    return response


def introduction(docket: Docket) -> str:
    return head_text(docket).introduction


def test_a_suggestion_is_a_small_diff_that_an_editor_applies_with_one_click(people: Cast) -> None:
    docket = in_review(people)
    row = suggest(people.bob, docket, "two people", "two menders", body="They mend.")

    shown = row_of(review(people.alice, docket), "f-introduction")
    response = apply(people.alice, docket, row)

    assert 'class="st-del"' in shown
    assert f'action="{page("apply", docket, row.pk)}"' in shown
    assert response["Location"].endswith(f"#thread-{row.pk}")
    assert introduction(docket) == WORDS.replace("two people", "two menders")
    revision = docket.head
    assert (revision.author, revision.suggested, revision.source) == (
        people.alice,
        people.bob,
        "suggested by Bob",
    )
    assert "Applied by Alice as revision 3" in text_of(as_(people.bob).get(page("review", docket)))
    assert "suggested by Bob" in text_of(as_(people.bob).get(page("history", docket)))


def test_the_words_that_are_replaced_are_those_that_were_chosen(people: Cast) -> None:
    docket = in_review(people)
    first = suggest(people.bob, docket, "speak", "talk", before="They")
    second = suggest(people.bob, docket, "of", "about", before="of work, and")
    strike = suggest(people.carol, docket, "In this conversation, ", "")

    answers = [apply(people.alice, docket, each).status_code for each in (first, strike, second)]

    assert answers == [302, 302, 302]
    assert introduction(docket) == "two people speak. They talk of work, and about rest."


def test_a_field_that_was_rewritten_is_a_suggestion_for_the_words_that_differ(people: Cast) -> None:
    docket = in_review(people)
    first = suggest(people.bob, docket, "", WORDS.replace("two people speak", "two speak"))
    second = suggest(people.carol, docket, "", WORDS.replace("rest.", "rest at night."))

    answers = [apply(people.alice, docket, each).status_code for each in (first, second)]

    assert (first.quote, first.instead, second.quote) == ("people ", "", "rest.")
    assert answers == [302, 302]
    assert introduction(docket) == WORDS.replace("people ", "").replace("rest.", "rest at night.")


def test_marks_around_the_chosen_words_go_with_them(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, replace(ready_text(), introduction="We **really mend** it."))

    apply(people.alice, docket, suggest(people.bob, docket, "really mend it", "mend it"))

    assert introduction(docket) == "We mend it."


def test_what_was_suggested_for_words_that_are_gone_is_not_applied_and_says_why(people: Cast) -> None:
    docket = in_review(people)
    row = suggest(people.bob, docket, "two people", "two menders")
    refile(docket, replace(head_text(docket), introduction="We talk about work."), by=people.alice)

    shown = row_of(review(people.alice, docket), "f-introduction")
    response = apply(people.alice, docket, row)

    assert "so this cannot be applied any more" in shown
    assert page("apply", docket, row.pk) not in shown
    assert response.status_code == 409
    assert "These words have changed since" in text_of(response)
    assert "[added: menders ]" in text_of(response)
    assert introduction(docket) == "We talk about work."


def test_somebody_who_saved_meanwhile_is_not_overwritten_and_the_words_are_kept(people: Cast) -> None:
    docket = in_review(people)
    row = suggest(people.bob, docket, "two people", "two menders")
    seen = docket.head.digest
    refile(docket, replace(head_text(docket), closing="Thank you both."), by=people.alice)

    refused = apply(people.alice, docket, row, base=seen)
    after = apply(people.alice, docket, row)

    assert refused.status_code == 409
    assert "Revision 3 was filed while you were writing" in text_of(refused)
    assert "menders" in text_of(refused)
    assert after.status_code == 302
    assert (introduction(docket), head_text(docket).closing) == (
        WORDS.replace("two people", "two menders"),
        "Thank you both.",
    )


def test_whose_words_were_applied_cannot_approve_them(people: Cast) -> None:
    docket = in_review(people)
    apply(people.alice, docket, suggest(people.bob, docket, "two people", "two menders"))

    with pytest.raises(Refused, match="You wrote some of this text"):
        approve(docket, people.bob)
    approve(docket, people.carol)

    assert Standing(docket).authors == {people.alice.pk, people.bob.pk}
    assert docket.stage == Stage.APPROVED


def test_a_reviewer_who_was_asked_and_wrote_in_it_is_not_waited_on(people: Cast) -> None:
    docket = in_review(people)
    desk.assign(docket, by=people.alice, reviewers=[people.bob, people.carol])
    apply(people.alice, docket, suggest(people.bob, docket, "two people", "two menders"))

    rail = text_of(as_(people.alice).get(page("change", docket)))

    assert "Bob wrote some of it, so somebody else has to approve it" in rail
    assert "Carol has not decided yet" in rail
    assert [bar.label for bar in figures.waited_on(timezone.now()).bars] == ["Carol"]


def test_a_tray_holds_what_somebody_may_decide_on_and_nothing_of_their_own(people: Cast) -> None:
    docket = in_review(people)

    def waits_for(user) -> list[str]:
        return [tray.name for tray in queries.trays(again(user))]

    before = waits_for(people.bob)
    apply(people.alice, docket, suggest(people.bob, docket, "two people", "two menders"))

    assert (before, waits_for(people.bob)) == (["Waiting for your review"], [])
    assert waits_for(people.carol) == ["Waiting for your review"]


def test_words_of_an_approved_edition_are_nobodys_own_any_more(people: Cast) -> None:
    docket = in_review(people)
    apply(people.alice, docket, suggest(people.bob, docket, "two people", "two menders"))
    approve(docket, people.carol)
    desk.make(docket, "publish", by=people.dora)
    desk.make(docket, "correct", by=people.alice)
    refile(docket, replace(head_text(docket), closing="Thank you both."), by=people.alice)

    desk.make(docket, "submit", by=people.alice)

    assert [tray.name for tray in queries.trays(again(people.bob))] == ["Waiting for your review"]
    assert Standing(docket).authors == {people.alice.pk}


def test_only_an_editor_applies_and_only_while_the_text_can_be_changed(people: Cast) -> None:
    docket = in_review(people)
    row = suggest(people.bob, docket, "two people", "two menders")

    by_reviewer = apply(people.bob, docket, row)
    approve(docket, people.carol)
    desk.make(docket, "publish", by=people.dora)
    frozen = apply(people.alice, docket, row)

    assert (by_reviewer.status_code, frozen.status_code) == (403, 409)
    assert "start a correction" in text_of(frozen)
    assert introduction(docket) == WORDS


def test_a_suggestion_is_declined_with_a_reason_and_can_be_opened_again(people: Cast) -> None:
    docket = in_review(people)
    row = suggest(people.bob, docket, "two people", "two menders")
    client, place = as_(people.alice), page("thread", docket, row.pk)

    client.post(place, {"decline": "1", "body": "They also paint."})
    declined = text_of(client.get(page("review", docket)))
    refused = apply(people.alice, docket, row)
    client.post(place, {"reopen": "1"})

    assert "Declined by Alice" in declined
    assert "They also paint." in declined
    assert refused.status_code == 409
    assert apply(people.alice, docket, row).status_code == 302


def test_pressed_twice_it_is_applied_once(people: Cast) -> None:
    docket = in_review(people)
    row, again_ = (suggest(people.bob, docket, "two people", "two menders") for _ in range(2))

    apply(people.alice, docket, row)
    second = apply(people.alice, docket, row)

    assert row == again_
    assert "It is settled already." in text_of(second)
    assert docket.revisions.count() == 3


@pytest.mark.parametrize(
    ("path", "quote", "instead", "why"),
    [
        ("introduction", "", WORDS, "stand there already"),
        ("introduction", "not there", "x", "These words are not in the text"),
        ("introduction", "two people", "two people", "stand there already"),
        ("slug", "a", "b", "Write a comment first."),
    ],
)
def test_what_cannot_be_suggested_says_why_and_keeps_the_words(
    people: Cast, path, quote, instead, why
) -> None:
    docket = in_review(people)

    response = as_(people.bob).post(
        page("comment", docket), {"path": path, "quote": quote, "instead": instead, "suggest": "1"}
    )

    assert response.status_code == 422
    assert why in text_of(response)
    assert path == "slug" or f">{instead}</textarea>" in response.content.decode()
    assert not Comment.objects.exists()


def test_the_editor_is_told_before_the_last_reviewer_becomes_an_author(people: Cast) -> None:
    docket = in_review(people)
    suggest(people.bob, docket, "two people", "two menders")
    both = review(people.alice, docket)
    for other in (people.carol, people.root):
        other.is_active = False
        other.save()

    assert "nobody is left who could approve it" not in both
    assert "nobody is left who could approve it" in review(people.alice, docket)


def test_an_editor_who_reviews_too_applies_nothing_past_the_four_eyes(people: Cast) -> None:
    both = person("frida", "editor", "reviewer")
    docket = in_review(people)
    row = suggest(people.bob, docket, "two people", "two menders")
    people.bob.groups.add(Group.objects.get(name="editor"))

    apply(both, docket, row)

    for author in (both, again(people.bob)):
        with pytest.raises(Refused, match="You wrote some of this text"):
            approve(docket, author)
    assert Standing(docket, timezone.now()).authors == {people.alice.pk, people.bob.pk, both.pk}
