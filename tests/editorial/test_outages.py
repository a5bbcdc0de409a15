"""The machine lets us down: what is said then, what is kept, and that readers keep reading."""

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from editorial import desk, outages
from editorial.models import Docket, Notice
from editorial.workflow import Stage
from series import renditions, stamps
from series.models import Image
from tests.editorial.browsing import as_, page, post, stage_of
from tests.editorial.people import Cast, docket_in, draft, ready_text
from tests.faults.busy import halves
from tests.series.publish import picture, published
from tests.series.test_cache import Site

ROOT = Path(__file__).resolve().parents[2]
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="It is about SQLite's own file.")


@contextmanager
def gone() -> Iterator[None]:
    """The database is where it was no more."""
    where = connection.settings_dict
    before = dict(where)
    where.update({"NAME": "/nowhere/at/all"} if connection.vendor == "sqlite" else {"PORT": "1"})
    connection.close()
    try:
        yield
    finally:
        where.update(before)
        connection.close()


def test_readers_keep_reading_while_the_database_is_gone(
    committed: Cast, settings, tmp_path, monkeypatch
) -> None:
    settings.PAGE_STAMP = str(tmp_path / "stamp")
    monkeypatch.setattr("series.kept.AGAIN", -1)  # ask the database at each request
    published()
    site = Site(stamps.stamp())
    before = site.get()

    with gone():
        during, other = site.get(), site.get("/topics/")
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            later = site.get()
    after = site.get()

    assert before[0] == during[0] == after[0] == 200
    assert during[2] == before[2]
    assert (other[0], later[0]) == (503, 503)  # what is not kept; and a day on, nobody knows what is live
    assert other[1]["Retry-After"] == "60"


def test_the_desk_says_that_the_database_is_gone_and_goes_on_when_it_is_back(committed: Cast) -> None:
    docket = docket_in(Stage.DRAFT, committed)
    alice = as_(committed.alice)
    alice.raise_request_exception = False

    with gone():
        said = alice.get(page("review", docket))

    assert said.status_code == 503
    assert "The database does not answer. Nothing was changed" in said.content.decode()
    assert alice.get(page("review", docket)).status_code == 200


@only_sqlite
def test_who_writes_is_told_when_another_holds_the_file_and_readers_notice_nothing(committed: Cast) -> None:
    docket = docket_in(Stage.APPROVED, committed)
    live = docket_in(Stage.PUBLISHED, committed, ready_text(2))
    address = live.installment.editions.get().get_absolute_url()
    dora = as_(committed.dora)
    dora.raise_request_exception = False
    connection.close()
    connection.features.__dict__.pop("supports_json_field", None)  # as in a thread that is new
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")

        read = Client().get(address)
        told = dora.post(page("move", docket, "publish"))

    assert (told.status_code, read.status_code) == (503, 200)
    assert "Back” button has what you typed" in told.content.decode()
    assert stage_of(docket) == Stage.APPROVED
    post(committed.dora, docket, "publish")
    assert stage_of(docket) == Stage.PUBLISHED


@only_sqlite
def test_a_full_disk_is_said_and_leaves_nothing_half_done(committed: Cast) -> None:
    docket_in(Stage.APPROVED, committed)
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 20}")

    def fill() -> None:
        for number in range(2, 100):
            draft(committed, ready_text(number))

    with pytest.raises(OperationalError) as full:
        fill()

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert outages.reason(full.value) == "There is no room left on the disk."
    assert halves(list(Docket.objects.all())) == []
    draft(committed, ready_text(101))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "There is no room left on the disk."),
        (OSError(errno.EROFS, "Read-only file system"), "Nothing can be written to the disk."),
        (FileNotFoundError(errno.ENOENT, "No such file"), ""),
        (ValueError("full"), ""),
    ],
)
def test_an_outage_is_told_from_a_fault_of_ours(error: Exception, said: str) -> None:
    assert outages.reason(error) == said


def test_a_picture_that_cannot_be_kept_has_no_row(db, monkeypatch) -> None:
    refuse_files(monkeypatch, errno.ENOSPC)

    with pytest.raises(OSError, match="No space"):
        picture((7, 77, 177))  # which no other test has kept already

    assert not Image.objects.exists()


def test_readers_get_pictures_though_nothing_can_be_written(people: Cast, monkeypatch) -> None:
    face = picture()
    refuse_files(monkeypatch, errno.EROFS)

    content, kind = renditions.rendition(face.digest, 320)

    assert (kind, content[8:12]) == ("image/webp", b"WEBP")


def refuse_files(monkeypatch, number: int) -> None:
    def refused(**_: object) -> None:
        raise OSError(number, "No space left on device")

    monkeypatch.setattr(renditions.tempfile, "NamedTemporaryFile", refused)


def test_a_mail_server_that_is_gone_holds_nobody_up(committed: Cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.NOTICES_AT_ONCE = "127.0.0.1", 1, True

    docket = docket_in(Stage.IN_REVIEW, committed)

    assert stage_of(docket) == Stage.IN_REVIEW
    waiting = Notice.objects.filter(sent_at=None, tries=0, claim=None)
    assert waiting.count() == Notice.objects.count() == 3
    assert sum(each.error.startswith("ConnectionRefusedError") for each in waiting) == 1  # it was asked once


def test_a_clock_that_jumped_ahead_and_back_publishes_nothing_twice(people: Cast) -> None:
    docket = docket_in(Stage.SCHEDULED, people)
    with time_machine.travel(docket.moment + timedelta(hours=1)):
        assert desk.settle_due() == 1

    assert desk.settle_due() == 0
    docket = Docket.objects.get(pk=docket.pk)
    assert [each.move for each in docket.steps.all()][-2:] == ["schedule", "appear"]
    assert docket.stage == Stage.PUBLISHED
    assert docket.installment.editions.count() == 1


@pytest.mark.thorough
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="It is about a server of its own.")
def test_postgresql_that_fails_in_the_middle_leaves_nothing_half_done() -> None:
    command = [".ci/with-postgres", sys.executable, "-W", "ignore", "-m", "tests.faults.postgres"]
    env = {name: value for name, value in os.environ.items() if name not in ("STET_TESTS", "DATA_DIR")}

    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("held: ") >= 8, done.stdout
