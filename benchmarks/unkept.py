"""What a readers' page costs where nobody has asked for it yet: CPU of the process and of its database.

    python -m benchmarks.unkept fill EDITIONS | measure

`benchmarks.readers` starts these, each in a process of its own on a database of its own.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from wsgiref.util import setup_testing_defaults

from benchmarks.serving import PAGE, PARTS

ROUNDS = 5  # how often a page is asked for


def fill(most: int) -> None:
    """An empty database with so many editions."""
    from benchmarks import filling

    words = filling.begun(PARTS)
    filling.small(most - PARTS, words)


def measured() -> dict[str, float]:
    """Milliseconds of CPU for a page that nobody has asked for in this epoch, without the server's own."""
    from benchmarks import filling
    from series.manuscript import Format
    from series.models import Edition

    stories = Edition.objects.filter(format=Format.STORY).select_related("series").order_by("-pk")[:20]
    rare = filling.Words().all[2000:2020]
    cold = _asking()
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
        "search": cold([f"/search/?q={word}" for word in rare]),
    }


def _asking() -> Callable[[list[str]], float]:
    from django.core.wsgi import get_wsgi_application

    from series.kept import Kept
    from series.stamps import stamp

    application, spent = Kept(get_wsgi_application(), stamp(), most=64_000_000, apart=("/desk/",)), _clock()

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
            began = spent()
            get(path)
            least[path] = min(least[path], spent() - began)
        return 1000 * statistics.median(least.values())

    return cold


def _clock() -> Callable[[], float]:
    """Seconds of CPU of this process, and of the PostgreSQL process that works for it on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    clock = ~backend << 3 | 2  # the CPU clock of another process: see clock_getcpuclockid(3)
    return lambda: time.process_time() + time.clock_gettime(clock)


def main() -> None:
    """Do one of the two."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(json.dumps(measured()))


if __name__ == "__main__":
    main()
