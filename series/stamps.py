"""How every process learns at once that readers' pages change: a file on one machine, Redis on several.

A writer says so before its transaction ends, and that it is through after that. Who reads the stamp in
between, or after the writer was killed, is told that nothing is settled, and asks the database.
"""

import fcntl
import logging
import os
import threading
import weakref
from collections.abc import Callable, Hashable
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)
Args, Result = ParamSpec("Args"), TypeVar("Result")


class Held(Protocol):
    """A change that is being made. It ends when it is let go of, or with its process."""

    def let_go(self) -> None:
        """Nothing more is changed: the transaction has ended."""


class Stamp(Protocol):
    """What processes share."""

    def mark(self) -> Hashable:
        """As long as this is the same, nobody has begun to change anything. None where nobody can know."""

    def settled(self) -> bool:
        """Whether nobody is in the middle of a change. Asked after `mark`, before the database."""

    def hold(self) -> Held:
        """Tell everybody that a change begins."""


class FileStamp:
    """A file that grows by a byte with every change; whoever makes one holds a lock on it.

    The system frees the lock when a process ends, however that ends.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        os.close(self._open())

    def _open(self) -> int:
        return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)

    def mark(self) -> Hashable:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_size, found.st_ino

    def settled(self) -> bool:
        descriptor = self._open()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True

    def hold(self) -> Held:
        held = _Locked(self._open())
        fcntl.flock(held.descriptor, fcntl.LOCK_SH)
        os.write(held.descriptor, b".")
        return held


class _Locked:
    """An open file with a lock. A transaction that is rolled back forgets it, and that lets go of it, too."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def let_go(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    __del__ = let_go


class NoStamp:
    """Several machines that share nothing but the database: every request asks it."""

    def mark(self) -> Hashable:
        return None

    def settled(self) -> bool:
        return False

    def hold(self) -> Held:
        return _Locked(-1)


def stamp() -> Stamp:
    """The stamp of this site."""
    return _of(str(settings.PAGE_STAMP))


@cache
def _of(place: str) -> Stamp:
    if "://" in place:
        from series.redis_stamp import RedisStamp  # the package is needed only here

        return RedisStamp(place)
    return FileStamp(Path(place)) if place else NoStamp()


# -- writers

_here = threading.local()


def shown(work: Callable[Args, Result]) -> Callable[Args, Result]:
    """A function that changes what readers see: every process is told before its transaction ends."""

    @wraps(work)
    def announced(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        with transaction.atomic(savepoint=False):
            _announce()
            return work(*args, **kwargs)

    return announced


def _announce() -> None:
    """Once in a transaction: its end, or what undoes this part of it, lets go."""
    reference: Any = getattr(_here, "held", None)
    if reference is not None and reference() is not None:
        return
    try:
        held = stamp().hold()
    except OSError:  # no reason to refuse the change: the database is asked every few seconds, too
        log.exception("Readers may get the page before this change for some seconds.")
        return
    _here.held = weakref.ref(held)
    transaction.on_commit(held.let_go)
