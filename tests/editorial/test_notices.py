"""Who is told what by mail."""

from datetime import datetime, timedelta

import pytest

from editorial import desk
from editorial.models import Docket, Preference
from editorial.workflow import Refused, Stage
from tests.editorial.people import (
    Cast,
    approve,
    docket_in,
    draft,
    edited,
    head_text,
    ready_text,
    refile,
    series,
    tomorrow,
)

PART = "Workbench Conversations, Part 1"


def told(docket: Docket, kind: str) -> dict[str, str]:
    """The subjects of what people were told, by person."""
    rows = docket.notices.filter(kind=kind).order_by("pk")
    return {each.user.username: each.subject for each in rows.select_related("user")}


# -- who is told


def test_reviewers_are_told_what_waits_for_them(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    subject = f"{PART}: ready for your review"
    assert told(docket, "submit") == {"bob": subject, "carol": subject, "root": subject}


def test_who_is_asked_by_name_is_told_alone_and_by_when(people: Cast) -> None:
    docket = draft(people)
    due = datetime(2027, 3, 10).date()
    desk.assign(docket, by=people.alice, reviewers=[people.carol], due=due)

    desk.make(docket, "submit", by=people.alice)

    assert told(docket, "submit") == {"carol": f"{PART}: ready for your review (please read by Wed 10 Mar)"}


def test_changes_are_told_in_the_reviewers_words_and_answered_to_that_reviewer(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    desk.comment(docket, by=people.bob, text="Who is Tomas?")
    desk.make(docket, "request_changes", by=people.bob, note="Say who Tomas is.")
    desk.make(docket, "submit", by=people.alice)

    changes = docket.notices.get(kind="request_changes")
    assert (changes.user, changes.subject) == (people.alice, f"{PART}: Bob asks for changes (1 comment)")
    assert "Say who Tomas is." in changes.text
    assert "<blockquote>Say who Tomas is.</blockquote>" in changes.html
    assert changes.text.count("http") == changes.html.count("href=") == 1
    again = {each.user.username: each.subject for each in docket.notices.filter(kind="submit", about__gt=3)}
    assert again["bob"] == f"{PART}: Alice has answered your changes (revision 2)"
    assert again["carol"] == f"{PART}: ready for your review"


def test_an_approval_is_told_to_the_owner(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)

    assert told(docket, "approve") == {"alice": f"{PART}: Bob approved revision 2"}


def test_an_approval_that_a_changed_text_lost_is_told_to_who_gave_it(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    approve(docket, people.bob)

    refile(docket, edited(head_text(docket)), by=people.alice)

    assert told(docket, "filed") == {"bob": f"{PART}: your approval no longer counts, the text changed"}


def test_a_schedule_that_a_changed_text_lost_is_told_to_publishers_too(people: Cast) -> None:
    docket = docket_in(Stage.SCHEDULED, people, moment=tomorrow())

    refile(docket, edited(head_text(docket)), by=people.alice)

    assert told(docket, "filed") == {
        "bob": f"{PART}: your approval no longer counts, the text changed",
        "dora": f"{PART}: the schedule is void, the text changed",
    }


def test_a_schedule_that_house_rules_void_is_told_to_owner_and_publishers(people: Cast) -> None:
    docket = docket_in(Stage.SCHEDULED, people, moment=tomorrow())

    desk.set_quorum(docket.installment.series, 2, by=people.root)

    subject = f"{PART}: the schedule is void"
    assert told(docket, "void") == {"alice": subject, "dora": subject}


def test_a_publication_that_falls_through_is_told_to_its_owner_whatever_they_prefer(people: Cast) -> None:
    dockets = [docket_in(Stage.SCHEDULED, people, ready_text(part), moment=tomorrow()) for part in (1, 2)]
    for each in (people.alice, people.dora):
        desk.prefer(Preference.NOTHING, by=each)

    refile(dockets[0], edited(head_text(dockets[0])), by=people.root)
    desk.set_quorum(dockets[0].installment.series, 2, by=people.root)

    assert told(dockets[0], "filed") == {
        "alice": f"{PART}: the schedule is void, the text changed",
        "bob": f"{PART}: your approval no longer counts, the text changed",
    }
    assert list(told(dockets[1], "void")) == ["alice"]
    assert not any(each.morning for each in dockets[0].notices.filter(user=people.alice))


def test_publishing_and_withdrawing_are_told_to_owner_and_reviewers(people: Cast) -> None:
    docket = docket_in(Stage.WITHDRAWN, people)

    assert told(docket, "publish") == dict.fromkeys(("alice", "bob"), f"{PART} is published")
    assert told(docket, "withdraw") == dict.fromkeys(("alice", "bob"), f"{PART} was withdrawn")


def test_what_the_clock_published_is_told_though_nobody_looked(people: Cast) -> None:
    docket = docket_in(Stage.SCHEDULED, people, moment=tomorrow())

    desk.settle_due(tomorrow() + timedelta(minutes=1))

    assert told(docket, "appear") == dict.fromkeys(("alice", "bob"), f"{PART} is published")


def test_nobody_is_told_of_their_own_act(people: Cast) -> None:
    docket = draft(people)
    desk.make(docket, "submit", by=people.root)
    desk.make(docket, "request_changes", by=people.root, note="One more answer.")
    desk.make(docket, "submit", by=people.alice)

    acts = dict(docket.steps.values_list("number", "by"))
    assert [each for each in docket.notices.all() if acts[each.about] == each.user_id] == []
    assert docket.notices.filter(user=people.root).count() == 1


def test_what_is_refused_is_not_told(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    with pytest.raises(Refused):
        desk.make(docket, "approve", by=people.bob, seen="another text")

    assert told(docket, "approve") == {}


def test_who_wants_nothing_is_told_nothing_and_a_closed_account_neither(people: Cast) -> None:
    desk.prefer(Preference.NOTHING, by=people.bob)
    people.carol.is_active = False
    people.carol.save()

    docket = docket_in(Stage.IN_REVIEW, people)

    assert list(told(docket, "submit")) == ["root"]


def test_only_the_three_ways_of_being_told_can_be_chosen(people: Cast) -> None:
    with pytest.raises(Refused):
        desk.prefer("by pigeon", by=people.bob)


def test_who_is_named_in_a_comment_is_told_of_it_and_nobody_else(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    desk.prefer(Preference.NOTHING, by=people.carol)
    first = desk.comment(docket, by=people.bob, text="Is it so, @Alice, @carol, @bob, @eve, @nobody?")
    desk.comment(docket, by=people.alice, text="@bob yes.", answers=first)

    assert told(docket, "mention") == dict.fromkeys(
        ("alice", "bob"), f"{PART}: Bob names you in a comment"
    ) | {"bob": f"{PART}: Alice names you in a comment"}
    links = docket.notices.filter(kind="mention").values_list("text", flat=True)
    assert all(f"/review/#thread-{first.pk}\n" in each for each in links)
