"""Readers without pause, editors at work and a publication in the middle, on one, two and four processes.

    python -m benchmarks.load [--seconds 10] [--processes 1,2,4] [--write]

On SQLite in a scratch folder, or on the empty PostgreSQL of DATABASE_URL. Readers and editors share the
machine with the server. --write puts the figures into docs/operations.md. Exit 1 after any error.
"""

import argparse
import http.client
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import awaited

READERS = 8
PAUSE = 0.2  # seconds between two saves of an editor
PAGES = ("/", "/series/", "/topics/", "/archive/", "/feed.rss", "/people/", "/search/?q=morning")
PLAIN = {"SECRET_KEY": "x1y2z3" * 12, "ALLOWED_HOSTS": "127.0.0.1", "SECURE_SSL_REDIRECT": "0", "DEBUG": "0"}
PLAIN |= {"SITE_URL": "http://127.0.0.1", "SEARCHES_A_MINUTE": "0"}
DOC = Path(__file__).resolve().parent.parent / "docs" / "operations.md"
START, END = "<!-- load: python -m benchmarks.load --write -->", "<!-- end of load -->"
HEAD = """| database | processes | pages/s | median | 99 % | errors | saves | slowest | new page after |
|---|---|---|---|---|---|---|---|---|
"""


@dataclass
class Heard:
    """What readers got."""

    taken: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    first_seen: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--processes", default="1,2,4")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--edit", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.edit:
        return edit(asked.edit)
    rows, errors = [], []
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, **PLAIN}
        manage("migrate", "--verbosity=0")
        manage("demo", DEBUG="1")
        manage("collectstatic", "--noinput", "--verbosity=0")
        for processes in map(int, asked.processes.split(",")):
            row, found = measure(processes, asked.seconds)
            rows.append(row)
            errors += found
    print(HEAD + "\n".join(rows))
    print("\n".join(errors[:10]))
    if asked.write:
        write(rows)
    return 1 if errors else 0


def manage(*words: str, **more: str) -> None:
    command = [sys.executable, "-W", "ignore", "manage.py", *words]
    subprocess.run(command, check=True, env={**os.environ, **more}, stdout=subprocess.DEVNULL)  # noqa: S603


def measure(processes: int, seconds: int) -> tuple[str, list[str]]:
    """One line of the table, and what went wrong."""
    heard = Heard()
    with server(processes) as port:
        for path in PAGES:
            ask(http.client.HTTPConnection("127.0.0.1", port), path)
        editors = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-W", "ignore", "-m", "benchmarks.load", "--edit", str(seconds)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert editors.stdout is not None
        address = editors.stdout.readline().strip()  # they are ready; this page is published in the middle
        threads = [threading.Thread(target=read, args=(heard, port, n, address)) for n in range(READERS)]
        for thread in threads:
            thread.start()
        done = json.loads(editors.communicate()[0])
        time.sleep(1)
        heard.over.set()
        for thread in threads:
            thread.join()
    late = (heard.first_seen - done["published"]) * 1000 if heard.first_seen else float("inf")
    rate, low, high = len(heard.taken) / (seconds + 1), *quantiles(heard.taken)
    errors = heard.errors + done["errors"] + ([] if heard.first_seen else ["the new page never came"])
    row = f"| {done['database']} | {processes} | {rate:,.0f} | {low:.1f} ms | {high:.1f} ms | {len(errors)} |"
    return f"{row} {done['saves']} | {done['slowest']:.0f} ms | {max(late, 0):.0f} ms |", errors


def quantiles(taken: list[float]) -> tuple[float, float]:
    return statistics.median(taken) * 1000, statistics.quantiles(taken, n=100)[-1] * 1000


