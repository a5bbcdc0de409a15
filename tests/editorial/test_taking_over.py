"""A session that somebody left open is no way to make the account one's own: what is grave is asked anew."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from zeal import zeal_ignore

from editorial import desk
from editorial.models import AccountChange, Notice, Sitting
from editorial.second_factor import GRAVE
from editorial.workflow import Stage
from series.models import Announcement
from tests.editorial.browsing import fresh, text_of
from tests.editorial.pages import fields
from tests.editorial.people import Cast, docket_in, ready_text, series
from tests.editorial.routes import Filling, routes
from tests.editorial.test_second_factor import CODE, ENROL, LONG, enrolled, signed_in, told, totp

CODES, PASSWORD = "/desk/security/codes/", "/desk/password_change/"
NEW = {"old_password": "pw", "new_password1": LONG, "new_password2": LONG}


def later(minutes: int = 11) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def prove(client: Client, **given: str) -> int:
    with zeal_ignore():
        return client.post(CODE, given).status_code


@pytest.mark.parametrize("factor", [True, False], ids=["a telephone", "a password alone"])
def test_a_session_that_was_left_open_gets_to_nothing_grave(people: Cast, settings, factor: bool) -> None:
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "zeal" not in each]
    Announcement.objects.create(text="Hello", first_day="2020-01-01", last_day="2020-01-02")
    filling = Filling(docket_in(Stage.PUBLISHED, people, ready_text(), series()), people)
    client = signed_in("root")
    if factor:
        enrolled(client)
    grave = [filling.address(route) for route, pattern in routes() if pattern.name in GRAVE]
    before = (AccountChange.objects.count(), User.objects.get(pk=people.root.pk).password)

    with later():
        for address in grave:
            got, posted = client.get(address), client.post(address, {**NEW, "post": "yes", "forget": "1"})

            assert (got.status_code, got.headers.get("Location", "").partition("?")[0]) == (302, CODE)
            assert (posted.status_code, LONG in posted.content.decode()) == (403, False), address
            assert f"Enter your {'code' if factor else 'password'}" in text_of(posted), address
        assert client.get("/desk/").status_code == 200  # the rest goes on as before

    assert len(grave) == len(GRAVE)
    assert before == (AccountChange.objects.count(), User.objects.get(pk=people.root.pk).password)


def test_who_gives_the_code_goes_on_where_they_were_for_ten_minutes(people: Cast) -> None:
    client = signed_in("dora")
    key, codes = enrolled(client)
    old = TOTPDevice.objects.get().key
    settled = client.session.session_key

    with later():
        assert prove(client, password="pw") == 422  # the password alone does not do
        StaticDevice.objects.update(throttling_failure_count=0)  # the pause is another test's
        assert prove(client, code=codes[0]) == 302
        assert client.session.session_key != settled
        assert client.get(ENROL).status_code == 200
        assert client.post(CODES).status_code == 200
        assert StaticToken.objects.count() == 10
        new, _ = enrolled(client)
    with later(22):
        assert client.get(ENROL).status_code == 302
    with later(-5):  # a clock that is set back makes nothing of long ago recent
        assert client.get(ENROL).status_code == 302

    assert TOTPDevice.objects.get().key == new != old == key
    assert "Another telephone was set up as second factor." in [what for _, what, _ in told()]


def test_signing_in_anew_with_a_stolen_password_in_an_open_session_proves_nothing(people: Cast) -> None:
    client = signed_in("dora")
    enrolled(client)

    with later(), zeal_ignore():
        client.post("/desk/login/", {"username": "dora", "password": "pw"})

        assert client.get("/desk/security/").status_code == 200
        assert client.get(ENROL).headers["Location"].startswith(CODE)
    assert Sitting.objects.get(user=people.dora).key == client.session.session_key


def test_wrong_passwords_in_an_open_session_count_as_at_the_sign_in(people: Cast) -> None:
    client = signed_in("alice")

    with later():
        wrong = [prove(client, password=f"guess {number}") for number in range(5)]
        right = prove(client, password="pw")

    assert [*wrong, right] == [422] * 4 + [429, 429]
    with later(40):
        assert prove(client, password="pw") == 302
        assert client.get(PASSWORD).status_code == 200


def test_whose_account_it_is_gets_a_mail_of_what_was_done_to_it(people: Cast, mailoutbox) -> None:
    dora, root = signed_in("dora"), fresh(people.root)
    place = reverse("admin:auth_user_change", args=[people.dora.pk])
    before = people.dora.email
    _, codes = enrolled(dora)
    again = signed_in("dora")
    prove(again, code=codes[3])
    with zeal_ignore():
        again.post(CODES)
        again.post(PASSWORD, NEW)
        root.post(place, {**fields(root.get(place), "user_form"), "email": "eve@away.test"})
        root.post(f"/desk/security/of/{people.dora.pk}/", {"forget": "1"})
    desk.prefer("nothing", by=people.dora)

    assert [desk.send_due(account=people.dora.pk).mails, desk.send_due().mails] == [6, 0]

    assert [(*each.to, each.subject) for each in mailoutbox] == [
        (before, "Your account: a second factor was set up"),
        (before, "Your account: a recovery code was used"),
        (before, "Your account: new recovery codes were made"),
        (before, "Your account: the password was changed"),
        (before, f"Your account: the email was changed from “{before}” to “eve@away.test”"),
        ("eve@away.test", "Your account: the second factor was removed"),
    ]
    assert "done by Root on" in mailoutbox[-1].body
    assert "/desk/security/" in mailoutbox[-1].body
    assert "no more mails" not in mailoutbox[-1].body
    assert Notice.objects.filter(docket=None, sent_at=None).count() == 0


def test_replacing_is_possible_to_who_has_just_signed_in_and_a_code_is_not_taken_twice(people: Cast) -> None:
    key, _ = enrolled(signed_in("dora"))
    client = signed_in("dora")
    code = totp(key, 30)

    assert prove(client, code=code) == 302
    assert client.get(ENROL).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    with later():
        assert prove(client, code=code) == 422
