"""PostgreSQL fails for real, in the middle of a move: stopped and started, a lock held, a statement that
takes too long, a connection cut, a disk that is full.

    .ci/with-postgres python -m tests.faults.postgres

The cluster is this command's own: POSTGRES_CTL, which `.ci/with-postgres` sets, stops and starts it.
Prints what held; exit 1 after the first thing that did not.
"""

import logging
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

MOVES_ON = (302, 303)


def main() -> int:
    """One fault after the other."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DEBUG": "1", "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        logging.disable()
        settings.DEBUG = False
        settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "zeal" not in each]
        settings.PAGE_STAMP = f"{folder}/stamp"
        call_command("migrate", verbosity=0, stdout=StringIO())
        acknowledge_what_is_written()
        desk = Trial()
        desk.while_nobody_writes()
        for place in (1, 3, 6, 8):
            desk.in_the_middle(f"the server stops at write {place}", place, stop, start)
        desk.in_the_middle("the connection is cut", 4, cut)
        desk.in_the_middle("a statement takes too long", 4, too_long)
        desk.behind_a_lock()
        print(desk.on_a_full_disk(Path(folder)))
    return 0


def control(*words: str) -> None:
    command = [*shlex.split(os.environ["POSTGRES_CTL"]), *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603 - of .ci/with-postgres


def acknowledge_what_is_written() -> None:
    """A cluster for tests need not, but this one is stopped as a crash would stop it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET synchronous_commit = on")
    control("reload")
    connection.close()


def stop() -> None:
    control("--mode=immediate", "stop")


def start() -> None:
    control("--wait", "start")


def cut() -> None:
    """The server ends this connection: an administrator, a pooler, a network."""
    with other() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in%'")


def too_long() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(2)")


@contextmanager
def other() -> Iterator[Any]:
    """A connection beside the site's own; what it began is taken back."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as beside, beside.cursor() as cursor:
        yield cursor
        beside.rollback()


class Once:
    """Does something before the nth statement that writes."""

    def __init__(self, place: int, act: Callable[[], None]) -> None:
        self.place, self.act, self.written = place, act, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.written += sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if self.written == self.place:
            self.written += 1000
            self.act()
        return execute(sql, params, many, context)


class Trial:
    """A desk with a live page, and one text more to publish for each fault."""

    def __init__(self) -> None:
        from editorial.workflow import Stage
        from series import stamps
        from tests.editorial.browsing import as_
        from tests.editorial.people import cast, docket_in, ready_text
        from tests.series.test_cache import Site

        self.people, self.parts = cast(), 1
        live = docket_in(Stage.PUBLISHED, self.people, ready_text(1))
        self.address = live.installment.editions.get().get_absolute_url()
        self.site, self.dora = Site(stamps.stamp()), as_(self.people.dora)
        self.dora.raise_request_exception = False

    def approved(self) -> Any:
        from editorial.workflow import Stage
        from tests.editorial.people import docket_in, ready_text, series

        self.parts += 1
        home = series(title=f"Series {self.parts}")
        return docket_in(Stage.APPROVED, self.people, ready_text(2 + self.parts % 3), home)

    def publish(self, docket: Any) -> Any:
        from django.db import close_old_connections

        from tests.editorial.browsing import address

        answer = self.dora.post(address(docket, "publish"))
        close_old_connections()  # as a server does after each request
        return answer

    def while_nobody_writes(self) -> None:
        """Readers read on what is kept, and get a 503 for what is not."""
        assert self.site.get(self.address)[0] == 200
        stop()
        during = self.site.get(self.address)[0], self.site.get("/topics/")[0]
        start()
        after = self.site.get(self.address)[0], self.site.get("/topics/")[0]
        assert (during, after) == ((200, 503), (200, 200)), (during, after)
        print("held: the server stops while nobody writes")

    def in_the_middle(
        self, what: str, place: int, act: Callable[[], None], after: Callable[[], None] | None = None
    ) -> None:
        """A 503 in words, nothing half done; and the same move again, once it is over."""
        from django.db import connection

        from editorial import health

        docket = self.approved()
        with connection.execute_wrapper(Once(place, act)):
            told = self.publish(docket)
        if after:
            assert health.ready().status_code == 503
            after()
        assert told.status_code == 503, (what, told.status_code)
        assert "The database does not answer. Nothing was changed" in told.content.decode()
        self.nothing_happened_and_it_can_be_done_again(docket)
        print(f"held: {what}")

    def nothing_happened_and_it_can_be_done_again(self, docket: Any) -> None:
        from editorial import health, verifying
        from tests.editorial.browsing import stage_of
        from tests.faults.busy import halves

        assert health.ready().status_code == 200
        assert stage_of(docket) == "approved"
        assert not docket.installment.editions.exists()
        assert halves([docket]) == []
        assert self.publish(docket).status_code in MOVES_ON
        assert stage_of(docket) == "published"
        assert docket.installment.editions.count() == 1
        assert list(verifying.faults()) == []

    def behind_a_lock(self) -> None:
        """Another program holds a row: who writes is told after a while, readers notice nothing."""
        from django.db import connection
        from django.test import Client

        docket = self.approved()
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("20s",)
            cursor.execute("SET lock_timeout = '300ms'")
        with other() as holding:
            holding.execute(
                "SELECT 1 FROM editorial_docket WHERE installment_id = %s FOR UPDATE", [docket.pk]
            )
            told, read = self.publish(docket), Client().get(self.address)
        assert (told.status_code, read.status_code) == (503, 200)
        self.nothing_happened_and_it_can_be_done_again(docket)
        print("held: another program holds the row")

    def on_a_full_disk(self, folder: Path) -> str:
        """The tables of the desk on a disk of their own that runs full. Needs root, for the disk."""
        from django.db import OperationalError, connection

        from editorial import outages
        from editorial.models import Docket
        from tests.faults.busy import Busy, halves

        disk = Path(tempfile.mkdtemp(prefix="stet-small-disk-", dir="/tmp"))
        small = ["mount", "-t", "tmpfs", "-o", "size=700k", "stet", str(disk)]
        if subprocess.run(small, check=False, capture_output=True).returncode:  # noqa: S603
            disk.rmdir()
            return "not tried: a full disk (it takes root to make a small one)"
        shutil.chown(disk, "postgres")
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
                cursor.execute("ALTER TABLE editorial_revision SET TABLESPACE small")
            full, busy = None, Busy(1)
            while full is None:
                try:
                    busy.begun()
                except OperationalError as error:
                    full = error
            assert outages.reason(full) == "There is no room left on the disk.", full
            assert halves(list(Docket.objects.all())) == []
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE editorial_revision SET TABLESPACE pg_default")
                cursor.execute("DROP TABLESPACE small")
            self.nothing_happened_and_it_can_be_done_again(self.approved())
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)  # noqa: S603, S607
            disk.rmdir()
        return "held: a full disk"


if __name__ == "__main__":
    sys.exit(main())
