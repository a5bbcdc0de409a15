"""Readers' pages kept in memory, outside of Django: a page that is kept is answered without a query.

What is kept is what a view has marked as the same for everybody (`mark`), for as long as the site's epoch
lasts: see `series.epoch` for what ends one, and `series.stamps` for how a process learns of it.
"""

import gzip
import hashlib
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from series import epoch
from series.epoch import Epoch
from series.stamps import Stamp

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

MARK, EPOCH = "stet.kept", "stet.epoch"  # in a request's META
AGAIN = 5.0  # seconds after which the database is asked even though nobody has said anything
READ = frozenset({"before", "after", "q", "kind", "series", "topic", "person"})  # parameters that views read
STATUSES = ("200", "301", "410")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")
PACKABLE = re.compile(r"text/|application/(?!octet)")
OWN = {"ETag", "Vary", "Content-Length", "Content-Encoding"}
EACH = 2_000  # bytes that an answer takes besides its bodies

log = logging.getLogger(__name__)


def mark(request: HttpRequest, same: bool = True) -> None:
    """Called by a view: whether its answer is the same for everybody, and depends on its path alone."""
    request.META[MARK] = same


def epoch_of(request: HttpRequest) -> Epoch | None:
    """The epoch, where it is known already."""
    found: Epoch | None = request.META.get(EPOCH)
    return found


class Variant(NamedTuple):
    """An answer in one encoding."""

    tag: str
    headers: Headers
    brief: Headers
    body: bytes


class Answer:
    """What is kept of a page. It is compressed once, when somebody first asks for that."""

    def __init__(self, status: str, headers: Headers, body: bytes) -> None:
        self.status, self._headers = status, [pair for pair in headers if pair[0] not in OWN]
        kind = next((value for name, value in headers if name == "Content-Type"), "")
        self._packable = len(body) > 500 and bool(PACKABLE.match(kind))
        self._digest = hashlib.sha256(body).hexdigest()[:32]
        self.plain = self._variant(body, "")
        self._packed: Variant | None = None
        self.size = len(body) + (len(body) // 3 if self._packable else 0) + EACH

    def _variant(self, body: bytes, encoding: str) -> Variant:
        tag = f'"{self._digest}{encoding and "-"}{encoding}"'
        own: Headers = [("ETag", tag)] if self.status.startswith("200") else []
        own += [("Vary", "Accept-Encoding")] if self._packable else []
        brief = [*own, *(pair for pair in self._headers if pair[0] == "Cache-Control")]
        own += [("Content-Encoding", encoding)] if encoding else []
        return Variant(tag, [*self._headers, *own, ("Content-Length", str(len(body)))], brief, body)

    def variant(self, accepted: str) -> Variant:
        """The answer in an encoding that is accepted."""
        if not self._packable or "gzip" not in accepted or NO_GZIP.search(accepted):
            return self.plain
        if self._packed is None:
            self._packed = self._variant(gzip.compress(self.plain.body, 6, mtime=0), "gzip")
        return self._packed


class Store:
    """Answers of one epoch, those that nobody has asked for longest given up first."""

    def __init__(self, most: int) -> None:
        self.most, self.size = most, 0
        self._epoch: Epoch | None = None
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, now: Epoch) -> Answer | None:
        """What is kept; in a new epoch nothing is."""
        with self._lock:
            if now is not self._epoch and now != self._epoch:
                self._answers.clear()
                self._epoch, self.size = now, 0
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def forget(self) -> None:
        """Keep nothing of what is kept."""
        with self._lock:
            self._answers.clear()
            self.size = 0

    def put(self, key: Hashable, answer: Answer, then: Epoch) -> None:
        """Keep what was made in an epoch, if that still lasts."""
        if answer.size > self.most // 4:
            return
        with self._lock:
            if then != self._epoch:
                return
            before = self._answers.pop(key, None)
            self._answers[key] = answer
            self.size += answer.size - (before.size if before else 0)
            while self.size > self.most:
                _, oldest = self._answers.popitem(last=False)
                self.size -= oldest.size


@dataclass(frozen=True, slots=True)
class _Known:
    mark: Hashable
    epoch: Epoch
    again: float


