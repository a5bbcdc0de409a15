"""Comments are told in one mail, once nobody has said more for half an hour."""

from dataclasses import replace
from datetime import timedelta

from django.core import mail
from django.utils import timezone

from editorial import desk
from editorial.models import Docket, Preference
from editorial.workflow import Stage
from tests.editorial.people import Cast, approve, docket_in, head_text, refile, series

PART = "Workbench Conversations, Part 1"
MINUTE = timedelta(minutes=1)


def waiting(docket: Docket) -> dict[str, str]:
    """What people will be told of its comments."""
    rows = docket.notices.filter(kind="comments", sent_at=None).select_related("user")
    return {each.user.username: each.subject for each in rows}


def test_several_comments_are_one_mail_half_an_hour_after_the_last(people: Cast) -> None:
    docket, now = docket_in(Stage.IN_REVIEW, people), timezone.now()
    desk.send_due(now=now)
    mail.outbox.clear()
    first = desk.comment(docket, by=people.bob, text="Who is Tomas?", now=now)
    desk.comment(docket, by=people.carol, text="And why?", answers=first, now=now + 20 * MINUTE)
    desk.comment(docket, by=people.bob, path="introduction", instead="Hello.", now=now + 25 * MINUTE)

    desk.send_due(now=now + 49 * MINUTE)
    assert [each.subject for each in mail.outbox] == []
    desk.send_due(now=now + 56 * MINUTE)

    assert {(each.to[0], each.subject) for each in mail.outbox} == {
        (people.alice.email, f"{PART}: 3 new comments"),
        (people.bob.email, f"{PART}: 1 new comment"),
    }
    to_alice = next(each for each in mail.outbox if each.to == [people.alice.email])
    assert "Bob and Carol commented on it." in to_alice.body
    assert f"/review/#thread-{first.pk}" in to_alice.body

    desk.comment(docket, by=people.bob, text="Thank you.", answers=first, now=now + 57 * MINUTE)
    assert waiting(docket) == {"alice": f"{PART}: 1 new comment", "carol": f"{PART}: 1 new comment"}


def test_what_is_only_settled_is_not_told_and_who_is_named_is_told_at_once_instead(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    first = desk.comment(docket, by=people.bob, text="@alice is it so?")
    desk.comment(docket, by=people.alice, answers=first, act="resolve")

    assert waiting(docket) == {}
    assert docket.notices.filter(kind="mention", user=people.alice).exists()


def test_a_decision_takes_along_what_its_people_were_not_told_yet(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    first = desk.comment(docket, by=people.carol, text="Who is Tomas?")
    desk.comment(docket, by=people.bob, text="I know.", answers=first)

    approve(docket, people.bob)

    assert waiting(docket) == {"carol": f"{PART}: 1 new comment"}


def test_the_morning_list_has_them_as_one_line_and_who_wants_nothing_has_none(people: Cast) -> None:
    desk.prefer(Preference.MORNING, by=people.alice)
    desk.prefer(Preference.NOTHING, by=people.bob)
    docket = docket_in(Stage.IN_REVIEW, people)
    first = desk.comment(docket, by=people.bob, text="Who is Tomas?")
    desk.comment(docket, by=people.carol, text="I know.", answers=first)

    line = docket.notices.get(kind="comments")
    assert (line.user, line.morning, line.subject) == (people.alice, True, f"{PART}: 2 new comments")


def test_who_reviews_a_text_that_changes_meanwhile_is_told_once_an_hour_of_its_last_revision(
    people: Cast,
) -> None:
    docket, now = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2)), timezone.now()
    desk.assign(docket, by=people.alice, reviewers=[people.bob, people.carol])
    desk.send_due(now=now + MINUTE)
    mail.outbox.clear()

    for minute, how in ((5, "well"), (25, "long")):
        text = replace(head_text(docket), introduction=f"In this conversation, they speak {how}.")
        refile(docket, text, by=people.alice, now=now + minute * MINUTE)
    docket.refresh_from_db()
    approve(docket, people.carol)
    mail.outbox.clear()
    desk.send_due(now=now + 64 * MINUTE)
    early = [each.subject for each in mail.outbox]
    desk.send_due(now=now + 66 * MINUTE)

    told = [(each.to[0], each.subject) for each in mail.outbox if "the one to read" in each.subject]
    assert not any("the one to read" in each for each in early)
    assert told == [(people.bob.email, f"{PART}: revision 4 is the one to read")]
