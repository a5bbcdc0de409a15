"""Moves of several installments at once, from the list."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from editorial import desk
from editorial.models import Docket
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.browsing import PARIS, as_, stage_of, text_of
from tests.editorial.people import (
    Cast,
    again,
    docket_in,
    draft,
    edited,
    head_text,
    ready_text,
    refile,
    series,
    with_placeholder,
)


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


def test_the_list_offers_what_ones_roles_can_do(people: Cast) -> None:
    docket_in(Stage.APPROVED, people)
    where = reverse("admin:series_installment_changelist")

    pages = {who: text_of(as_(who).get(where)) for who in (people.alice, people.bob, people.dora)}

    assert "Send for review…" in pages[people.alice]
    assert "Publish…" not in pages[people.alice]
    assert "Schedule…" in pages[people.dora]
    assert "Ask someone to review…" not in pages[people.dora]
    assert "With the selected" not in pages[people.bob]


def test_several_are_scheduled_a_week_apart_and_each_through_the_gate(people: Cast) -> None:
    house = series()
    parts = [docket_in(Stage.APPROVED, people, ready_text(part), house) for part in (1, 2)]
    bad = draft(people, with_placeholder(ready_text(3)), house)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    when = {"date": day, "time": "09:00", "zone": PARIS, "apart": "week", "_confirmed": "1"}

    asked = text_of(chosen(people.dora, "schedule_several", *parts, bad))
    past = text_of(chosen(people.dora, "schedule_several", *parts, **{**when, "date": "2020-02-02"}))
    done = text_of(chosen(people.dora, "schedule_several", *parts, bad, **when))

    assert "Schedule: 2 of 3 can go" in asked
    assert "Sunday 2 February 2020, 09:00 is in the past." in past
    assert [stage_of(each) for each in (*parts, bad)] == [Stage.SCHEDULED, Stage.SCHEDULED, Stage.DRAFT]
    first, second = (Docket.objects.get(pk=each.pk).moment.astimezone(ZoneInfo(PARIS)) for each in parts)
    assert (first.date().isoformat(), f"{first:%H:%M}", f"{second:%H:%M}") == (day, "09:00", "09:00")
    assert second.date() - first.date() == timedelta(days=7)
    assert "scheduled for" in done
    assert f"“{head_text(bad).title}” was left as it is." in done


def test_several_get_a_reviewer_besides_those_who_were_asked_and_never_an_author(people: Cast) -> None:
    house = series()
    dockets = [docket_in(Stage.IN_REVIEW, people, ready_text(part), house) for part in (1, 2)]
    desk.assign(dockets[0], by=people.alice, reviewers=[people.bob])
    people.carol.groups.add(*people.alice.groups.all())
    refile(dockets[1], edited(ready_text(2)), by=again(people.carol))

    nobody = text_of(chosen(people.alice, "ask_several", *dockets, _confirmed="1"))
    done = text_of(chosen(people.alice, "ask_several", *dockets, reviewers=[people.carol.pk]))

    assert "Choose at least one reviewer." in nobody
    assert {each.username for each in dockets[0].reviewers.all()} == {"bob", "carol"}
    assert not dockets[1].reviewers.exists()
    assert "was left as it is: they wrote some of it." in done


def test_several_are_sent_for_review(people: Cast) -> None:
    dockets = [draft(people), draft(people, ready_text(2))]

    chosen(people.alice, "submit_several", *dockets, _confirmed="1")

    assert [stage_of(each) for each in dockets] == [Stage.IN_REVIEW, Stage.IN_REVIEW]
