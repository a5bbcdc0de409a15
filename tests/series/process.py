"""A process of the site beside the test's own, on the same database: serves readers, or dies while it writes.

python -m tests.series.process DATABASE STAMP serve
python -m tests.series.process DATABASE STAMP (die-before-commit | die-after-commit) EDITION
"""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.db import transaction
from django.urls import resolve
from django.utils import timezone


class Server(WSGIServer):
    """With room for everybody who waits."""

    request_queue_size = 64


class Prompt(WSGIRequestHandler):
    """Without a log, and without waiting for more to send."""

    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Nothing."""


def serve(number: int) -> None:
    """Answer in so many processes, each on a port that is printed, until they are ended."""
    from editorial.wsgi import application

    resolve("/")  # with every view that there is
    for _ in range(number):
        server = make_server("127.0.0.1", 0, application, Server, Prompt)
        print(server.server_port, flush=True)
        if not os.fork():
            server.serve_forever()
        server.server_close()
    os.wait()


def die(edition: int, *, committed: bool) -> None:
    """Withdraw an edition, and be gone just before or just after that is committed."""
    from series import issuing
    from series.models import Edition

    if os.fork():
        os.wait()
        return
    with transaction.atomic():
        if committed:
            transaction.on_commit(lambda: os._exit(9))
        installment = Edition.objects.get(pk=edition).installment
        issuing.withdraw(installment, reason="It was wrong.", now=timezone.now())
        if not committed:
            os._exit(9)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    database, settings.PAGE_STAMP, act, *rest = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    settings.DEBUG = False
    django.setup()
    if act == "serve":
        serve(int(rest[0]))
    else:
        die(int(rest[0]), committed=True)
        die(int(rest[1]), committed=False)
