"""Measures the readers' site: a page that is kept beside a constant body of the same size on the same server,
pages that are not kept, and what they cost with a hundred times as much to read.

    python -m benchmarks.readers [--most EDITIONS]

Prints Markdown tables. The database is made in a folder of its own, and removed with it.
"""

import argparse
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

PARTS = 100  # whole installments: four people, four answers each
PAGE = "/series/keeping-time/part-{}/"
READERS = 8
ROUNDS = 5  # how often a page that is not kept is asked for


def constant(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """What the server itself costs: as many bytes as a page has, and nothing to find out."""
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))])
    return [BODY]


BODY = b"x" * int(os.environ.get("BODY", "1"))


# -- a server


@contextmanager
def server(application: str, **more: str) -> Iterator[tuple[int, int]]:
    """The port and the worker of a server as `make run` starts one."""
    with http.client.socket.socket() as free:  # type: ignore[attr-defined]
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "8", "--log-level", "error"]
    with subprocess.Popen(command, env={**os.environ, **more}) as running:  # noqa: S603 - our own command
        try:
            yield port, _worker(running.pid, port)
        finally:
            running.send_signal(signal.SIGTERM)


def _worker(master: int, port: int) -> int:
    for _ in range(200):
        try:
            ask(http.client.HTTPConnection("127.0.0.1", port), "/robots.txt")
        except OSError:
            time.sleep(0.1)
        else:
            return int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])
    raise RuntimeError("The server does not start.")


def ask(connection: http.client.HTTPConnection, path: str) -> bytes:
    """A body; the connection stays open."""
    connection.request("GET", path, headers={"Host": "localhost"})
    return connection.getresponse().read()


def cpu(worker: int) -> float:
    """Seconds that a process has computed."""
    tasks = Path(f"/proc/{worker}/task").iterdir()
    return sum(int((each / "schedstat").read_text().split()[0]) for each in tasks) / 1e9


def private(worker: int) -> int:
    """Memory that only this process has, in kB."""
    lines = Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def load(port: int, paths: list[str], number: int) -> tuple[float, list[float]]:
    """Seconds for so many requests by eight readers, and how long each took."""
    times: list[float] = []

    def read(share: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for count in range(number // READERS):
            began = time.perf_counter()
            ask(connection, paths[(share + count) % len(paths)])
            times.append(time.perf_counter() - began)
        connection.close()

    threads = [threading.Thread(target=read, args=[share]) for share in range(READERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, times


def served(port: int, worker: int, paths: list[str], number: int) -> tuple[float, str]:
    """Milliseconds of CPU for a request, and a row of the table."""
    load(port, paths, 800)
    before = cpu(worker)
    took, times = load(port, paths, number)
    each = 1000 * (cpu(worker) - before) / number
    late = 1000 * statistics.quantiles(times, n=100)[98]
    return each, f"{each:.3f} ms | {number / took:,.0f}/s | {late:.1f} ms"


def measure_server() -> None:
    """Kept pages beside the constant body."""
    with server("editorial.wsgi") as (port, worker):
        size = len(ask(http.client.HTTPConnection("127.0.0.1", port), PAGE.format(7)))
        page, row = served(port, worker, [PAGE.format(7)], 16_000)
        lines = [f"| installment of {size / 1000:.1f} kB, kept | {row} |"]
        lines.append(f"| list of series, kept | {served(port, worker, ['/series/'], 8_000)[1]} |")
    with server("benchmarks.readers:constant", BODY=str(size)) as (port, worker):
        floor, row = served(port, worker, ["/"], 16_000)
        lines.append(f"| constant body of {size / 1000:.1f} kB | {row} |")
    print("\n| one worker, 8 connections | CPU for a request | requests | p99 |\n| --- | --- | --- | --- |")
    print("\n".join(lines))
    print(f"\nA kept page costs {page / floor:.2f} times the constant body.")
    measure_memory()


def measure_memory() -> None:
    """What a worker holds, while most readers want one page and the others want more than fit: pages are made
    and given up all the time."""
    paths = [PAGE.format(7 if count % 20 else 1 + count // 20) for count in range(20 * (PARTS - 1))]
    with server("editorial.wsgi", PAGES_MB="2") as (port, worker):
        curve = []
        for _ in range(20):
            load(port, paths, 10_000)
            curve.append(private(worker) / 1000)
    print("\nMemory of a worker in MB, every 10,000 requests: " + ", ".join(f"{each:.1f}" for each in curve))
    before, after = max(curve[:10]), max(curve[10:])
    print(f"The second 100,000 took {after - before:+.1f} MB more than the first at its most.")


# -- pages that are not kept, in this process


def measured(rare: str) -> dict[str, float]:
    """Milliseconds of CPU for a page that nobody has asked for in this epoch, without the server's own."""
    from django.core.wsgi import get_wsgi_application

    from benchmarks import filling
    from series.kept import Kept
    from series.manuscript import Format
    from series.models import Edition
    from series.stamps import stamp

    stories = Edition.objects.filter(format=Format.STORY).select_related("series").order_by("-pk")[:20]
    application = Kept(get_wsgi_application(), stamp(), most=64_000_000, apart=("/desk/",))

    def get(path: str) -> None:
        path, _, query = path.partition("?")
        environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
        setup_testing_defaults(environ)
        list(application(environ, lambda *_: None))

    def cold(paths: list[str]) -> float:
        """The median of what each path takes at its least: other programs on the machine only add to it."""
        least = dict.fromkeys(paths, 9.0)
        for path in paths * ROUNDS:
            application.store.forget()
            began = time.process_time()
            get(path)
            least[path] = min(least[path], time.process_time() - began)
        return 1000 * statistics.median(least.values())

    return {
        "installment": cold([PAGE.format(part) for part in range(10, PARTS)]),
        "story": cold([each.get_absolute_url() for each in stories]),
        "series": cold([f"/series/shelf-{number}/" for number in range(1, 25)]),
        "stories": cold(["/stories/"]),
        "list of series": cold(["/series/"]),
        "topic": cold([f"/topics/topic-{number}/" for number in range(1, 30)]),
        "person": cold([filling.regular().get_absolute_url()]),
        "people": cold(["/people/"]),
        "home": cold(["/"]),
        "feed": cold(["/feed.atom"]),
        "search": cold([f"/search/?q={word}" for word in rare.split()]),
    }


def main() -> None:
    """Fill, measure, fill more, measure again."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=100_000)
    most = parser.parse_args().most
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DEBUG": "1", "SEARCHES_A_MINUTE": "0"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
        import django
        from django.conf import settings

        django.setup()
        settings.DEBUG = False
        from benchmarks import filling

        words = filling.begun(PARTS)
        filling.small(1000 - PARTS, words)
        measure_server()
        rare = " ".join(words.all[2000:2020])
        columns = {1000: measured(rare)}
        filling.small(most - 1000, words)
        columns[most] = measured(rare)
        print("\n| not kept, CPU | " + " | ".join(f"{each:,} editions" for each in columns) + " | |")
        print("| --- " * (len(columns) + 2) + "|")
        for name in columns[1000]:
            few, many = (each[name] for each in columns.values())
            print(f"| {name} | {few:.2f} ms | {many:.2f} ms | {many / few:.2f} |")


if __name__ == "__main__":
    main()
