"""The dialogs of the moves through real requests: who may, what is refused, what typed words are kept."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from editorial import desk
from editorial.admin import moments
from editorial.models import Docket, Step, Stet
from editorial.standing import Standing
from editorial.workflow import MOVES, Role, Stage
from series.models import Edition
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    edited,
    head_text,
    person,
    ready_text,
    refile,
    series,
    tomorrow,
    with_placeholder,
    with_stale_tag,
)

PARIS = "Europe/Paris"
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


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(docket: Docket, move: str) -> str:
    return reverse("admin:series_installment_move", args=[docket.installment_id, move])


def post(user: User, docket: Docket, move: str, data: dict | None = None, **more) -> HttpResponse:
    return as_(user).post(address(docket, move), filled(docket, data or {}), **more)


def filled(docket: Docket, data: dict) -> dict:
    """What a browser would send: the digest of the text that is shown, tomorrow's date and time."""
    docket.refresh_from_db()
    data = dict(data)
    if data.get("seen") == "head":
        data["seen"] = docket.head.digest
    if data.pop("moment", None):
        local = tomorrow().astimezone(ZoneInfo(PARIS))
        data |= {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "zone": PARIS}
    return data


def stage_of(docket: Docket) -> str:
    return Docket.objects.get(pk=docket.pk).stage


