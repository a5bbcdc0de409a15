"""A body that is too large is refused from its header: it is passed over piece by piece, and kept nowhere."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from editorial.bounded import PIECE
from editorial.workflow import Stage
from series.importers.archives import MEGABYTE
from tests.editorial.browsing import as_, page
from tests.editorial.people import docket_in

FILES, WORDS = "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"
IMPORT = "/desk/series/installment/import/"


class Watched(io.RawIOBase):
    """A body without an end."""

    def __init__(self) -> None:
        self.given = self.largest = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "all of the body was asked for"
        self.given, self.largest = self.given + size, max(self.largest, size)
        return bytes(size)


def send(client: Client, place: str, megabytes: int, kind: str = FILES) -> Any:
    length, body = megabytes * MEGABYTE, Watched()
    told = client.post(place, **{"wsgi.input": body, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": kind})
    if told.status_code == 413:
        assert body.largest <= PIECE
        assert body.given == min(length, settings.MOST_UPLOADED)  # so that the sender hears the answer
    return told


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
    assert send(alice, IMPORT, 139).status_code == 400  # it was read, and is no form
    assert send(alice, "/desk/preview/", 5, WORDS).status_code == 413
    assert send(alice, "/desk/preview/", 4, WORDS).status_code == 200

    settings.REQUIRE_SECOND_FACTOR = "everyone"  # a password alone is worth as much as none
    assert send(alice, IMPORT, 13).status_code == 413
    people.alice.is_active = False
    people.alice.save()
    assert send(alice, IMPORT, 13).status_code == 413
