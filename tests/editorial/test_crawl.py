"""Every page that a link leads to and every form on it: no token, a false way on, markup in every field."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client

from editorial.workflow import Stage
from tests.editorial.browsing import fresh
from tests.editorial.crawling import Form, Page, pages
from tests.editorial.people import docket_in, ready_text, series, with_placeholder

MARK = "zq\"><'zq"
AWAY = "https://away.test/"
ONWARD = ("next", "_next", "return", "back", "to", "url", "redirect", "kept", "_popup", "_to_field")
ASKED = ("q", "p", "o", "e", "before", "after", "seen", "series", "stage", "page", "kind", "path", "sheet")
HEADERS = {"Referer": AWAY, "Host": "testserver", "X-Forwarded-Host": "away.test", "Origin": "null"}
WALKS = {"reader": "/", "editor": "/desk/", "admin": "/desk/"}


@pytest.fixture(params=WALKS)
def walk(request, people, settings) -> tuple[Client, list[Page]]:
    """What somebody reaches, with texts in several stages to be reached."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "zeal" not in each]
    docket_in(Stage.IN_REVIEW, people, with_placeholder(ready_text()), series(title="One"))
    docket_in(Stage.PUBLISHED, people, ready_text(), series(title="Two"))
    client = {"reader": Client(), "editor": fresh(people.alice), "admin": fresh(people.root)}[request.param]
    found = list(pages(client, WALKS[request.param], ("/desk/logout/",)))
    assert len(found) > 12
    return client, found


@contextmanager
def taken_back() -> Iterator[None]:
    """What is posted is not kept."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def forms(found: list[Page], method: str) -> list[Form]:
    own = {
        (each.action.partition("?")[0], *each.fields): each for page in found for each in page.forms.values()
    }
    return [each for each in own.values() if each.method == method and "logout" not in each.action]


@pytest.mark.thorough
def test_no_form_is_taken_without_its_token(walk):
    client, found = walk
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    posts = forms(found, "POST")
    assert all("csrfmiddlewaretoken" in each.fields for each in posts)
    for form in posts:
        without = {name: value for name, value in form.fields.items() if name != "csrfmiddlewaretoken"}
        for data in (without, {**without, "csrfmiddlewaretoken": "a" * 64}):
            with taken_back():
                assert strict.post(form.action, data).status_code == 403, form.action


@pytest.mark.thorough
def test_nothing_leads_away_and_nothing_comes_back_as_markup(walk):
    client, found = walk
    onward = dict.fromkeys(ONWARD, AWAY)

    for page in found:
        asked = {name for form in forms([page], "GET") for name in form.fields} | {*ASKED}
        for data in (dict.fromkeys(asked, MARK), onward, dict.fromkeys(ONWARD, "//away.test")):
            against(client.get(page.address, data, headers=HEADERS), page.address)
    for form in forms(found, "POST"):
        kept = {name: value for name, value in form.fields.items() if name in ("base", "seen", "sheet")}
        for data in (
            {**dict.fromkeys(form.fields, MARK), **kept},
            dict.fromkeys(form.fields, MARK) | onward,
            form.fields | onward | {"next": "//away.test"},
        ):
            with taken_back():
                against(client.post(form.action, data, headers=HEADERS), form.action)


def against(answer, address: str) -> None:
    """Fails where an answer leads away, breaks, or holds what was sent as it was sent."""
    assert answer.status_code < 500, address
    location = answer.headers.get("Location", "")
    assert "away.test" not in location.partition("?")[0], (address, location)
    if "json" not in answer.headers.get("Content-Type", ""):
        assert MARK not in answer.content.decode(errors="replace"), address
        assert 'href="//away' not in answer.content.decode(errors="replace"), address


def test_the_sign_in_leads_on_within_the_site_alone(people):
    for onward in (AWAY, "//away.test", "/\\away.test", "https:away.test", "javascript:alert(1)"):
        credentials = {"username": "alice", "password": "pw", "next": onward}
        answer = Client().post(f"/desk/login/?next={onward}", credentials, headers=HEADERS)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/"), onward


def test_what_a_reader_looks_for_is_shown_as_text(client, db):
    page = client.get("/search/", {"q": MARK}).content.decode()

    assert "zq&quot;&gt;&lt;" in page
    assert MARK not in page
