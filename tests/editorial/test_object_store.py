"""Pictures in an S3-compatible store: a small one of our own over HTTP, asked as real ones are."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client

from editorial import backups, doctor, object_store, restoring
from editorial.storing import Away, pictures
from series import renditions
from series.models import Image
from tests.editorial.people import Cast
from tests.series.publish import interviews, picture, published, somebody

NOTHING = b"<Error><Code>NoSuchKey</Code></Error>"
REFUSED = b"<Error><Code>AccessDenied</Code></Error>"


class Answering(BaseHTTPRequestHandler):
    """Keeps what it is given; can refuse, and can hold its answers back."""

    server: "Store"
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.goes_on.wait(60)
        kept, status, told = self.server.kept, 200, b""
        if self.server.refuses or "Credential=key/" not in self.headers.get("Authorization", ""):
            status, told = 403, REFUSED
        elif self.command == "PUT":
            kept[self.path] = body
        elif self.command == "DELETE":
            kept.pop(self.path, None)
            status = 204
        elif self.path not in kept:
            status, told = 404, NOTHING
        else:
            told = kept[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else told)

    do_GET = do_HEAD = do_PUT = do_DELETE = answer  # noqa: N815 - names of the library

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


class Store(ThreadingHTTPServer):
    """The store: what it keeps, what it was asked, whether it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.kept: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.refuses, self.goes_on = False, threading.Event()
        self.goes_on.set()

    def handle_error(self, *_: object) -> None:
        """Whoever asked has gone away."""


@pytest.fixture
def store(settings, monkeypatch) -> Iterator[Store]:
    monkeypatch.setattr(object_store, "CONNECT", 60)  # a busy machine is no fault of the store's
    monkeypatch.setattr(object_store, "ANSWER", 60)
    with Store() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        use(settings, f"s3+http://key:secret@127.0.0.1:{running.server_port}/stet?prefix=faces")
        yield running
        running.goes_on.set()
        running.shutdown()


def use(settings, url: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "images": pictures(url, Path())}


def test_pictures_are_kept_and_shown(db, store: Store) -> None:
    face = picture()
    published(interviews(somebody(portrait=face)))

    shown = Client().get(f"/images/{face.digest}/320.webp")
    again = Client().get(f"/images/{face.digest}/320.webp")

    kept = f"/stet/faces/{face.digest[:2]}/{face.digest}"
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/webp")
    assert again.content == shown.content == store.kept[f"{kept}-320.webp"]
    assert store.asked[-1] == f"GET {kept}-320.webp" != store.asked[-2]  # one question for a picture
    assert Client().get(f"/images/{'0' * 64}/320.webp").status_code == 404
    assert [each.state for each in doctor.pictures()] == ["OK"]
    assert not [path for path in store.kept if "doctor" in path]


@pytest.mark.thorough
def test_pictures_are_taken_along_in_a_backup(committed: Cast, store: Store, tmp_path: Path) -> None:
    face = picture()
    made = backups.make(tmp_path / "all.stet")
    assert (made.pictures, made.missing) == (1, [])
    store.kept.clear()
    restoring.restore(tmp_path / "all.stet")
    assert renditions.original(face.digest) == store.kept[f"/stet/faces/{face.digest[:2]}/{face.digest}.png"]


def test_a_store_that_does_not_answer_holds_nobody_up_and_comes_back(
    db, store: Store, settings, monkeypatch
) -> None:
    face = picture()
    page = published(interviews(somebody(portrait=face))).get_absolute_url()
    address, reader = f"/images/{face.digest}/320.webp", Client(raise_request_exception=False)
    monkeypatch.setattr(object_store, "ANSWER", 0.2)
    monkeypatch.setattr(object_store, "REST", 600)
    use(settings, f"s3+http://key:secret@127.0.0.1:{store.server_port}/stet?prefix=faces")
    store.goes_on.clear()
    store.asked.clear()

    answers = [reader.get(address) for _ in range(3)]

    assert [each.status_code for each in answers] == [503] * 3
    assert "Where pictures are kept does not answer." in answers[0].content.decode()
    assert len(store.asked) <= 1  # whoever comes next is told at once
    assert reader.get(page).status_code == 200
    with pytest.raises(Away):
        picture((1, 2, 3))
    assert Image.objects.count() == 1  # no row without its file
    store.goes_on.set()
    monkeypatch.setattr(object_store, "ANSWER", 60)
    use(settings, f"s3+http://key:secret@127.0.0.1:{store.server_port}/stet?prefix=faces")
    assert reader.get(address).status_code == 200


def test_a_store_that_refuses_is_told_from_one_that_has_nothing(db, store: Store, settings) -> None:
    with pytest.raises(FileNotFoundError):
        storages["images"].open("none.png")
    store.refuses = True
    with pytest.raises(Away, match=r"refuses: AccessDenied"):
        storages["images"].open("none.png")
    with pytest.raises(Away):
        list(doctor.pictures())

    use(settings, "s3+http://key:secret@127.0.0.1:1/stet")  # where nobody listens
    with pytest.raises(Away, match="EndpointConnectionError"):
        storages["images"].exists("none.png")
