"""The dialogs of the moves through real requests: who may make them, and on which text."""

import pytest
from django.test import Client
from django.urls import reverse

from editorial import desk
from editorial.models import Step
from editorial.workflow import MOVES, Role, Stage
from series.models import Edition
from tests.editorial.browsing import address, as_, post, stage_of, text_of
from tests.editorial.people import (
    Cast,
    approve,
    docket_in,
    draft,
    edited,
    head_text,
    person,
    ready_text,
    refile,
    series,
)

WHO = {Role.EDITOR: "alice", Role.REVIEWER: "bob", Role.PUBLISHER: "dora"}
PEOPLES_MOVES = [name for name, move in MOVES.items() if move.role is not Role.DESK]
MADE = [
    ("submit", Stage.DRAFT, "alice", {}, Stage.IN_REVIEW),
    ("submit", Stage.CHANGES_REQUESTED, "alice", {}, Stage.IN_REVIEW),
    ("recall", Stage.IN_REVIEW, "alice", {}, Stage.DRAFT),
    ("request_changes", Stage.IN_REVIEW, "bob", {"note": "Say more."}, Stage.CHANGES_REQUESTED),
    ("request_changes", Stage.APPROVED, "carol", {"note": "Say more."}, Stage.CHANGES_REQUESTED),
    ("approve", Stage.IN_REVIEW, "bob", {"seen": "head"}, Stage.APPROVED),
    ("take_back", Stage.APPROVED, "bob", {}, Stage.IN_REVIEW),
    ("take_back", Stage.SCHEDULED, "bob", {}, Stage.IN_REVIEW),
    ("schedule", Stage.APPROVED, "dora", {"moment": "tomorrow"}, Stage.SCHEDULED),
    ("publish", Stage.APPROVED, "dora", {}, Stage.PUBLISHED),
    ("publish", Stage.SCHEDULED, "dora", {}, Stage.PUBLISHED),
    ("unschedule", Stage.SCHEDULED, "dora", {}, Stage.APPROVED),
    ("correct", Stage.PUBLISHED, "alice", {}, Stage.DRAFT),
    ("withdraw", Stage.PUBLISHED, "dora", {"note": "A person asked us to."}, Stage.WITHDRAWN),
    ("reopen", Stage.WITHDRAWN, "alice", {}, Stage.DRAFT),
    ("kill", Stage.DRAFT, "alice", {"note": "It is not for us."}, Stage.KILLED),
    ("revive", Stage.KILLED, "alice", {}, Stage.DRAFT),
]


# -- who may


@pytest.mark.parametrize(("move", "before", "who", "data", "after"), MADE)
def test_each_move_is_made_by_the_person_for_it(
    people: Cast, move: str, before: Stage, who: str, data: dict, after: Stage
) -> None:
    docket = docket_in(before, people)

    response = post(getattr(people, who), docket, move, data)

    assert response.status_code == 302
    assert stage_of(docket) == after
    assert docket.steps.last().by == getattr(people, who)


@pytest.mark.parametrize(("move", "before", "who", "data", "after"), MADE)
def test_nobody_else_of_the_desk_makes_it(
    people: Cast, move: str, before: Stage, who: str, data: dict, after: Stage
) -> None:
    docket = docket_in(before, people)
    role = MOVES[move].role
    others = [getattr(people, name) for other, name in WHO.items() if other is not role]

    responses = [post(each, docket, move, data) for each in others]

    sentence = f"Only {'an' if role is Role.EDITOR else 'a'} {role.value} can do this."
    assert [each.status_code for each in responses] == [403, 403]
    assert [sentence in text_of(each) for each in responses] == [True, True]
    assert stage_of(docket) == before


@pytest.mark.parametrize("move", PEOPLES_MOVES)
def test_somebody_outside_the_desk_sees_and_makes_nothing(people: Cast, move: str) -> None:
    docket = docket_in(Stage.APPROVED, people)

    got, posted = as_(people.eve).get(address(docket, move)), post(people.eve, docket, move)

    assert (got.status_code, posted.status_code) == (403, 403)
    assert docket.installment.title not in text_of(posted)
    assert stage_of(docket) == Stage.APPROVED


def test_a_visitor_is_asked_to_log_in(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)

    got, posted = Client().get(address(docket, "publish")), Client().post(address(docket, "publish"))

    assert got["Location"].startswith(reverse("admin:login"))
    assert posted.status_code == 403
    assert 'id="login-form"' in posted.content.decode()
    assert stage_of(docket) == Stage.APPROVED


@pytest.mark.parametrize("move", PEOPLES_MOVES)
@pytest.mark.parametrize("before", [Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.PUBLISHED])
def test_looking_at_a_dialog_changes_nothing(people: Cast, move: str, before: Stage) -> None:
    docket = docket_in(before, people)
    steps = Step.objects.count()

    response = as_(people.root).get(address(docket, move))

    assert response.status_code == 200
    assert (stage_of(docket), Step.objects.count()) == (before, steps)


