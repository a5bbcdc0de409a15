"""Looks at how this installation is set up: what is missing, what is slow, and how to mend it."""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from editorial import databases, guards
from editorial.desk.sending import TRIES
from editorial.models import Notice
from editorial.workflow import count
from series.stamps import NoStamp, stamp

MB = 1024 * 1024
ROUNDS = 5
SLOW = 20  # milliseconds that one question to the database may take


class State(StrEnum):
    """How it is with one thing."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True)
class Line:
    """What was found, and how to mend it."""

    state: State
    text: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.state:4}  {self.text}" + (f"\n      {self.mend}" if self.mend else "")


ok, warn, fail = (partial(Line, state) for state in State)


def lines() -> Iterator[Line]:
    """Everything that is looked at, the database first: without it most cannot be."""
    yield from _guarded(settings_of_production)
    found = list(_guarded(round_trip))
    yield from found
    if all(each.state is not State.FAIL for each in found):
        for look in (journal, clock, migrations, triggers, outbox):
            yield from _guarded(look)
    for look in (disk, pictures, shared_cache, page_stamp, static_files, mail_server, backups):
        yield from _guarded(look)


def _guarded(look: Callable[[], Iterator[Line]]) -> Iterator[Line]:
    try:
        yield from look()
    except Exception as error:  # whatever is broken is what was asked
        what = (look.__doc__ or look.__name__).rstrip(".")
        yield fail(f"{what}: {type(error).__name__}: {' '.join(str(error).split())[:300]}")


def settings_of_production() -> Iterator[Line]:
    """Settings."""
    if settings.DEBUG:
        yield warn("DEBUG is on: for trying out only.", "Unset DEBUG, and set SECRET_KEY and ALLOWED_HOSTS.")
        return
    key = settings.SECRET_KEY
    if len(key) < 50 or len(set(key)) < 10:
        yield fail("SECRET_KEY is weak: who guesses it can sign in as anybody.", "Give 50 random characters.")
    host = urlsplit(settings.SITE_URL).hostname or ""
    if settings.SITE_URL.startswith("http://"):
        yield warn(f"SITE_URL is {settings.SITE_URL}: links in mails and feeds are not encrypted.")
    if not any(host == each or (each[:1] == "." and host.endswith(each)) for each in settings.ALLOWED_HOSTS):
        yield fail(f"SITE_URL names {host}, which is not among ALLOWED_HOSTS.", "Add it there.")
    else:
        yield ok(f"Settings of production, at {settings.SITE_URL}.")


def round_trip() -> Iterator[Line]:
    """The database."""
    taken = []
    with connection.cursor() as cursor:
        for _ in range(ROUNDS):
            start = time.perf_counter()
            cursor.execute("SELECT 1")
            cursor.fetchone()
            taken.append((time.perf_counter() - start) * 1000)
    version = ".".join(map(str, connection.get_database_version()))
    said = f"{connection.display_name} {version} answers in {statistics.median(taken):.1f} ms."
    slow = statistics.median(taken) > SLOW
    yield warn(said, "Bring the database closer: a page asks it several times.") if slow else ok(said)


def journal() -> Iterator[Line]:
    """SQLite's journal."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        mode, sync = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        )
    if sync < 2 and not settings.DEBUG:
        yield warn("SQLite does not wait for the disk: a power cut may lose what was acknowledged.")
    if mode.lower() == "wal":
        yield ok("SQLite keeps a write-ahead log.")
    else:
        why = "its library has a bug there" if databases.sqlite_journal() != "WAL" else "the file refuses it"
        yield warn(f"SQLite's journal is {mode}, as {why}: readers wait for writers.", "Install pysqlite3.")


def clock() -> Iterator[Line]:
    """The clock."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((timezone.now() - cursor.fetchone()[0]).total_seconds())
    said = f"This machine's clock and the database's are {apart:.1f} s apart."
    yield ok(said) if apart < 2 else warn(said, "Let both follow a time server: schedules go by this clock.")


def migrations() -> Iterator[Line]:
    """Migrations."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield fail(f"{count(len(waiting), 'migration')} to be made.", "Run manage.py migrate.")
    else:
        yield ok("Every migration is made.")


