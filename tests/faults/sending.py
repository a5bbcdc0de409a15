"""Sends hostile inputs to a server by every way in, as a browser would, and looks what each answer costs."""

import contextlib
import http.client
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.test.client import encode_multipart

from editorial import lint
from editorial.models import Docket
from tests.editorial.browsing import page
from tests.editorial.pages import fields
from tests.editorial.people import head_text
from tests.faults.hostile import Input, Way
from tests.series.packing import archive

IMPORT = "/desk/series/installment/import/"
STORY = '---\ntitle: "A small quay"\n---\n\n**Problem**\n\n{}\n'  # whatever it is, here it is a section
TOKEN, BOUNDARY = "a" * 32, "stet-boundary-stet"
SHORT = 4000  # characters that fit into an address
TICK = os.sysconf("SC_CLK_TCK")
Sent = Callable[[Input], Iterator[tuple[int, float, float]]]


class Browser:
    """Somebody who is signed in, and what each answer took the worker."""

    def __init__(self, port: int, worker: int, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.port, self.process = port, Path(f"/proc/{worker}")
        self.last = HttpResponse()
        self.onward = ""

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, float, float]:
        """Status, seconds of the processor, megabytes above what there was before."""
        headers = {"Cookie": self.cookies, "X-CSRFToken": TOKEN, "Content-Type": kind}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        (self.process / "clear_refs").write_text("5")  # the peak is counted from here
        before, had = self._seconds(), self._kilobytes("VmRSS")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # what is refused is not read
            connection.request(method, path, body or None, headers)
        try:
            answer = connection.getresponse()
        except (ConnectionError, http.client.HTTPException):  # no answer at all is the worst
            connection.close()
            return 599, self._seconds() - before, 0.0
        self.last, self.onward = HttpResponse(answer.read()), answer.headers.get("Location", "")
        connection.close()
        return answer.status, self._seconds() - before, (self._kilobytes("VmHWM") - had) / 1024

    def get(self, path: str) -> tuple[int, float, float]:
        return self.ask("GET", path)

    def form(self, path: str, data: dict[str, Any]) -> tuple[int, float, float]:
        """As a browser sends a form that takes files."""
        return self.files(path, data, "", [])

    def line(self, path: str, data: dict[str, Any]) -> tuple[int, float, float]:
        body = urlencode(data, errors="replace").encode()
        return self.ask("POST", path, body, "application/x-www-form-urlencoded")

    def files(self, path: str, data: dict[str, Any], field: str, files: list[tuple[str, bytes]]) -> Any:
        """A form with files, each under its own name to the byte."""
        told = {
            k: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for k, v in data.items()
        }
        parts = [encode_multipart(BOUNDARY, told).removesuffix(f"--{BOUNDARY}--\r\n".encode())]
        for name, content in files:
            safe = name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{safe}"\r\n'
            parts += [head.encode("utf-8", "replace"), b"Content-Type: image/png\r\n\r\n", content, b"\r\n"]
        body = b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
        return self.ask("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def follow(self) -> Iterator[tuple[int, float, float]]:
        """Where the last answer leads on to."""
        if self.onward:
            yield self.get(urlsplit(self.onward).path)

    def _seconds(self) -> float:
        told = (self.process / "stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / TICK

    def _kilobytes(self, name: str) -> int:
        lines = (self.process / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def everything(given: Iterable[Input], port: int, worker: int, alice: User, docket: Docket) -> list[Way]:
    """One account for each way in."""
    browser = Browser(port, worker, alice)
    person = page("person", docket, head_text(docket).contributions[0].key)
    series = docket.installment.series_id
    for warm in ("/", person, page("proof", docket, 1), page("history", docket), IMPORT, "/search/?q=a"):
        browser.get(warm)

    def previewed(each: Input) -> Iterator[Any]:
        yield browser.form("/desk/preview/", {"content": each.text})
        yield browser.line("/desk/preview/", {"content": each.text})

    def pasted(each: Input) -> Iterator[Any]:
        for text in (each.text, STORY.format(each.text)):
            yield browser.form(IMPORT, {"text": text, "series": series, "_show": "1"})
            yield from browser.follow()

    def written(each: Input) -> Iterator[Any]:
        yield browser.get(person)
        short, asked = " ".join(each.text[:600].split()), fields(browser.last)
        words = {"background": each.text, "fun_fact": each.text[:2000], "name": short[:200], "url": short}
        yield browser.form(person, {**asked, **words})
        yield from browser.follow()
        yield browser.get(page("proof", docket, docket.revisions.latest("number").number))

    def headed(each: Input) -> Iterator[Any]:
        yield browser.get(page("change", docket))
        short, asked = " ".join(each.text[:600].split()), fields(browser.last)
        words = dict.fromkeys(("title", "standfirst", "slug", "part", "topics", "date", "due"), short)
        yield browser.form(page("change", docket), {**asked, **words, "introduction": each.text})
        yield from browser.follow()

    def chosen(each: Input) -> Iterator[Any]:
        yield browser.files(IMPORT, {"series": series}, "file", [(each.upload, each.content)])
        yield from browser.follow()

    def zipped(each: Input) -> Iterator[Any]:
        packed = archive({f"posts/{each.upload}": each.content})
        yield browser.files(IMPORT, {"series": series}, "file", [("posts.zip", packed)])
        yield from browser.follow()

    def shown(each: Input) -> Iterator[Any]:
        yield browser.get(person)
        asked = fields(browser.last)
        yield browser.files(person, asked, "portrait", [(each.upload, each.content)])
        yield from browser.follow()

    def asked_for(each: Input) -> Iterator[Any]:
        words = quote(each.text[:SHORT], errors="replace")
        for place in ("/search/?q=", "/archive/?before=", "/desk/login/?next=", "/series/", "/images/"):
            yield browser.get(place + (words if place.endswith("=") else words.replace("%0A", "")[:SHORT]))

    ways: dict[str, Sent] = {
        "preview": previewed,
        "paste": pasted,
        "a person’s fields, and the proof": written,
        "the installment’s own fields": headed,
        "import of a file": chosen,
        "import of an archive": zipped,
        "upload of a picture": shown,
        "search and addresses": asked_for,
        "lint": linted,
    }
    accounts = {name: Way(name) for name in ways}
    folder_of_all: list[tuple[str, bytes]] = []
    for each in given:
        for name, send in ways.items():
            accounts[name].inputs += 1
            for answer in send(each):
                accounts[name].note(each, *answer)
        if len(each.content) < 100_000:
            folder_of_all.append((each.upload, each.content))
    return [*accounts.values(), _together(browser, series, folder_of_all)]


def _together(browser: Browser, series: int, files: list[tuple[str, bytes]]) -> Way:
    """All of the small ones as one folder, read to the end; and more fields and files than there may be."""
    way = Way("a folder of all small ones", inputs=len(files))
    all_of_them = Input("folder", "the folder", "", b"")
    way.note(all_of_them, *browser.files(IMPORT, {"series": series}, "folder", files))
    place = urlsplit(browser.onward).path
    for answer in browser.follow():
        way.note(all_of_them, *answer)
    for _ in range(60):
        way.note(all_of_them, *browser.form(f"{place}on/", {}))
    way.note(all_of_them, *browser.get(place))
    fields = {f"f{number}": "1" for number in range(10_000)}
    way.note(Input("http", "10,000 fields", "", b""), *browser.line("/desk/login/", fields))
    many = [(f"{number}.png", b"x") for number in range(2_500)]
    way.note(Input("http", "2,500 files", "", b""), *browser.files(IMPORT, {}, "folder", many))
    return way


def linted(each: Input) -> Iterator[tuple[int, float, float]]:
    """The checks of the command line on the file, in a process of its own. 500 stands for a failure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{Path(each.upload).suffix or '.md'}"
        path.write_bytes(each.content)
        if not (process := os.fork()):
            try:
                result = lint.check_file(str(path))
                os._exit(0 if result.error or result.form else 1)
            except BaseException:
                os._exit(1)
        before = int(Path(f"/proc/{os.getpid()}/statm").read_text().split()[1]) * 4
        _, status, used = os.wait4(process, 0)
        yield 500 if status else 200, used.ru_utime + used.ru_stime, (used.ru_maxrss - before) / 1024
