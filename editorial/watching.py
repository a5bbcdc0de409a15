"""The outermost part of the application: gives each request an id, answers probes, counts and logs.

It lies outside of the pages that are kept, so that these are counted, too. What only Django knows (the route,
the actor) comes out in a dict that travels with the request.
"""

import logging
import re
import time
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.http import HttpRequest

from editorial import health, metrics
from editorial.logs import REQUEST_ID

SAID = "stet.said"  # in a request's META
SANE = re.compile(r"[\w.:-]{8,64}")
EPOCH = "stet.epoch"  # what `series.kept` leaves there
log = logging.getLogger("stet.requests")


def say(request: HttpRequest) -> None:
    """Note down what only Django knows of a request. Asks the database nothing."""
    said = request.META.get(SAID)
    if said is None:
        return
    match = request.resolver_match
    said["route"] = (match.view_name or match.route) if match else "none"
    user = getattr(request, "_cached_user", None)
    if user is not None and user.pk:
        said["actor"] = user.pk


class Watched:
    """The application, with its requests counted and logged."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        own = given if SANE.fullmatch(given) else uuid4().hex
        environ[SAID], began = {}, time.perf_counter()
        told: list[str] = []

        def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            told[:] = [status[:3]]
            return start(status, [*headers, ("X-Request-ID", own)], *more)

        token = REQUEST_ID.set(own)
        try:
            return self._answered(environ, started)
        finally:
            self._note(environ, told[0] if told else "500", time.perf_counter() - began)
            REQUEST_ID.reset(token)

    def _answered(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        probe = health.answer(environ["PATH_INFO"], environ.get("HTTP_AUTHORIZATION", ""))
        if probe is None:
            return self._application(environ, start)  # type: ignore[no-any-return]
        environ[SAID]["route"] = environ["PATH_INFO"][1:]
        start(f"{probe.status_code} {probe.reason_phrase}", [*probe.items()])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [probe.content]

    def _note(self, environ: dict[str, Any], status: str, taken: float) -> None:
        said = environ[SAID]
        from_store = EPOCH in environ and not said
        route = said.get("route") or ("kept" if from_store else "none")
        asked = from_store if EPOCH in environ else None
        metrics.note(route, environ["REQUEST_METHOD"], status, taken, asked)
        more = {"route": route, "status": int(status), "ms": round(taken * 1000, 1), **said}
        more |= {"method": environ["REQUEST_METHOD"], "path": environ["PATH_INFO"]}
        log.info("%(method)s %(path)s %(status)s", more, extra={"more": more})
