"""Grades the headers of a running site as Mozilla's Observatory does: `python -m benchmarks.headers URL`.

Without an address it asks the WSGI application itself, under the settings of the environment. Fails below A+.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPSConnection
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PLACES = ("/", "/desk/login/", "/search/?q=a", "/nowhere/", "/feed.rss")
GRADES = ((100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"))
STRICT = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
HALF_A_YEAR = 15_768_000
Headers = list[tuple[str, str]]


class Mark(NamedTuple):
    """What one header is worth."""

    points: int
    why: str


class Grade(NamedTuple):
    """The sum, as a letter, and what took something away."""

    letter: str
    points: int
    against: list[str]


def grade(headers: Iterable[tuple[str, str]]) -> Grade:
    """The grade of one answer over https. Extras count only where little is missing."""
    given = [(name.lower(), value) for name, value in headers]
    marks = [mark for rule in (_policy, _cookies, _transport, _others) for mark in rule(given)]
    base = 100 + sum(mark.points for mark in marks if mark.points < 0)
    points = base + (sum(mark.points for mark in marks if mark.points > 0) if base >= 90 else 0)
    letter = next((letter for least, letter in GRADES if points >= least), "F")
    return Grade(letter, max(0, points), [mark.why for mark in marks if mark.points < 0])


def _policy(given: Headers) -> Iterator[Mark]:
    policy = dict(given).get("content-security-policy", "")
    parts = {words[0]: words[1:] for each in policy.split(";") if (words := each.split())}
    scripts = parts.get("script-src", parts.get("default-src"))
    if scripts is None:
        yield Mark(-25, "There is no Content-Security-Policy that says where scripts may come from.")
        return
    styles = parts.get("style-src", parts.get("default-src", []))
    if any("unsafe" in word or word in ("*", "https:", "http:", "data:") for word in scripts):
        yield Mark(-20, "Scripts may be unsafe, or come from anywhere.")
    if any("unsafe" in word for word in styles):
        yield Mark(-5, "Styles may be unsafe.")
    if parts.get("default-src") == ["'none'"]:
        yield Mark(10, "nothing is allowed that is not named")
    framed = parts.get("frame-ancestors") in (["'none'"], ["'self'"])
    yield Mark(5, "no frames") if framed else Mark(-20, "Any site may show the page in a frame.")


def _cookies(given: Headers) -> Iterator[Mark]:
    cookies = [value.lower() for name, value in given if name == "set-cookie"]
    for cookie in cookies:
        name = cookie.partition("=")[0]
        for flag, points in (("secure", -40), ("httponly", -30), ("samesite=", -20)):
            if f"; {flag}" not in cookie:
                yield Mark(points, f"The cookie {name} is not {flag.rstrip('=')}.")
    if cookies:
        yield Mark(5, "cookies of this site alone")


def _transport(given: Headers) -> Iterator[Mark]:
    found = re.search(r"max-age=(\d+)", dict(given).get("strict-transport-security", ""))
    if not found:
        yield Mark(-20, "There is no Strict-Transport-Security.")
    elif int(found[1]) < HALF_A_YEAR:
        yield Mark(-10, "Strict-Transport-Security lasts less than half a year.")


def _others(given: Headers) -> Iterator[Mark]:
    held = dict(given)
    if held.get("x-content-type-options", "").lower() != "nosniff":
        yield Mark(-5, "X-Content-Type-Options is not nosniff.")
    if held.get("access-control-allow-origin") == "*" and "access-control-allow-credentials" in held:
        yield Mark(-50, "Every site may read answers that are for somebody who is signed in.")
    policy = {word.strip() for word in held.get("referrer-policy", "").split(",")}
    yield Mark(5, "no referrer") if policy & STRICT else Mark(-5, "Addresses are told to other sites.")
    if held.get("cross-origin-resource-policy") in ("same-origin", "same-site"):
        yield Mark(10, "nobody embeds the page")


# -- asking


def from_url(url: str, place: str) -> Headers:
    """The headers that a running site gives."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=10)
    try:
        connection.request("GET", place)
        return connection.getresponse().getheaders()
    finally:
        connection.close()


def from_application(place: str) -> Headers:
    """The headers that the WSGI application gives over https."""
    from django.conf import settings

    from editorial.wsgi import application

    path, _, query = place.partition("?")
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": settings.ALLOWED_HOSTS[0],
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    b"".join(application(environ, lambda *given: told.extend(given[:2])))
    return list(told[1])


def main(arguments: list[str]) -> int:
    """0 where every page is graded A+."""
    if not arguments:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    worst = 0
    for place in PLACES:
        found = grade(from_url(arguments[0], place) if arguments else from_application(place))
        print(f"{found.letter:3} {found.points:4}  {place}", *found.against, sep="\n          ")
        worst = max(worst, found.letter != "A+")
    return worst


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
    raise SystemExit(main(sys.argv[1:]))
