"""The second factor, the sessions of an account, and the record of who changed which rights."""

import re
import time
from binascii import unhexlify

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from zeal import zeal_ignore

from editorial.models import AccountChange, Sitting
from editorial.verifying import faults
from editorial.workflow import Stage
from tests.editorial.browsing import address, fresh, page, stage_of, text_of
from tests.editorial.pages import fields
from tests.editorial.people import docket_in

LOGIN, CODE, ENROL, OWN = (
    f"/desk/{end}/" for end in ("login", "security/code", "security/enrol", "security")
)
LONG = "a quiet harbour at night"
LINUX, PHONE = "Mozilla/5.0 (X11; Linux) Firefox/140.0", "Mozilla/5.0 (iPhone) Safari/604.1"


def signed_in(name: str, agent: str = LINUX) -> Client:
    client = Client(headers={"User-Agent": agent})
    with zeal_ignore():
        client.post(LOGIN, {"username": name, "password": "pw"})
    return client


def totp(key: str, ahead: int = 0) -> str:
    made = TOTP(unhexlify(key))
    made.time = time.time() + ahead
    return f"{made.token():06}"


def enrolled(client: Client) -> tuple[str, list[str]]:
    """The key (hex) and the recovery codes of somebody who has just set it up."""
    client.get(ENROL)
    key = client.session["second factor to be"]
    with zeal_ignore():
        shown = client.post(ENROL, {"code": totp(key)})
    assert shown.status_code == 200, text_of(shown)
    return key, re.findall(r"<code>(\w{5}-\w{5})</code>", shown.content.decode())


def told() -> list[tuple[str, str, str]]:
    rows = AccountChange.objects.order_by("number").select_related("by")
    return [(row.about, row.what, str(row.by)) for row in rows]


# -- the second factor


def test_a_telephone_is_set_up_without_script_and_asked_for_from_then_on(people):
    client = signed_in("dora")
    shown = client.get(ENROL)
    body = shown.content.decode()
    assert "<svg" in body
    assert not re.search(r"style=|<script(?![^>]*\bsrc=)", body)
    assert client.post(ENROL, {"code": "000000"}).status_code == 422
    assert not TOTPDevice.objects.exists()

    key, codes = enrolled(client)

    assert len(codes) == 10
    assert client.get(OWN).status_code == 200  # who set it up has given it
    again = signed_in("dora")
    assert again.get("/desk/", follow=True).redirect_chain == [(f"{CODE}?next=%2Fdesk%2F", 302)]
    assert again.get(ENROL).headers["Location"].startswith(CODE)  # a password alone replaces no telephone
    before = again.session.session_key
    with zeal_ignore():
        answer = again.post(CODE, {"code": totp(key, 30), "next": "/desk/rules/"})
    assert answer.headers["Location"] == "/desk/rules/"
    assert again.session.session_key != before
    assert again.get("/desk/rules/").status_code == 200
    assert not StaticToken.objects.filter(token__in=codes).exists()  # kept as hashes alone


def test_a_code_counts_once_and_a_recovery_code_too(people):
    key, codes = enrolled(signed_in("dora"))
    used = totp(key, 30)

    def give(code: str) -> int:
        for model in (TOTPDevice, StaticDevice):  # the pause is another test's
            model.objects.update(throttling_failure_count=0)
        with zeal_ignore():
            return signed_in("dora").post(CODE, {"code": code, "next": "//away.test"}).status_code

    assert [give(used), give(used)] == [302, 422]
    assert [give(codes[0].upper()), give(codes[0]), give(codes[1].replace("-", " "))] == [302, 422, 302]
    assert ("dora", "A recovery code was used.", "dora") in told()


def test_wrong_codes_are_followed_by_a_pause(people):
    key, _ = enrolled(signed_in("dora"))
    client = signed_in("dora")

    client.post(CODE, {"code": "111111"})

    assert client.post(CODE, {"code": totp(key, 30)}).status_code == 422  # the right one, too soon


def test_where_it_is_required_a_publisher_moves_nothing_without_it(people, settings):
    docket = docket_in(Stage.APPROVED, people)
    settings.REQUIRE_SECOND_FACTOR = "publisher"
    dora, alice = signed_in("dora"), signed_in("alice")

    refused = dora.post(address(docket, "publish"), {"note": "These words have to come back."})

    assert refused.status_code == 403
    assert stage_of(docket) == Stage.APPROVED
    assert dora.get("/desk/").headers["Location"] == f"{ENROL}?next=%2Fdesk%2F"
    assert dora.post("/desk/preview/", {"content": "x"}).status_code == 403
    assert alice.get("/desk/").status_code == 200  # of an editor it is not asked
    settings.REQUIRE_SECOND_FACTOR = "everyone"
    assert alice.get(page("review", docket)).status_code == 302

    enrolled(dora)
    with zeal_ignore():
        dora.post(address(docket, "publish"))
    assert stage_of(docket) == Stage.PUBLISHED


