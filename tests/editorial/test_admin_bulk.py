"""Moves of several installments at once, from the list."""

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse
from zeal import zeal_ignore

from editorial.models import Docket
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.browsing import as_, stage_of, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    head_text,
    ready_text,
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


def test_several_are_sent_for_review(people: Cast) -> None:
    dockets = [draft(people), draft(people, ready_text(2))]

    chosen(people.alice, "submit_several", *dockets, _confirmed="1")

    assert [stage_of(each) for each in dockets] == [Stage.IN_REVIEW, Stage.IN_REVIEW]
