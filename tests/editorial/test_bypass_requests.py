"""Ways around the desk by forged requests: each leads nowhere."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from editorial.models import Docket
from editorial.records import Record
from editorial.workflow import Stage
from series.models import Edition, Installment
from tests.editorial.browsing import address, as_, page, stage_of
from tests.editorial.pages import fields
from tests.editorial.people import docket_in, draft, head_text, series

ROOT = Path(__file__).resolve().parents[2]
FORGED = {"stage": "published", "moment": "2020-01-01", "head": "1", "author": "1", "owner": "1", "live": "1"}


def snapshot() -> list[object]:
    """Everything that a move changes."""
    return [
        list(Docket.objects.order_by("pk").values("stage", "moment", "head", "owner")),
        list(Edition.objects.order_by("pk").values("digest", "ended", "live_from")),
    ]


# -- the lists of the admin


def test_a_list_takes_no_edits_and_deletes_nothing_in_bulk(people):
    docket_in(Stage.APPROVED, people)
    before, client = snapshot(), as_(people.root)
    request = client.get("/desk/").wsgi_request
    formset = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": "1", "_save": "Save"}

    for model, shown in admin.site._registry.items():
        row, place = (
            model._meta,
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
        )
        held = model.objects.count()
        edit = client.post(place, {**formset, **{f"form-0-{name}": value for name, value in FORGED.items()}})
        chosen = [*map(str, model.objects.values_list("pk", flat=True)), "1 OR 1=1", "x"]
        delete = {"action": "delete_selected", "_selected_action": chosen, "index": "0", "post": "yes"}
        answers = [edit, client.post(place, delete), client.post(place, {**delete, "select_across": "1"})]

        assert not shown.list_editable, row.label
        assert "delete_selected" not in shown.get_actions(request), row.label
        assert max(each.status_code for each in answers) < 500, row.label
        assert model.objects.count() == held, row.label
    assert snapshot() == before


def test_an_action_on_rows_that_are_none_is_answered_in_words(people):
    docket_in(Stage.APPROVED, people)
    place = reverse("admin:series_installment_changelist")

    for chosen in ("x", "1 OR 1=1", "-1", "9" * 40, "\0"):
        for action in ("submit", "publish", "publish_all", "nonsense"):
            answer = as_(people.dora).post(place, {"action": action, "_selected_action": chosen})
            assert answer.status_code < 500, (action, chosen)
    assert not Edition.objects.exists()


# -- the forms


def test_fields_that_a_form_does_not_have_are_ignored(people):
    docket = draft(people)
    before, client, place = snapshot(), as_(people.alice), page("change", docket)
    posted = fields(client.get(place)) | FORGED | {"_saveasnew": "1", "number": "9", "digest": "0" * 64}

    client.post(f"{place}?_popup=1&_to_field=id&_saveasnew=1&stage=published", posted)

    assert snapshot() == before
    assert Installment.objects.count() == 1
    assert not any(shown.save_as for shown in admin.site._registry.values())


def test_no_record_is_in_a_form_or_an_inline():
    shown = admin.site._registry
    inlines = [inline for each in shown.values() for inline in each.inlines]

    assert all(issubclass(each, InlineModelAdmin) for each in inlines)
    kept = {*Record.__subclasses__(), Docket, Edition}
    assert [each for each in shown if each in kept and not shown[each].readonly_fields] == []
    assert [each for each in inlines if each.model in kept] == []


def test_front_matter_sets_no_stage_no_approval_no_account_and_no_time(people):
    keys = "stage status approved published publish author user owner id pk revision digest live_from"
    forged = "\n".join(
        f"{key}: {'root' if key in ('author', 'user', 'owner') else 1}" for key in keys.split()
    )
    text = f'---\ntitle: "A small quay"\n{forged}\napproved_by: [bob, carol]\n---\n\n**Problem**\n\nA quay.\n'
    client, place = as_(people.alice), reverse("admin:series_installment_import")

    shown = client.post(place, {"text": text, "series": series().pk, "_show": "1"}, follow=True)
    client.post(shown.request["PATH_INFO"], {**fields(shown, "import-form"), "_create": "1"})

    docket = Docket.objects.get()
    assert (docket.stage, docket.owner, docket.head.author) == (Stage.DRAFT, people.alice, people.alice)
    assert not docket.head.reviews.exists()
    assert not Edition.objects.exists()
    assert abs(docket.head.at - timezone.now()) < timedelta(minutes=5)


# -- what is not public


METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.APPROVED, Stage.SCHEDULED, Stage.KILLED])
def test_a_hidden_text_answers_every_method_and_condition_like_nothing(people, stage):
    docket = docket_in(stage, people)
    text, client = head_text(docket), Client()
    home = f"/series/{docket.installment.series.slug}/"
    conditions = [
        {},
        {"Range": "bytes=0-9"},
        {"If-None-Match": "*"},
        {"If-None-Match": f'"{text.digest[:32]}"'},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ]

    for end in ("/", "/questions/", ".md"):
        for method in METHODS:
            for headers in conditions if method in ("GET", "HEAD") else [{}]:
                here, nowhere = (
                    client.generic(method, f"{home}{slug}{end}", headers=headers)
                    for slug in (text.slug, "never-was")
                )
                assert (here.status_code, here.content) == (nowhere.status_code, nowhere.content), method
                assert dict(here.headers) == dict(nowhere.headers), (method, headers)


def test_what_the_desk_sees_of_a_draft_is_kept_by_no_cache_and_by_no_search_engine(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    places = [
        page("review", docket),
        page("proof", docket, 1),
        page("history", docket),
        page("change", docket),
    ]

    for place in places:
        seen, unseen = as_(people.alice).get(place), Client().get(place)
        assert "no-store" in seen.headers["Cache-Control"], place
        assert seen.headers["Referrer-Policy"] == "same-origin"
        assert (unseen.status_code, unseen.headers["Location"]) == (302, f"/desk/login/?next={place}")
    assert "Disallow: /desk/" in Client().get("/robots.txt").content.decode()


# -- sessions, and commands


@pytest.mark.parametrize("fault", ["closed", "password", "role"])
def test_an_open_session_has_no_more_than_its_account_has_now(people, fault):
    docket = docket_in(Stage.APPROVED, people)
    client, dora = as_(people.dora), people.dora
    assert client.get(page("review", docket)).status_code == 200

    if fault == "closed":
        User.objects.filter(pk=dora.pk).update(is_active=False)
    elif fault == "password":
        dora.set_password("another long one")
        dora.save()
    else:
        dora.groups.clear()

    with zeal_ignore():  # Django reads a session twice that it ends
        answer = client.post(address(docket, "publish"))
    assert answer.status_code == 403
    assert stage_of(docket) == Stage.APPROVED


def test_no_command_makes_a_move():
    commands = [*ROOT.glob("*/management/commands/*.py")]

    assert len(commands) > 5
    for path in commands:
        code = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        calls = {ast.unparse(node) for node in code if isinstance(node, ast.Attribute)}
        expected = {"making.make"} if path.stem == "demo" else set()  # an empty desk, by moves of its people
        assert calls & {"desk.make", "making.make", "issuing.issue", "moving.make"} == expected, path.name
