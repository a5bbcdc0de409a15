"""No address, and no other way in, leads around the second factor."""

from typing import Any

import pytest
from django.test import Client

from editorial.workflow import Stage
from tests.editorial.people import docket_in, ready_text, series, with_portrait
from tests.editorial.routes import Filling, is_desks, routes
from tests.editorial.test_second_factor import CODE, ENROL, enrolled, signed_in
from tests.series.publish import picture

# what is answered to a password alone, written out a second time: none of it shows or changes a text
FREE = {"login/", "logout/", "jsi18n/", "security/code/", "security/enrol/", "calendar.ics", "told/by-mail/"}


def desks(filling: Filling) -> dict[str, str]:
    """Every address of the desk but the free ones, by its route."""
    named = {route: route.removeprefix("desk/") for route, _ in routes() if is_desks(route)}
    assert set(named.values()) >= FREE
    return {route: filling.address(route) for route, short in named.items() if short not in FREE}


@pytest.mark.parametrize("how", ["has one", "needs one"])
def test_a_password_alone_opens_no_address_of_the_desk(people, settings, how):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "zeal" not in each]
    docket = docket_in(Stage.PUBLISHED, people, ready_text(), series())
    from series.models import Announcement

    Announcement.objects.create(text="Hello", first_day="2020-01-01", last_day="2020-01-02")
    if how == "has one":
        enrolled(signed_in("root"))
    else:
        settings.REQUIRE_SECOND_FACTOR = "everyone"
    client, page = signed_in("root"), CODE if how == "has one" else ENROL

    for route, address in desks(Filling(docket, people)).items():
        got, posted = client.get(address), client.post(address, {"_save": "1", "note": "Words to keep."})
        assert (got.status_code, got.headers.get("Location", "").partition("?")[0]) == (302, page), route
        assert posted.status_code == 403, route
        assert f"Enter your {'code' if how == 'has one' else 'password'}" in posted.content.decode(), route


def test_a_password_alone_shows_no_picture_of_a_draft(people, settings):
    face: Any = picture((8, 8, 8))
    docket_in(Stage.DRAFT, people, with_portrait(ready_text(), face))
    address, client = f"/images/{face.digest}/320.webp", signed_in("alice")
    assert client.get(address).status_code == 200

    settings.REQUIRE_SECOND_FACTOR = "everyone"

    assert client.get(address).status_code == Client().get(address).status_code == 404


def test_a_session_from_before_the_enrolment_ends_with_it(people):
    before, now = signed_in("dora"), signed_in("dora")

    enrolled(now)

    assert [each.get("/desk/").status_code for each in (before, now)] == [302, 200]
    assert before.get("/desk/").headers["Location"] == "/desk/login/?next=/desk/"


def test_there_is_no_way_in_beside_the_sign_in(people):
    docket = docket_in(Stage.DRAFT, people)
    proof = f"/desk/series/installment/{docket.installment_id}/change/"

    for headers in (
        {"Authorization": "Basic cm9vdDpwdw=="},
        {"Remote-User": "root"},
        {"X-Remote-User": "root"},
    ):
        assert Client(headers=headers).get(proof).status_code == 302
    for address in ("/desk/password_reset/", "/desk/reset/MQ/x/", "/accounts/login/", "/admin/", "/api/"):
        answer = Client().get(address, follow=True)
        assert answer.status_code == 404 or answer.request["PATH_INFO"] == "/desk/login/", address
