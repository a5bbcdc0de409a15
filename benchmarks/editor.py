"""What the desk's screens cost the server: processor time, queries and bytes of one request.

    python -m benchmarks.editor

Begins a database of its own, with four people who answer four questions each, clean and full of leftovers,
beside a thousand names that the desk knows. Requests go through the WSGI application with production
settings. Exit 1 where the editor is dearer than promised.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace

from series.manuscript import Manuscript

PEER = (59, 39, 218)  # of Wagtail 7.4 with the same installment: ms, queries, KB
MOST = (30, 25, 150)
KNOWN = 1000  # other people and organizations
ROUNDS, EACH = 5, 20  # the best round counts
TURNS = 2_000_000  # of an empty loop: how fast the machine was meanwhile, to compare two runs


def configured(folder: str) -> None:
    """Django, as it runs in production, with its files in this folder."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "editorial.settings", "DATA_DIR": folder, "DEBUG": "0",
        "SECRET_KEY": "of a benchmark, " * 4, "ALLOWED_HOSTS": "localhost",
    }  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)


def filled() -> tuple[str, list[tuple[str, str]]]:
    """The cookie of an editor, and the screens to measure: name and address."""
    from django.contrib.auth.models import Group, User
    from django.test import Client
    from django.urls import reverse

    from benchmarks.checks import installment
    from editorial import desk
    from series.importers import Imported
    from series.models import Organization, Person, Series

    Person.objects.bulk_create(Person(name=f"Known Person {n}", slug=f"known-{n}") for n in range(KNOWN))
    Organization.objects.bulk_create(
        Organization(name=f"Known {n} Ltd", slug=f"known-{n}") for n in range(KNOWN)
    )
    chief = User.objects.create_superuser("chief", password=None)
    series = Series.objects.create(title="Benchmark", slug="benchmark", format="interviews")
    desk.set_quorum(series, 1, by=chief)
    clean = installment(4, 4, 150)
    screens = [("desk home", "/desk/"), ("list", "/desk/series/installment/")]
    for name, text in (("clean", clean), ("spoiled", spoiled(clean))):
        docket = desk.import_draft(series, Imported("stet", "", text), by=chief)
        assert docket.head is not None
        person = docket.head.read().contributions[0].key
        for page, key in (("change", ()), ("person", (person,)), ("review", ()), ("history", ())):
            here = reverse(f"admin:series_installment_{page}", args=[docket.installment_id, *key])
            screens.append((f"{'editor' if page == 'change' else page}, {name}", here))
    editor = User.objects.create_user("editor", password=None, is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client = Client()
    client.force_login(editor)
    return client.cookies.output(header="", sep=";").strip(), screens


def spoiled(text: Manuscript) -> Manuscript:
    """The same with leftovers, an empty answer and doubled spaces for everybody."""
    people = tuple(
        replace(
            each,
            background="Some xxx and  more",
            answers=(replace(each.answers[0], body=""), *each.answers[1:]),
        )
        for each in text.contributions
    )
    return replace(text, title="xxx", introduction="TODO: write this", contributions=people)


def ask(application, cookie: str, path: str) -> bytes:  # type: ignore[no-untyped-def]
    """One request; AssertionError for anything but a page."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "443", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "https",
        "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    answer: Iterator[bytes] = application(environ, lambda status, headers, error=None: said.append(status))
    body = b"".join(answer)
    answer.close()  # type: ignore[attr-defined]
    assert said[0].startswith("200"), (path, said[0])
    return body


def cost(application, cookie: str, path: str) -> tuple[float, int, float]:  # type: ignore[no-untyped-def]
    """Milliseconds of the processor, queries and KB of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask(application, cookie, path)
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(EACH):
            ask(application, cookie, path)
        rounds.append((time.process_time() - start) / EACH * 1000)
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as queries:
        body = ask(application, cookie, path)
    return min(rounds), len(queries), len(body) / 1000


def turns() -> float:
    """Milliseconds of an empty loop."""
    start = time.process_time()
    for _ in range(TURNS):
        pass
    return (time.process_time() - start) * 1000


def main() -> int:
    """Measure and print; returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        configured(folder)
        cookie, screens = filled()
        from editorial.wsgi import application

        print(f"calibration {min(turns() for _ in range(5)):.0f} ms for {TURNS:,} turns")
        print(f"{'screen':24} {'ms CPU':>7} {'queries':>8} {'KB':>6}")
        print(f"{'the peer’s editor':24} {PEER[0]:7} {PEER[1]:8} {PEER[2]:6}")
        dear = False
        for name, path in screens:
            found = cost(application, cookie, path)
            print(f"{name:24} {found[0]:7.1f} {found[1]:8} {found[2]:6.0f}")
            dear |= name == "editor, clean" and any(a > b for a, b in zip(found, MOST, strict=True))
    return int(dear)


if __name__ == "__main__":
    sys.exit(main())
