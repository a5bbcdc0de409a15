"""Signing in: what it tells, how often it may be tried, what a session is worth; and all headers."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import Client
from django.utils import timezone
from zeal import zeal_ignore

from editorial.environment import Environment
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.browsing import as_, page
from tests.editorial.people import docket_in

LOGIN = "/desk/login/"


class Quick(PBKDF2PasswordHasher):
    """The real one with less work: long enough to be measured."""

    iterations = 40_000


def sign_in(client: Client, name: str, password: str = "wrong", **more):  # noqa: S107
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def words(response, name: str) -> str:
    """The page without what differs each time, and without the name that was typed."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode()).replace(name, "")


# -- too many wrong passwords


def test_five_wrong_passwords_lock_the_name_from_this_address_for_a_while(people):
    client = Client()
    answers = [sign_in(client, "alice") for _ in range(5)]

    assert [each.status_code for each in answers] == [200, 200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "900"
    assert "Try again in 15 minutes" in answers[-1].content.decode()
    assert sign_in(client, "alice", "pw").status_code == 429  # even the right one
    assert sign_in(client, "bob", "pw").status_code == 302  # a colleague at the same address
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, "alice", "pw").status_code == 302  # and herself from another

    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert sign_in(Client(), "alice", "pw").status_code == 302


def test_a_header_that_the_client_sets_does_not_open_a_lock(people, settings):
    for number in range(6):
        sign_in(Client(), "alice", headers={"X-Forwarded-For": f"198.51.100.{number}"})

    assert sign_in(Client(), "alice", "pw", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 429

    settings.PROXIES = 1  # now the last entry is our proxy's, whatever stands before it
    for number in range(5):
        sign_in(Client(), "bob", headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"})
    forged = {"X-Forwarded-For": "192.0.2.1, 203.0.113.7"}
    assert sign_in(Client(), "bob", "pw", headers=forged).status_code == 429
    assert sign_in(Client(), "bob", "pw", headers={"X-Forwarded-For": "203.0.113.8"}).status_code == 302


def test_wrong_passwords_from_behind_a_socket_which_has_no_address_are_counted_too(people):
    answers = [sign_in(Client(REMOTE_ADDR=""), "alice") for _ in range(5)]

    assert [each.status_code for each in answers] == [200, 200, 200, 200, 429]


def test_another_address_of_the_same_line_opens_no_lock(people):
    for number in range(5):
        sign_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), "alice")

    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:2:ffff::1"), "alice", "pw").status_code == 429
    assert sign_in(Client(REMOTE_ADDR="2001:db8:1:3::1"), "alice", "pw").status_code == 302


# -- who has an account


def test_the_sign_in_says_the_same_of_names_that_there_are_and_that_there_are_not(people):
    people.carol.is_active = False
    people.carol.save()
    people.eve.is_staff = False
    people.eve.save()
    tried = {"alice": "wrong", "nobody": "wrong", "carol": "pw", "eve": "pw"}

    for _ in range(4):
        answers = {name: sign_in(Client(), name, password) for name, password in tried.items()}
        assert {each.status_code for each in answers.values()} == {200}
        assert len({words(answer, name) for name, answer in answers.items()}) == 1
    locked = {name: sign_in(Client(), name) for name in ("alice", "nobody")}
    assert locked["alice"].content == locked["nobody"].content


def test_the_sign_in_takes_as_long_for_a_name_that_nobody_has(people, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Quick"]
    people.alice.set_password("a quiet harbour at night")
    people.alice.save()

    def took(name: str) -> float:
        start = time.process_time()
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{len(seen)}"), name)
        return time.process_time() - start

    seen: list[float] = []
    for _ in range(5):
        seen += [took("alice"), took("nobody")]
    known, unknown = min(seen[::2]), min(seen[1::2])

    assert 0.5 < known / unknown < 2


# -- passwords and sessions


@pytest.mark.parametrize("bad", ["short-one", "alice@desk.test", "1234567891011", "Alice@Desk.test1"])
def test_a_password_is_long_uncommon_and_not_ones_name(people, bad):
    with pytest.raises(ValidationError):
        validate_password(bad, people.alice)

    validate_password("a quiet harbour at night", people.alice)


def test_signing_in_gives_the_session_a_new_key(people):
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by somebody who gave the key away"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    with zeal_ignore():  # Django reads a session twice that it ends
        sign_in(client, "alice", "pw")

    assert client.session.session_key != planted
    assert not client.session.exists(planted)


def test_a_second_factor_is_asked_of_whom_the_settings_name():
    read = lambda value: Environment({"X": value}).choice("X", ("none", "publisher", "everyone"))  # noqa: E731

    assert [read(""), read("Publisher"), read("everyone")] == ["none", "publisher", "everyone"]
    with pytest.raises(ImproperlyConfigured, match="use none, publisher, everyone"):
        read("publishers")


# -- headers


def test_every_answer_has_its_headers(people):
    docket = docket_in(Stage.PUBLISHED, people)
    places = ["/", "/nowhere/", "/feed.rss", LOGIN, page("review", docket), "/search/?q=a", "/desk/nowhere/"]

    for place in places:
        headers = as_(people.alice).get(place).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; "), place
        assert not re.search(r"unsafe|\*|https?:|script-src (?!'self';)", policy)
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
    edition = Edition.objects.get()
    card = Client().get(f"/cards/{edition.pk}-{edition.digest[:8]}.png")
    assert (card.status_code, card.headers["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")
