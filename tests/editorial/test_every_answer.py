"""Every kind of answer, errors of every number among them, has headers that are graded A+."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from benchmarks.headers import grade
from editorial.admin import calendar_feed
from editorial.workflow import Stage
from series import editions, issuing
from tests.editorial.browsing import address, page
from tests.editorial.people import Cast, docket_in, edited, head_text, refile
from tests.editorial.test_operations import ask
from tests.series.publish import interviews, picture, published, scheduled, somebody

LOGIN = "/desk/login/"
LIVE, GONE = "/series/night-shift/part-1/", "/series/night-shift/part-2/"
TOKEN = "a" * 32
Answers = Iterator[tuple[int, Callable[[], HttpResponse]]]


class Browser(Client):
    """Asks over https, and is told of an error as a browser is."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True, raise_request_exception=False)

    def generic(self, *args, **more):
        return super().generic(*args, **{**more, "secure": True})

    def form(self, path: str, **data: str) -> HttpResponse:
        return self.post(path, data, headers={"X-CSRFToken": TOKEN, "Referer": "https://testserver/"})


@pytest.fixture(autouse=True)
def _as_deployed(settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "zeal" not in each]


def of_readers(reader: Browser) -> Answers:
    """A status, and how somebody gets it who is not signed in."""
    shown = picture()
    first = published(interviews(somebody(portrait=shown)))
    issuing.withdraw(published(interviews(part=2)).installment, reason="Asked to.", now=timezone.now())
    scheduled(interviews(part=3))
    there = ["/", LIVE, "/series/night-shift/part-1.md", "/llms.txt", "/robots.txt", LOGIN]
    there += ["/feed.rss", "/feed.atom", "/feed.json", "/sitemap.xml", "/search/?q=bread"]
    there += [f"/images/{shown.digest}/320.webp", f"/cards/{first.pk}-{first.digest[:8]}.png"]
    nowhere = ["/nowhere/", "/series/night-shift/part-3/", f"/images/{'0' * 64}/320.webp", "/static/none.css"]
    yield from ((200, lambda path=path: reader.get(path)) for path in there)
    yield from ((404, lambda path=path: reader.get(path)) for path in nowhere)
    yield 301, lambda: reader.get(LIVE.removesuffix("/"))
    yield 302, lambda: reader.get("/desk/")
    yield 304, lambda: reader.get("/", headers={"If-None-Match": reader.get("/").headers["ETag"]})
    yield 400, lambda: reader.get("/", headers={"Host": "away.test"})
    yield 403, lambda: reader.post(LOGIN, {})
    yield 403, lambda: reader.form("/desk/preview/")
    yield 405, lambda: reader.form("/")
    yield 410, lambda: reader.get(GONE)
    yield 413, lambda: reader.generic("POST", LOGIN, b"x" * 2**21, "application/x-www-form-urlencoded")


def of_the_desk(people: Cast, settings, monkeypatch) -> Answers:
    """A status, and how somebody gets it who is; the machine breaks at the end."""
    docket, desk = docket_in(Stage.IN_REVIEW, people), Browser()
    seen = docket.head.digest
    refile(docket, edited(head_text(docket)), by=people.alice)
    desk.cookies["csrftoken"] = TOKEN
    desk.force_login(people.bob)
    calendar = calendar_feed.address(people.bob)
    there = ["/desk/", page("review", docket), page("history", docket), calendar, "/desk/security/"]
    yield from ((200, lambda path=path: desk.get(path)) for path in there)
    yield 200, lambda: desk.form("/desk/preview/", content="*x*")
    yield 403, lambda: desk.get("/desk/auth/user/")
    yield 404, lambda: desk.get("/desk/nowhere/")
    yield 405, lambda: desk.form("/desk/security/")
    yield 409, lambda: desk.form(address(docket, "approve"), seen=seen)
    yield 422, lambda: desk.form("/desk/security/code/", password="guess")
    settings.LIMITS = {"search": 1}
    yield 200, lambda: desk.get("/search/?q=a")
    yield 429, lambda: desk.get("/search/?q=a")
    for status, error in ((500, ValueError("odd")), (503, OperationalError("gone"))):
        monkeypatch.setattr(editions, "latest", failing(error))
        yield status, lambda: desk.get("/")


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def against(answers: Answers) -> Iterator[str]:
    """What is wrong with each."""
    for status, act in answers:
        answer = act()
        cookies = [("Set-Cookie", each.OutputString()) for each in answer.cookies.values()]
        found = grade([*answer.items(), *cookies])
        if (answer.status_code, found.letter, found.against) != (status, "A+", []):
            yield f"{answer.request['PATH_INFO']}: {answer.status_code} for {status}, {found}"


def test_what_readers_get_is_graded_a_plus(db) -> None:
    reader = Browser()
    reader.cookies["csrftoken"] = TOKEN

    assert list(against(of_readers(reader))) == []


def test_what_the_desk_gets_is_graded_a_plus_and_so_is_what_breaks(people, settings, monkeypatch) -> None:
    cache.clear()  # calls are counted there, for each minute
    with time_machine.travel(timezone.now(), tick=False):
        assert list(against(of_the_desk(people, settings, monkeypatch))) == []


def test_what_is_answered_before_any_view_is_graded_a_plus(db, settings) -> None:
    for probe in ("/healthz", "/readyz", "/metrics"):
        assert grade(ask(probe)[1].items()).letter == "A+", probe
    settings.SECURE_SSL_REDIRECT = True
    transport = ("Strict-Transport-Security", "max-age=31536000")  # which means nothing over http
    for host, status in (("testserver", "301"), ("away.test", "400")):
        told, headers, _ = ask("/", HTTP_HOST=host)
        assert told[:3] == status
        assert grade([*headers.items(), transport]).letter == "A+", host
