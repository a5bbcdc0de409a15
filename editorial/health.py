"""What a load balancer and a monitor ask: is the process up, can it serve, how much has it done.

Answered before Django looks at host names, so that a probe needs none; and by nothing that is kept.
"""

import os
from collections.abc import Iterator
from hmac import compare_digest

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, HttpResponseNotFound

from editorial import metrics
from editorial.headers import outside_of_django

_migrated = False  # once true, it stays so for this release


def answer(path: str, authorization: str = "") -> HttpResponse | None:
    """The answer, where this path is asked here."""
    if path == "/healthz":
        found = _plain("The process is up.", 200)
    elif path == "/readyz":
        found = ready()
    elif path == "/metrics":
        found = measured(authorization)
    else:
        return None
    for name, value in outside_of_django().items():
        found.headers[name] = value
    return found


def ready() -> HttpResponse:
    """503 where requests should go elsewhere. Pictures that cannot be written stop no reader."""
    against, notes = list(_reasons()), list(_notes())
    return _plain("\n".join([*against, *notes]) or "Ready.", 503 if against else 200)


def _reasons() -> Iterator[str]:
    global _migrated
    close_old_connections()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
            if not _migrated:
                yield "The database waits for migrations."
    except DatabaseError:
        yield "The database does not answer."


def _notes() -> Iterator[str]:
    storage = storages["images"]
    if not isinstance(storage, FileSystemStorage):
        return
    try:
        os.makedirs(storage.location, exist_ok=True)
        writable = os.access(storage.location, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        yield "Pictures cannot be written."


def measured(authorization: str) -> HttpResponse:
    """Figures for Prometheus, for whoever has the token; without one nobody knows that they are there."""
    token = settings.METRICS_TOKEN
    if not token or not compare_digest(authorization.encode(), f"Bearer {token}".encode()):
        return HttpResponseNotFound(b"", content_type="text/plain")
    return HttpResponse(metrics.text(), content_type=metrics.CONTENT_TYPE)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", "text/plain; charset=utf-8", status)
