"""How often somebody may ask for what costs something."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from editorial.callers import network
from tests.editorial.browsing import as_

NOON = datetime(2031, 5, 1, 12, 0, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _few(settings):
    cache.clear()
    settings.LIMITS = {"search": 2, "sign-in": 3, "preview": 2}


def codes(times: int, ask) -> list[int]:
    return [ask().status_code for _ in range(times)]


def test_who_searches_too_often_is_told_when_to_come_back_and_others_are_not_stopped(client, db):
    with time_machine.travel(NOON, tick=False) as clock:
        assert codes(3, lambda: client.get("/search/?q=bread")) == [200, 200, 429]
        told = client.get("/search/?q=bread", headers={"X-Forwarded-For": "192.0.2.1"})
        assert (told.status_code, told.headers["Retry-After"]) == (429, "40")
        assert "Try again in 40 seconds" in told.content.decode()
        assert told.headers["Cache-Control"] == "no-store"
        assert codes(3, lambda: client.get("/search/")) == codes(3, lambda: client.get("/")) == [200] * 3
        assert Client(REMOTE_ADDR="203.0.113.5").get("/search/?q=bread").status_code == 200

        clock.shift(timedelta(seconds=41))
        assert client.get("/search/?q=bread").status_code == 200


def test_signing_in_and_previews_have_limits_of_their_own(people, settings):
    with time_machine.travel(NOON, tick=False):
        names = iter(("one", "two", "three", "four"))
        tries = lambda: Client().post("/desk/login/", {"username": next(names), "password": "x"})  # noqa: E731
        assert codes(4, tries) == [200, 200, 200, 429]
        alice = as_(people.alice)
        assert codes(3, lambda: alice.post("/desk/preview/", {"content": "x"})) == [200, 200, 429]
        settings.LIMITS = {"preview": 0}
        assert codes(3, lambda: alice.post("/desk/preview/", {"content": "x"})) == [200] * 3


def test_one_line_is_one_caller_whatever_address_it_takes():
    assert network("2001:db8:1:2:aaaa::1") == network("2001:db8:1:2:bbbb::9") == "2001:db8:1:2::/64"
    assert network("203.0.113.7") == "203.0.113.7"
    assert network("::ffff:203.0.113.7") == "203.0.113.7"  # not one caller with all of version 4
    assert network("no address") == network("") == "unknown"
