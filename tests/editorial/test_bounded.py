"""A body that is too large is refused from its header: not one byte of it is read or written to the disk."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from editorial.workflow import Stage
from series.importers.archives import MEGABYTE
from tests.editorial.browsing import as_, page
from tests.editorial.people import docket_in

FILES, WORDS = "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"
IMPORT = "/desk/series/installment/import/"


class Untouched(io.RawIOBase):
    """A body that nobody may look into."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: Any) -> int:
        raise AssertionError("the body was read")


def send(client: Client, place: str, megabytes: int, kind: str = FILES) -> Any:
    length = str(megabytes * MEGABYTE)
    more = {"wsgi.input": Untouched(), "CONTENT_LENGTH": length, "CONTENT_TYPE": kind}
    return client.post(place, **more)


@pytest.mark.parametrize(("kind", "most"), [(FILES, 12), (WORDS, 1)])
def test_who_is_not_signed_in_sends_no_large_body_anywhere(people, kind, most):
    docket = docket_in(Stage.PUBLISHED, people)
    live = docket.installment.editions.get().get_absolute_url()
    places = [live, "/search/", "/nowhere/", "/desk/login/", "/desk/security/code/", "/desk/told/by-mail/"]
    stranger = Client(enforce_csrf_checks=True)
    stranger.get("/desk/login/")  # whoever has the token's cookie gets past a look at cookies

    for place in [*places, IMPORT, page("change", docket), "/desk/preview/"]:
        told = send(stranger, place, most + 1, kind)
        assert told.status_code == 413, place
        assert f"It has {most + 1} MB; {most} MB is the most." in told.content.decode()
        assert "default-src 'none'" in told.headers["Content-Security-Policy"]


def test_what_a_stranger_may_send_is_never_put_on_the_disk():
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_who_is_of_the_desk_sends_files_up_to_a_limit(people, settings):
    alice = as_(people.alice)

    assert send(alice, IMPORT, 141).status_code == 413
    with pytest.raises(AssertionError, match="the body was read"):
        send(alice, IMPORT, 139)
    assert send(alice, "/desk/preview/", 5, WORDS).status_code == 413
    with pytest.raises(AssertionError, match="the body was read"):
        send(alice, "/desk/preview/", 4, WORDS)

    settings.REQUIRE_SECOND_FACTOR = "everyone"  # a password alone is worth as much as none
    assert send(alice, IMPORT, 13).status_code == 413
    people.alice.is_active = False
    people.alice.save()
    assert send(alice, IMPORT, 13).status_code == 413