def text_of(response: HttpResponse) -> str:
    """The words of a page, as somebody reads them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


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

    post(
        people.alice,
        docket,
        "submit",
        {"reviewers": [people.carol.pk], "due": due.isoformat(), "note": "Roles."},
    )

    docket.refresh_from_db()
    assert list(docket.reviewers.all()) == [people.carol]
    assert docket.due == due
    assert docket.steps.last().note == "Roles."


def test_sending_without_a_date_keeps_the_one_there_is(people: Cast) -> None:
    docket = draft(people)
    desk.assign(docket, by=people.alice, due=date(2027, 5, 1))

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


def test_a_script_is_told_where_it_goes_on_and_the_next_page_says_what_happened(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    client = as_(people.bob)

    response = client.post(
        address(docket, "approve"), {"seen": docket.head.digest}, headers={"X-Stet-Fragment": "1"}
    )

    assert (response.status_code, response["X-Stet-Location"]) == (200, reverse("admin:index"))
    assert "you approved it." in text_of(client.get(reverse("admin:index")))


# -- moments


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("date=&time=09:00", "Give a date, such as 2027-03-26."),
        ("date=2027-02-31&time=09:00", "Give a date, such as 2027-03-26."),
        ("date=2027-03-26&time=9 o'clock", "Give a time, such as 09:00."),
        ("date=2027-03-26&time=25:00", "Give a time, such as 09:00."),
        ("date=2027-03-26&time=09:00&zone=Mars/Base", "Choose one of the time zones."),
        ("date=0001-01-01&time=00:00&zone=Asia/Tokyo", "Give a date in this century."),
        (
            "date=2026-11-20&time=09:00&zone=Europe/Paris",
            "Friday 20 November 2026, 09:00 is in the past. It is now 14:05 on 21 November 2026 in Paris.",
        ),
        (
            "date=2027-03-28&time=02:30&zone=Europe/Paris",
            "02:30 does not exist on 28 March in Paris: clocks go forward.",
        ),
        (
            "date=2027-10-31&time=02:30&zone=Europe/Paris",
            "02:30 happens twice on 31 October in Paris. Say which.",
        ),
    ],
)
def test_a_moment_that_is_none_is_refused_in_plain_words(typed: str, sentence: str) -> None:
    now = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)

    with pytest.raises(moments.Unclear) as refused:
        moments.read(QueryDict(typed), now)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("date=2027-03-28&time=09:00&zone=Europe/Paris", datetime(2027, 3, 28, 7, 0, tzinfo=UTC)),
        ("date=2027-03-28&time=09:00&zone=America/New_York", datetime(2027, 3, 28, 13, 0, tzinfo=UTC)),
        ("date=2027-10-31&time=02:30&zone=Europe/Paris&which=1", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("date=2027-10-31&time=02:30&zone=Europe/Paris&which=2", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_meant_in_its_zone(typed: str, meant: datetime) -> None:
    now = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)

    assert moments.read(QueryDict(typed), now) == meant


def test_a_schedule_goes_live_at_the_moment_in_the_zone_that_was_chosen(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    day = timezone.localdate() + timedelta(days=400)

    data = {"date": day.isoformat(), "time": "09:00", "zone": "America/New_York"}
    post(people.dora, docket, "schedule", data)

    live_from = Edition.objects.get().live_from.astimezone(ZoneInfo("America/New_York"))
    assert (live_from.date(), f"{live_from:%H:%M}") == (day, "09:00")


def test_a_schedule_in_the_past_is_refused_and_what_was_typed_is_kept(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)

    response = post(people.dora, docket, "schedule", {"date": "2020-02-03", "time": "04:05", "zone": "UTC"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Monday 3 February 2020, 04:05 is in the past." in text_of(response)
    assert 'value="2020-02-03"' in page
    assert 'value="04:05"' in page
    assert '<option value="UTC" selected>' in page
    assert stage_of(docket) == Stage.APPROVED


# -- letting a finding stand


def warned(people: Cast) -> tuple[Docket, str]:
    """A docket with a warning, and where it is let stand."""
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()))
    finding = next(each.finding for each in Standing(docket).findings if each.is_open)
    args = [docket.installment_id, finding.fingerprint]
    return docket, reverse("admin:series_installment_stet", args=args)


def test_a_reviewer_lets_a_warning_stand_with_a_reason(people: Cast) -> None:
    docket, place = warned(people)

    response = as_(people.bob).post(place, {"reason": "They asked for this very tag."})

    assert response.status_code == 302
    assert Stet.objects.get().by == people.bob
    assert post(people.bob, docket, "approve", {"seen": "head"}).status_code == 302


def test_a_short_reason_is_refused_and_kept(people: Cast) -> None:
    _, place = warned(people)

    response = as_(people.bob).post(place, {"reason": "Fine"})

    assert response.status_code == 422
    assert "Give a reason of at least ten characters" in text_of(response)
    assert "Fine</textarea>" in response.content.decode()
    assert not Stet.objects.exists()


def test_an_author_lets_nothing_stand(people: Cast) -> None:
    _, place = warned(people)

    response = as_(people.alice).post(place, {"reason": "It is right as it is."})

    assert response.status_code == 422
    assert "You wrote some of this text" in text_of(response)
    assert not Stet.objects.exists()


def test_a_finding_whose_words_changed_cannot_stand_any_more(people: Cast) -> None:
    docket, place = warned(people)
    refile(docket, ready_text(), by=people.alice)

    response = as_(people.bob).post(place, {"reason": "They asked for this very tag."})

    assert response.status_code == 409
    assert "This finding is gone: the words have changed." in text_of(response)
    assert "They asked for this very tag.</textarea>" in response.content.decode()


# -- several at once


def chosen(user: User, action: str, *dockets: Docket, **more) -> HttpResponse:
    data = {"action": action, "_selected_action": [each.installment_id for each in dockets], **more}
    with zeal_ignore():  # each goes through the desk by itself, under a lock of its own
        return as_(user).post(reverse("admin:series_installment_changelist"), data, follow=True)


def test_the_page_for_several_says_what_can_go_and_why_the_rest_cannot(people: Cast) -> None:
    ready = docket_in(Stage.APPROVED, people)
    bad = draft(people, with_placeholder(ready_text(2)))

    response = chosen(people.dora, "publish_several", ready, bad)

    said = text_of(response)
    assert "1 of 2 can go" in said
    assert "must be mended first." in said
    assert not Edition.objects.exists()


def test_publishing_several_goes_through_the_gate_one_by_one(people: Cast) -> None:
    ready = docket_in(Stage.APPROVED, people)
    bad = draft(people, with_placeholder(ready_text(2)))

    response = chosen(people.dora, "publish_several", ready, bad, _confirmed="1")

    said = text_of(response)
    assert (stage_of(ready), stage_of(bad)) == (Stage.PUBLISHED, Stage.DRAFT)
    assert Edition.objects.count() == 1
    assert f"“{ready.installment.title}”: published." in said
    assert f"“{head_text(bad).title}” was left as it is." in said


def test_an_editor_publishes_nothing_by_way_of_the_list(people: Cast) -> None:
    ready = docket_in(Stage.APPROVED, people)

    response = chosen(people.alice, "publish_several", ready, _confirmed="1")

    assert "Only a publisher can do this." in text_of(response)
    assert stage_of(ready) == Stage.APPROVED


def test_several_are_sent_for_review(people: Cast) -> None:
    dockets = [draft(people), draft(people, ready_text(2))]

    chosen(people.alice, "submit_several", *dockets, _confirmed="1")

    assert [stage_of(each) for each in dockets] == [Stage.IN_REVIEW, Stage.IN_REVIEW]