def triggers() -> Iterator[Line]:
    """Triggers."""
    if missing := guards.missing():
        yield fail(
            f"The database lacks {count(len(missing), 'guard')}: {missing[0]} …", "Run manage.py migrate."
        )
    else:
        yield ok("The database repeats the desk's rules.")


def outbox() -> Iterator[Line]:
    """Mails that wait."""
    late = timezone.now() - timedelta(minutes=15)
    waiting = Notice.objects.filter(sent_at=None, user__is_active=True)
    given_up = waiting.filter(tries__gte=TRIES).count()
    overdue = waiting.filter(send_after__lt=late, tries__lt=TRIES).count()
    if overdue:
        yield warn(
            f"{count(overdue, 'mail')} should have gone out.", "Run manage.py send_notices every minute."
        )
    if given_up:
        yield warn(f"{count(given_up, 'mail')} failed {TRIES} times and are not tried again.")
    if not overdue and not given_up:
        yield ok("No mail waits.")


def disk() -> Iterator[Line]:
    """Room on the disk."""
    free = shutil.disk_usage(settings.DATA_DIR).free // MB
    said = f"{free:,} MB free in {settings.DATA_DIR}."
    state = fail if free < 200 else warn if free < 2000 else ok
    yield state(said, "" if state is ok else "Make room: without it nothing can be saved.")


def pictures() -> Iterator[Line]:
    """Where pictures are kept."""
    storage, name = storages["images"], f"doctor-{uuid4().hex}"
    drop = storage.delete
    start = time.perf_counter()
    kept = storage.save(name, ContentFile(b"Let it stand."))
    with storage.open(kept) as file:
        same = file.read() == b"Let it stand."
    drop(kept)
    taken = (time.perf_counter() - start) * 1000
    said = f"Pictures can be kept and read ({type(storage).__name__}, {taken:.0f} ms)."
    yield ok(said) if same else fail("A picture that is kept does not come back the same.")


def shared_cache() -> Iterator[Line]:
    """The cache."""
    token = uuid4().hex
    cache.set("doctor", token, 10)
    if cache.get("doctor") == token:
        yield ok(f"The cache answers ({settings.CACHES['default']['BACKEND'].rpartition('.')[2]}).")
    else:
        yield fail("The cache does not keep what it is given.")


def page_stamp() -> Iterator[Line]:
    """How processes tell each other of changes."""
    shared = stamp()
    if isinstance(shared, NoStamp):
        yield warn("Every reader's page asks the database once.", "Set REDIS_URL, or ONE_MACHINE=1.")
    elif shared.mark() is None:
        yield warn(f"{type(shared).__name__} does not answer: readers' pages ask the database instead.")
    else:
        yield ok(f"Processes tell each other of changes ({type(shared).__name__}).")


def static_files() -> Iterator[Line]:
    """Style sheets and fonts."""
    if settings.DEBUG:
        return
    if staticfiles_storage.exists("staticfiles.json"):
        yield ok("Style sheets and fonts are collected.")
    else:
        yield fail("Style sheets and fonts are not collected.", "Run manage.py collectstatic --noinput.")


def mail_server() -> Iterator[Line]:
    """The mail server."""
    if not settings.EMAIL_HOST:
        yield warn("There is no mail server: mails are only printed.", "Set EMAIL_HOST.")
        return
    with get_connection():
        yield ok(f"The mail server {settings.EMAIL_HOST} answers.")


def backups() -> Iterator[Line]:
    """Backups."""
    if not settings.BACKUP_DIR:
        yield warn(
            "Nobody knows where backups are.", "Set BACKUP_DIR, and have manage.py backup run each day."
        )
        return
    newest = max((each.stat().st_mtime for each in Path(settings.BACKUP_DIR).glob("*.stet")), default=None)
    if newest is None:
        yield fail(f"There is no backup in {settings.BACKUP_DIR}.", "Run manage.py backup DIR/NAME.stet.")
        return
    hours = (time.time() - newest) / 3600
    said = f"The newest backup is {hours:.0f} hours old."
    yield ok(said) if hours <= 26 else warn(said, "Look why manage.py backup did not run.")