class Watch:
    """Which epoch it is: known without a query as long as nobody changes anything."""

    def __init__(self, stamp: Stamp) -> None:
        self._stamp = stamp
        self._known: _Known | None = None

    def now(self) -> Epoch | None:
        """None where the database cannot say."""
        mark, known = self._stamp.mark(), self._known
        if (
            known is not None
            and mark == known.mark
            and time.time() < known.epoch.until
            and time.monotonic() < known.again
        ):
            return known.epoch
        settled = mark is not None and self._stamp.settled()
        found = self._asked()
        if found is None and mark is not None and known and mark == known.mark:
            if time.time() >= known.epoch.until:
                return None
            found, settled = known.epoch, True  # nobody has begun a change since the database last answered
        self._known = _Known(mark, found, time.monotonic() + AGAIN) if found and settled else None
        return found

    def _asked(self) -> Epoch | None:
        close_old_connections()
        try:
            return epoch.read()
        except DatabaseError:
            log.exception("The database does not say which pages may be kept: none is.")
            close_old_connections()
            return None


class Kept:
    """The WSGI application before Django's. `apart` are beginnings of paths that are no readers' pages."""

    def __init__(self, application: Application, stamp: Stamp, *, most: int, apart: tuple[str, ...]) -> None:
        self._application, self._apart = application, apart
        self._watch, self.store = Watch(stamp), Store(most)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer what is kept, or ask Django and keep what may be."""
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith(self._apart):
            return self._application(environ, start)
        now = self._watch.now()
        if now is None:
            return self._application(environ, start)
        environ[EPOCH] = now
        if _asks(environ.get("QUERY_STRING", "")):
            return self._application(environ, start)
        key = _key(environ, path)
        answer = self.store.get(key, now)
        return _sent(answer, environ, start) if answer else self._made(environ, start, key, now)

    def _made(self, environ: Environ, start: Start, key: Hashable, now: Epoch) -> Iterable[bytes]:
        """Ask Django as if nobody had the page yet and no parameter had been given."""
        if not _is_readers(environ):
            return self._application(environ, start)
        inner = {name: value for name, value in environ.items() if name not in CONDITIONS}
        inner |= {"REQUEST_METHOD": "GET", "QUERY_STRING": ""}
        told: list[Any] = []
        found = self._application(inner, lambda *args: told.extend(args[:2]))
        try:
            body = b"".join(found)
        finally:
            getattr(found, "close", lambda: None)()
        status, headers = told
        if not inner.get(MARK) or not _may_be_kept(status, headers):
            start(status, headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        answer = Answer(status, headers, body)
        self.store.put(key, answer, now)
        return _sent(answer, environ, start)


def _asks(query: str) -> bool:
    """Whether a view would read any of these parameters; all others make no difference."""
    return bool(query) and not READ.isdisjoint(name for name, _ in parse_qsl(query, keep_blank_values=True))


def _key(environ: Environ, path: str) -> Hashable:
    header = settings.SECURE_PROXY_SSL_HEADER
    proxied = environ.get(header[0]) == header[1] if header else False
    host = environ.get("HTTP_HOST") or environ["SERVER_NAME"]
    return path, host, environ["wsgi.url_scheme"], proxied, environ.get("SCRIPT_NAME", "")


def _is_readers(environ: Environ) -> bool:
    try:
        return bool(resolve(get_path_info(environ)).func.__module__.startswith("series.views"))
    except Resolver404:
        return False


def _may_be_kept(status: str, headers: Headers) -> bool:
    named = dict(headers)
    return status.startswith(STATUSES) and not named.keys() & {"Set-Cookie", "Vary", "Content-Encoding"}


def _sent(answer: Answer, environ: Environ, start: Start) -> Iterable[bytes]:
    found = answer.variant(environ.get("HTTP_ACCEPT_ENCODING", ""))
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted and answer.status.startswith("200") and _has(wanted, found.tag):
        start("304 Not Modified", found.brief)
        return []
    start(answer.status, found.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]


def _has(wanted: str, tag: str) -> bool:
    """Whether a list of tags names this one (RFC 9110, 13.1.2: compared weakly)."""
    return wanted.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in wanted.split(",")]
