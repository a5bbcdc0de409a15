"""The desk's frame: who gets in, words that outlive the session, the Markdown preview, the stock pages."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from editorial.models import HouseRules
from editorial.workflow import Stage
from series.models import Organization, Person, Series
from tests.editorial.browsing import fresh
from tests.editorial.pages import Form, fields, said
from tests.editorial.people import docket_in, draft, head_text, ready_text, series

pytestmark = pytest.mark.django_db
PREVIEW, UPLOAD = "/desk/preview/", "/desk/upload/"


@pytest.mark.parametrize("number", [987654321, 10**30])
def test_an_address_with_a_number_that_nothing_has_is_not_found(client, people, number):
    client.force_login(people.alice)

    assert client.get(f"/desk/series/installment/{number}/change/").status_code == 404


# -- the session ends while somebody writes


def test_words_posted_after_the_session_come_back_after_the_log_in(client, people):
    docket = draft(people)
    client.force_login(people.alice)
    address = reverse("admin:series_installment_change", args=[docket.installment_id])
    posted = {**fields(client.get(address)), "closing": "A long and careful goodbye."}
    client.logout()

    expired = client.post(address, posted)
    page = expired.content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', page)[1]
    back = client.post(
        f"/desk/login/?next={address}", {"username": "alice", "password": "pw", "next": address, "kept": kept}
    )
    again = Form(back.content.decode().replace(f'action="{address}"', 'id="kept"'), "kept").fields
    client.post(address, again)

    assert expired.status_code == 403
    assert "You have been signed out" in said(expired)
    assert head_text(docket).closing == "A long and careful goodbye."


def test_a_wrong_password_keeps_the_words(client, people):
    kept = "anything"

    response = client.post("/desk/login/", {"username": "alice", "password": "no", "kept": kept})

    assert f'name="kept" value="{kept}"' in response.content.decode()


def test_forged_words_are_dropped(client, people):
    response = client.post(
        "/desk/login/?next=/desk/", {"username": "alice", "password": "pw", "kept": "forged"}
    )

    assert response.status_code == 302


def test_a_form_without_a_valid_token_shows_the_words_to_copy(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.alice)

    response = client.post("/desk/series/installment/import/", {"text": "All my words", "password": "secret"})

    assert response.status_code == 403
    assert "All my words" in response.content.decode()
    assert "secret" not in response.content.decode()


# -- Markdown


def test_the_preview_is_sanitised_and_for_the_desk_only(client, people):
    body = {"content": "**bold** <script>alert(1)</script> [x](javascript:alert(1))"}

    assert client.post(PREVIEW, body).status_code == 403
    client.force_login(people.eve)
    assert client.post(PREVIEW, body).status_code == 403
    client.force_login(people.alice)
    shown = client.post(PREVIEW, body).content.decode()

    assert "<strong>bold</strong>" in shown
    assert "script" not in shown
    assert client.get(PREVIEW).status_code == 405


def test_the_preview_of_too_much_says_so(client, people):
    client.force_login(people.alice)

    assert "is the most" in client.post(PREVIEW, {"content": "x" * 500_000}).content.decode()


def test_pictures_do_not_go_into_a_text(client, people):
    client.force_login(people.alice)

    response = client.post(UPLOAD, {"image": "x"})

    assert response.status_code == 400
    assert "portrait or the cover" in response.json()["error"]


def test_markdownx_has_no_addresses_of_its_own(client, people):
    client.force_login(people.alice)

    for address in ("/markdownx/markdownify/", "/markdownx/upload/"):
        assert client.post(address, {"content": "x"}).status_code == 404


# -- the stock pages


STOCK = (
    *("series_series", "series_person", "series_organization", "series_topic", "series_announcement"),
    *("auth_user", "auth_group", "editorial_houserules"),
)


@pytest.mark.parametrize("name", STOCK)
def test_every_stock_page_answers(people, name):
    series()
    client = fresh(people.root)

    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:{name}_add")).status_code == 200


def test_an_administrator_begins_a_series_and_is_led_to_its_house_rules(client, people):
    client.force_login(people.root)

    begun = client.post(reverse("admin:series_series_add"), {
        "title": "New", "slug": "new", "format": "interviews", "tone": "mint", "standfirst": "",
        "prompts": "Why?", "disclaimer": "", "call_to_action": "", "campaign": "", "_save": "1",
    })  # fmt: skip
    there = client.get(begun.url)
    rules = f"{reverse('admin:editorial_houserules_add')}?series={Series.objects.get().pk}"
    ruled = client.post(rules, {"series": Series.objects.get().pk, "quorum": "2", "_save": "1"})

    assert Series.objects.get().prompts == "Why?"
    assert "” was added." in said(there)
    assert "until then nothing of it can be published" in said(there)
    assert f'href="{rules}"' in there.content.decode()
    assert ruled.url == begun.url
    assert "A text of this series needs 2 approvals" in said(client.get(begun.url))


def test_who_may_not_begin_a_series_is_told_who_can(client, people):
    row = series()
    client.force_login(people.alice)

    pages = [reverse(f"admin:series_{name}") for name in ("series_changelist", "installment_add")]
    refused = client.get(reverse("admin:series_series_add"))

    assert all("begun by an administrator" in said(client.get(each)) for each in pages)
    assert "An administrator changes them." in said(client.get(f"{pages[0]}{row.pk}/change/"))
    assert refused.status_code == 403
    assert "Your account may not do this." in said(refused)


def test_editors_keep_people_and_organizations(client, people):
    client.force_login(people.alice)

    client.post(reverse("admin:series_person_add"), {"name": "Noor Haddad", "slug": "noor", "url": ""})
    client.post(
        reverse("admin:series_organization_add"), {"name": "Quillworks", "slug": "qw", "url": "", "about": ""}
    )

    assert Person.objects.get().name == "Noor Haddad"
    assert Organization.objects.get().name == "Quillworks"


def test_what_pages_and_records_lead_to_cannot_be_deleted(client, people):
    client.force_login(people.root)
    request = client.get("/desk/").wsgi_request
    pages = admin.site._registry.items()

    deletable = {model.__name__ for model, page in pages if page.has_delete_permission(request)}

    assert deletable <= {"User", "Group"}


def test_house_rules_are_set_through_the_desk(client, people):
    docket = docket_in(Stage.APPROVED, people)
    rules = HouseRules.objects.get()
    client.force_login(people.root)

    client.post(reverse("admin:editorial_houserules_change", args=[rules.pk]), {"quorum": "2"})

    docket.refresh_from_db()
    assert HouseRules.objects.get().quorum == 2
    assert docket.stage == Stage.IN_REVIEW


def test_a_reviewer_whose_account_is_closed_takes_the_approval_along(people):
    docket, client = docket_in(Stage.SCHEDULED, people), fresh(people.root)
    address = reverse("admin:auth_user_change", args=[people.bob.pk])
    posted = fields(client.get(address), "user_form")
    posted.pop("is_active")

    response = client.post(address, posted)

    docket.refresh_from_db()
    assert response.status_code == 302, response.context["errors"]
    assert docket.stage == Stage.IN_REVIEW


# -- the policy


def test_no_page_has_scripts_or_styles_of_its_own(client, people):
    docket = docket_in(Stage.IN_REVIEW, people, ready_text())
    client.force_login(people.alice)
    pk, key = docket.installment_id, head_text(docket).contributions[0].key
    pages = [
        "/desk/series/installment/",
        "/desk/series/installment/add/",
        "/desk/series/installment/import/",
        f"/desk/series/installment/{pk}/change/",
        f"/desk/series/installment/{pk}/questions/",
        f"/desk/series/installment/{pk}/people/{key}/",
        f"/desk/series/installment/{pk}/people/{key}/remove/",
    ]

    for address in pages:
        page = client.get(address).content.decode()

        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page), address