@pytest.mark.parametrize("move", ["void", "appear", "reopen_changed", "begin", "anything"])
def test_the_desks_own_moves_have_no_dialog(people: Cast, move: str) -> None:
    docket = docket_in(Stage.APPROVED, people)

    assert post(people.root, docket, move).status_code == 404


def test_a_post_from_another_site_is_refused(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.dora)

    response = client.post(address(docket, "publish"))

    assert response.status_code == 403
    assert stage_of(docket) == Stage.APPROVED


def test_fields_that_a_move_does_not_ask_for_are_ignored(people: Cast) -> None:
    docket = draft(people)
    forged = {
        "stage": "published",
        "quorum": "0",
        "by": str(people.bob.pk),
        "owner": str(people.eve.pk),
        "head": "1",
        "moment": "2020-01-01",
        "live_from": "2020-01-01",
        "reviewers": [str(people.eve.pk), str(people.bob.pk), "0", "-1", "9" * 30, "x"],
    }

    response = as_(people.alice).post(address(docket, "submit"), forged)

    docket.refresh_from_db()
    assert response.status_code == 302
    assert (docket.stage, docket.owner, docket.moment) == (Stage.IN_REVIEW, people.alice, None)
    assert list(docket.reviewers.all()) == [people.bob]
    assert not Edition.objects.exists()


# -- four eyes, and exactly this text


@pytest.mark.parametrize("who", ["alice", "root"])
def test_nobody_approves_words_of_their_own(people: Cast, who: str) -> None:
    author = person("ada", "editor", "reviewer") if who == "alice" else people.root
    docket = desk.begin(series(), by=author)
    refile(docket, ready_text(), by=author)
    desk.make(docket, "submit", by=author)

    response = post(author, docket, "approve", {"seen": "head"})

    assert response.status_code == 409
    assert "You wrote some of this text: somebody else has to approve it." in text_of(response)
    assert stage_of(docket) == Stage.IN_REVIEW


def test_an_approval_names_the_text_that_was_read(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    response = post(people.bob, docket, "approve")

    assert response.status_code == 409
    assert stage_of(docket) == Stage.IN_REVIEW


def test_a_text_that_moved_meanwhile_is_not_approved_and_shows_what_changed(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    read = docket.head
    refile(docket, edited(head_text(docket)), by=people.alice)

    response = as_(people.bob).post(address(docket, "approve"), {"seen": read.digest})

    assert response.status_code == 409
    assert "The text changed while you were reading" in text_of(response)
    assert f"?base={read.number}" in response.content.decode()
    assert stage_of(docket) == Stage.IN_REVIEW


def test_the_dialog_of_a_stale_page_says_so_at_once(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    read = docket.head.digest
    refile(docket, edited(head_text(docket)), by=people.alice)

    response = as_(people.bob).get(address(docket, "approve"), {"seen": read})

    assert response.status_code == 409
    assert "The text changed while you were reading" in text_of(response)


def test_changes_asked_of_a_text_that_moved_are_kept_to_be_asked_again(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    read = docket.head.digest
    refile(docket, edited(head_text(docket)), by=people.alice)

    response = post(people.bob, docket, "request_changes", {"seen": read, "note": "Who is Tomas?"})

    assert response.status_code == 409
    assert "Who is Tomas?</textarea>" in response.content.decode()
    assert stage_of(docket) == Stage.IN_REVIEW


def test_publishing_a_correction_asks_what_was_corrected_and_readers_get_the_answer(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    assert "What was corrected?" not in as_(people.dora).get(address(docket, "publish")).content.decode()
    post(people.dora, docket, "publish")
    desk.make(docket, "correct", by=people.alice)
    refile(docket, edited(head_text(docket)), by=people.alice)
    desk.make(docket, "submit", by=people.alice)
    approve(docket, people.bob)

    assert "What was corrected?" in as_(people.dora).get(address(docket, "publish")).content.decode()
    refused = post(people.dora, docket, "publish", {"note": "It is <b>TODO</b>"})
    made = post(people.dora, docket, "publish", {"note": "Six & not seven."})

    assert (refused.status_code, made.status_code) == (422, 302)
    assert "It is &lt;b&gt;TODO&lt;/b&gt;</textarea>" in refused.content.decode()
    page = Client().get(docket.installment.editions.first().get_absolute_url())
    assert "</time>.</strong> Six &amp; not seven.</p>" in page.content.decode()
    copy = Client().get(docket.installment.editions.first().get_absolute_url().rstrip("/") + ".md")
    assert ": Six \\& not seven.  \n" in copy.content.decode()
