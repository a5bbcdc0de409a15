"""Accounts and house rules: whoever loses the right to review takes approvals along."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse

from editorial.models import Comment, Docket, HouseRules, Review, Revision, Step, Stet
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.browsing import as_, fresh, stage_of, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
)


def account(user: User, **changes) -> dict:
    """What the form of an account posts."""
    data = {
        "username": user.username,
        "first_name": user.first_name,
        "email": user.email,
        "is_active": "on",
        "is_staff": "on",
        "groups": list(user.groups.values_list("pk", flat=True)),
        "date_joined_0": "2026-01-01",
        "date_joined_1": "10:00:00",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.SCHEDULED])
@pytest.mark.parametrize("changes", [{"is_active": None}, {"groups": []}])
def test_an_approver_who_loses_the_right_takes_the_approval_along(
    people: Cast, stage: Stage, changes: dict
) -> None:
    docket = docket_in(stage, people)
    place = reverse("admin:auth_user_change", args=[people.bob.pk])

    response = fresh(people.root).post(place, account(people.bob, **changes), follow=True)

    assert "is in review again: its approval is void." in text_of(response)
    assert stage_of(docket) == Stage.IN_REVIEW
    assert not Edition.objects.filter(ended="").exists()


def test_an_account_that_keeps_its_rights_voids_nothing(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    place = reverse("admin:auth_user_change", args=[people.bob.pk])

    fresh(people.root).post(place, account(people.bob, first_name="Robert"))

    assert User.objects.get(pk=people.bob.pk).first_name == "Robert"
    assert stage_of(docket) == Stage.APPROVED


def test_a_group_that_loses_the_right_takes_its_approvals_along(people: Cast) -> None:
    docket = docket_in(Stage.SCHEDULED, people)
    group = Group.objects.get(name="reviewer")
    place = reverse("admin:auth_group_change", args=[group.pk])

    fresh(people.root).post(place, {"name": group.name, "permissions": []})

    assert stage_of(docket) == Stage.IN_REVIEW


def test_a_group_that_is_deleted_takes_its_approvals_along(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    group = Group.objects.get(name="reviewer")

    fresh(people.root).post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})

    assert stage_of(docket) == Stage.IN_REVIEW


def test_stricter_house_rules_void_what_they_forbid(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)
    rules = HouseRules.objects.get()
    place = reverse("admin:editorial_houserules_change", args=[rules.pk])

    response = fresh(people.root).post(place, {"quorum": "2"}, follow=True)

    rules.refresh_from_db()
    assert rules.quorum == 2
    assert "went back to review" in text_of(response)
    assert stage_of(docket) == Stage.IN_REVIEW


@pytest.mark.parametrize("quorum", ["0", "-1", ""])
def test_no_house_rules_let_anybody_publish_alone(people: Cast, quorum: str) -> None:
    draft(people)
    rules = HouseRules.objects.get()
    place = reverse("admin:editorial_houserules_change", args=[rules.pk])

    fresh(people.root).post(place, {"quorum": quorum})

    rules.refresh_from_db()
    assert rules.quorum == 1


@pytest.mark.parametrize("who", ["alice", "bob", "dora"])
def test_only_administrators_see_accounts_and_house_rules(people: Cast, who: str) -> None:
    client = as_(getattr(people, who))
    lists = ["auth_user", "auth_group", "editorial_houserules"]

    assert [client.get(reverse(f"admin:{each}_changelist")).status_code for each in lists] == [403] * 3


def test_records_have_no_form_anywhere() -> None:
    records = (Revision, Review, Step, Stet, Comment, Docket, Edition)

    assert [each for each in records if admin.site.is_registered(each)] == []
