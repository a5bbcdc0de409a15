"""What a refused move says, and that nothing typed is lost; the dialogs inside a page."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from editorial import desk
from editorial.models import Notice
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.browsing import address, as_, post, stage_of, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    ready_text,
    with_placeholder,
    with_stale_tag,
)

# -- refusals


def test_publishing_a_bad_draft_is_refused_with_every_reason(people: Cast) -> None:
    docket = draft(people, with_stale_tag(with_placeholder(ready_text())))

    response = post(people.dora, docket, "publish")

    said = text_of(response)
    assert response.status_code == 409
    assert "It is draft: “Publish now” is not possible from there." in said
    assert "blocker" in said
    assert "1 warning must be mended or let stand first." in said
    assert "1 approval of exactly this text is missing." in said
    assert not Edition.objects.exists()


def test_each_reason_leads_to_where_it_is_mended(people: Cast) -> None:
    docket = draft(people, with_placeholder(ready_text()))

    page = as_(people.dora).get(address(docket, "publish")).content.decode()

    assert re.search(r"blockers? must be mended first\. <a href=\"[^\"]*#f-[^\"]+\">", page)


@pytest.mark.parametrize(
    ("move", "before", "who", "sentence"),
    [
        ("request_changes", Stage.IN_REVIEW, "bob", "Say what should change. One sentence is enough."),
        ("withdraw", Stage.PUBLISHED, "dora", "Give a reason. It is kept in the history."),
        ("kill", Stage.DRAFT, "alice", "Give a reason. It is kept in the history."),
    ],
)
def test_a_missing_note_is_asked_for(people: Cast, move: str, before: Stage, who: str, sentence: str) -> None:
    docket = docket_in(before, people)

    response = post(getattr(people, who), docket, move, {"note": "  \n "})

    assert response.status_code == 422
    assert "One thing to put right" in text_of(response)
    assert sentence in text_of(response)
    assert stage_of(docket) == before


def test_what_was_typed_is_still_there_after_a_refusal(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    note = 'A "long" reason <b>with marks</b>.'

    response = post(people.dora, docket, "withdraw", {"note": note})

    assert response.status_code == 409
    assert unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", response.content.decode(), re.S)[1]) == note
    assert "<b>with marks</b>" not in response.content.decode()


def test_pressing_twice_makes_the_move_once(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)

    first, second = post(people.dora, docket, "publish"), post(people.dora, docket, "publish")

    assert (first.status_code, second.status_code) == (302, 409)
    assert Edition.objects.count() == 1
    assert docket.steps.filter(move="publish").count() == 1


# -- asking reviewers


def test_sending_asks_the_reviewers_who_were_ticked(people: Cast) -> None:
    docket = draft(people)
    due = timezone.localdate() + timedelta(days=3)

    with zeal_ignore():  # it is assigned, then moved: each goes through the desk by itself
        data = {"reviewers": [people.carol.pk], "due": due.isoformat(), "note": "Roles."}
        post(people.alice, docket, "submit", data)

    docket.refresh_from_db()
    assert list(docket.reviewers.all()) == [people.carol]
    assert docket.due == due
    assert docket.steps.last().note == "Roles."
    told = Notice.objects.values_list("user__username", "subject")
    assert [(who, "ready for your review" in subject) for who, subject in told] == [("carol", True)]


def test_sending_without_a_date_keeps_the_one_there_is(people: Cast) -> None:
    docket = draft(people)
    desk.assign(docket, by=people.alice, due=date(2027, 5, 1))

    with zeal_ignore():
        post(people.alice, docket, "submit")

    docket.refresh_from_db()
    assert docket.due == date(2027, 5, 1)


# -- dialogs in a page


def test_a_script_gets_the_inside_of_the_dialog_alone(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    response = as_(people.bob).get(address(docket, "approve"), headers={"X-Stet-Fragment": "1"})

    assert response["X-Stet-Fragment"] == "1"
    assert "<html" not in response.content.decode()
    assert 'name="seen"' in response.content.decode()


def test_a_refusal_fills_the_dialog_again(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    response = post(people.bob, docket, "request_changes", {"note": ""}, headers={"X-Stet-Fragment": "1"})

    assert (response.status_code, response["X-Stet-Fragment"]) == (200, "1")
    assert "Say what should change." in text_of(response)
    assert "X-Stet-Location" not in response
    assert stage_of(docket) == Stage.IN_REVIEW


def test_a_script_is_told_where_it_goes_on_and_the_next_page_says_what_happened(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    client = as_(people.bob)

    response = client.post(
        address(docket, "approve"), {"seen": docket.head.digest}, headers={"X-Stet-Fragment": "1"}
    )

    assert (response.status_code, response["X-Stet-Location"]) == (200, reverse("admin:index"))
    assert "you approved it." in text_of(client.get(reverse("admin:index")))