# -- sessions


def test_one_sees_where_one_is_signed_in_and_ends_the_others(people):
    here, there = signed_in("alice"), signed_in("alice", agent=PHONE)
    other = signed_in("bob")
    shown = text_of(here.get(OWN))
    assert "Firefox on Linux (this one)" in shown
    assert "Safari on iPhone" in shown

    here.post("/desk/security/end/", {"which": Sitting.objects.get(user=people.bob).pk})
    here.post("/desk/security/end/", {"which": "others"})

    assert [each.get("/desk/").status_code for each in (here, there, other)] == [200, 302, 200]
    assert told() == [("alice", "1 session ended.", "alice")]


def test_a_new_password_ends_every_other_session_and_keeps_this_one(people):
    here, there = signed_in("alice"), signed_in("alice")
    posted = {"old_password": "pw", "new_password1": LONG, "new_password2": LONG}

    with zeal_ignore():
        here.post("/desk/password_change/", posted)
        assert [each.get("/desk/").status_code for each in (here, there)] == [200, 302]

    assert Sitting.objects.get(user=people.alice).key == here.session.session_key
    assert [what for _, what, _ in told()] == ["The password was changed.", "1 session ended."]


@pytest.mark.parametrize("way", ["closed", "password", "ended", "forgotten"])
def test_an_administrator_ends_somebodys_sessions(people, way):
    client, root = signed_in("dora"), fresh(people.root)
    if way == "forgotten":
        enrolled(client)
    place = reverse("admin:auth_user_change", args=[people.dora.pk])
    if way == "closed":
        posted = fields(root.get(place), "user_form")
        del posted["is_active"]
        root.post(place, posted)
    elif way == "password":
        new = {"password1": LONG, "password2": LONG}
        root.post(reverse("admin:auth_user_password_change", args=[people.dora.pk]), new)
    else:
        root.post(f"/desk/security/of/{people.dora.pk}/", {"end" if way == "ended" else "forget": "1"})

    with zeal_ignore():
        assert client.get("/desk/").status_code == 302
    assert told()[-1] == ("dora", "1 session ended.", "root")
    assert TOTPDevice.objects.count() == 0


# -- the record


def test_every_change_of_rights_is_written_down_with_who_made_it(people):
    root, editor = fresh(people.root), Group.objects.get(name="editor")
    place = reverse("admin:auth_user_change", args=[people.bob.pk])
    posted = fields(root.get(place), "user_form")
    posted |= {"groups": [editor.pk], "is_superuser": "on"}
    root.post(place, posted)
    group = reverse("admin:auth_group_change", args=[editor.pk])
    root.post(group, {"name": "writer", "permissions": []})
    root.post(reverse("admin:auth_group_delete", args=[editor.pk]), {"post": "yes"})
    new = {
        "username": "fern",
        "password1": "a quiet harbour at night",
        "password2": "a quiet harbour at night",
    }
    root.post(reverse("admin:auth_user_add"), {**new, "usable_password": "true"})

    sentences = [(about, what) for about, what, by in told() if by == "root"]
    assert sentences[:2] == [
        ("bob", "It is an administrator now."),
        ("bob", "Groups: + editor; − reviewer."),
    ]
    assert ("writer", "The name was changed from “editor” to “writer”.") in sentences
    assert ("writer", "The group was deleted.") in sentences
    assert sentences[-1] == ("fern", "The account was opened.")
    shown = text_of(root.get("/desk/security/changes/"))
    assert "Groups: + editor; − reviewer." in shown
    alice = fresh(people.alice)
    assert [alice.get(f"/desk/security/{end}").status_code for end in ("changes/", "of/1/")] == [403] * 2


def test_the_record_of_accounts_is_not_rewritten(people):
    signed_in("alice")
    fresh(people.root).post(f"/desk/security/of/{people.alice.pk}/", {"end": "1"})
    assert list(faults()) == []

    for forge in (
        lambda: models.QuerySet(AccountChange).update(what="Nothing."),
        lambda: models.QuerySet(AccountChange)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="records"), transaction.atomic():
            forge()

    last = AccountChange.objects.first()
    AccountChange.objects.bulk_create(
        [AccountChange(number=2, at=last.at, about="eve", what="It is an administrator now.", chain="0" * 64)]
    )
    assert [each for each in faults() if "change 2 of accounts" in each]