@contextmanager
def server(processes: int) -> Iterator[int]:
    """The port of a server as a deployment starts one."""
    with http.client.socket.socket() as free:  # type: ignore[attr-defined]
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "editorial.wsgi", "--config", "deploy/gunicorn.py"]
    env = {**os.environ, "BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": str(processes)}
    with subprocess.Popen([*command, "--log-level", "error"], env=env) as running:  # noqa: S603
        try:
            awaited(port, "/readyz", running)
            yield port
        finally:
            running.send_signal(signal.SIGTERM)


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def read(heard: Heard, port: int, number: int, address: str) -> None:
    """One page after the other; the one that is to come among them, which must stay once it is there."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    place, seen = number, False
    while not heard.over.is_set():
        place += 1
        path = address if place % 5 == 0 else PAGES[place % len(PAGES)]
        start = time.perf_counter()
        try:
            status, _ = ask(connection, path)
        except (OSError, http.client.HTTPException) as error:
            heard.errors.append(f"{path}: {error!r}")
            connection = http.client.HTTPConnection("127.0.0.1", port)
            continue
        heard.taken.append(time.perf_counter() - start)
        if path == address and status == 200 and not seen:
            seen = True
            heard.first_seen = heard.first_seen or time.time()
        elif status != 200 and not (path == address and status == 404 and not seen):
            heard.errors.append(f"{path}: {status}")


# -- the editors, in a process of their own


def edit(seconds: int) -> int:
    """Save a draft again and again; bring a text to the readers in the middle. Prints what was done."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
    import django

    django.setup()
    from django.db import connection

    from editorial import desk

    alice, bob, dora = people()
    home, new = begun(alice), begun(alice)
    print(f"/series/{new.installment.series.slug}/{new.installment.slug}/", flush=True)
    saves: list[float] = []
    errors: list[str] = []
    published, start = 0.0, time.time()
    while time.time() < start + seconds:
        try:
            saves.append(save(home, alice, len(saves)))
            if not published and time.time() > start + seconds / 2:
                desk.make(new, "submit", by=alice)
                desk.make(new, "approve", by=bob, seen=new.head.digest)
                desk.make(new, "publish", by=dora)
                published = time.time()
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        time.sleep(PAUSE / 2)
    done = {"database": connection.display_name, "saves": len(saves), "slowest": max(saves) * 1000}
    print(json.dumps({**done, "published": published, "errors": errors}))
    return 0


def people():  # type: ignore[no-untyped-def]
    from django.contrib.auth.models import User

    return [User.objects.get(username=name) for name in ("editor", "reviewer", "publisher")]


def begun(by):  # type: ignore[no-untyped-def]
    """A draft of a story that passes the gate, in a series of its own."""
    from editorial import desk
    from editorial.models import HouseRules, Revision
    from series import writing
    from series.importers import Imported

    kept = Revision.objects.filter(docket__installment__series__slug="lessons-from-the-floor").first()
    assert kept is not None
    title = f"Lessons again {time.time_ns()}"
    series = writing.begin_series(title=title, slug=title.lower().replace(" ", "-"), format="story")
    HouseRules.objects.create(series=series, quorum=1)
    return desk.import_draft(series, Imported("markdown", "", kept.read()), by=by)


def save(docket, by, number: int) -> float:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from editorial import desk

    text = replace(docket.head.read(), introduction=f"Saved {number} times.")
    start = time.perf_counter()
    desk.file_copy(docket, text, by=by, base=docket.head.digest)
    return time.perf_counter() - start


def write(rows: list[str]) -> None:
    """Put this database's lines between the two markers, beside the other's."""
    before, _, rest = DOC.read_text(encoding="utf-8").partition(START)
    table, _, after = rest.partition(END)
    own = rows[0].split("|")[1]
    others = [line for line in table.splitlines() if line[:2] == "| " and line.split("|")[1] != own]
    kept = sorted(line for line in others if not line.startswith("| database"))
    DOC.write_text(
        f"{before}{START}\n{HEAD}" + "\n".join([*kept, *rows]) + f"\n{END}{after}", encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
