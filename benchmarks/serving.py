"""A server as `make run` starts one, measured from outside: what a kept page costs beside a constant body of
the same size, and what its worker holds after many requests.
"""

import http.client
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

READERS = 8
PATIENCE = 180  # seconds until a server has to answer
PARTS = 100  # whole installments of the database that is measured
PAGE = "/series/keeping-time/part-{}/"
LOADS = 20  # of 10,000 requests each, while memory is looked at

KEPT = """| | CPU for a request | requests | p99 |
|---|---|---|---|
{rows}

A kept page costs {ratio:.2f} times the constant body."""
MEMORY = """    {first}   {second}

The second half takes {more:+.1f} MB more than the first at its most."""


def constant(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """What the server itself costs: as many bytes as a page has, and nothing to find out."""
    start("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))])
    return [BODY]


BODY = b"x" * int(os.environ.get("BODY", "1"))


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
            awaited(port, "/robots.txt", running)
            yield port, _worker(running.pid)
        finally:
            running.send_signal(signal.SIGTERM)


def awaited(port: int, path: str, running: "subprocess.Popen[bytes]") -> None:
    """Returns once a server answers, and not that it cannot serve yet, however slow the machine is."""
    until = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with suppress(OSError, http.client.HTTPException), closing(connection):
            connection.request("GET", path)
            if connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR:
                return
        time.sleep(0.1)
    raise TimeoutError("The server does not answer.")


def _worker(master: int) -> int:
    return int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])


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


def served(port: int, worker: int, path: str, number: int) -> tuple[float, str]:
    """Milliseconds of CPU for a request, and the end of a row."""
    load(port, [path], 800)
    before = cpu(worker)
    took, times = load(port, [path], number)
    each = 1000 * (cpu(worker) - before) / number
    late = 1000 * statistics.quantiles(times, n=100)[98]
    return each, f"{each:.3f} ms | {number / took:,.0f}/s | {late:.0f} ms |"


def kept() -> str:
    """Kept pages beside the constant body, in Markdown."""
    with server("editorial.wsgi") as (port, worker):
        size = len(ask(http.client.HTTPConnection("127.0.0.1", port), PAGE.format(7)))
        page, row = served(port, worker, PAGE.format(7), 16_000)
        rows = [f"| installment of {size / 1000:.0f} kB, kept | {row}"]
        rows.append(f"| list of series, kept | {served(port, worker, '/series/', 8_000)[1]}")
    with server("benchmarks.serving:constant", BODY=str(size)) as (port, worker):
        floor, row = served(port, worker, "/", 16_000)
        rows.append(f"| a constant body of {size / 1000:.0f} kB | {row}")
    return KEPT.format(rows="\n".join(rows), ratio=page / floor)


def memory() -> str:
    """What a worker holds while pages are made and given up all the time, in Markdown."""
    paths = [PAGE.format(7 if count % 20 else 1 + count // 20) for count in range(20 * (PARTS - 1))]
    with server("editorial.wsgi", PAGES_MB="2") as (port, worker):
        curve = []
        for _ in range(LOADS):
            load(port, paths, 10_000)
            curve.append(private(worker) / 1000)
    halves = curve[: LOADS // 2], curve[LOADS // 2 :]
    first, second = (" ".join(f"{each:.1f}" for each in half) for half in halves)
    return MEMORY.format(first=first, second=second, more=max(halves[1]) - max(halves[0]))
