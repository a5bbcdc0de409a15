"""A backup is whole, restores to the same, and refuses with words what it cannot do."""

import errno
import zipfile
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from editorial import archives, backups, desk, guards, restoring, verifying
from editorial.models import Docket, Step
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.people import Cast, docket_in, edited, head_text, ready_text, refile
from tests.series.publish import picture


def rows() -> dict[str, list[list[object]]]:
    return {backups.label(each): list(backups.rows_of(each)) for each in backups.tables(apps)}


def run(*words: object, **more: object) -> str:
    out = StringIO()
    call_command(*map(str, words), stdout=out, stderr=out, **more)
    return out.getvalue()


@pytest.mark.thorough
def test_what_is_restored_is_what_was_there(committed: Cast, tmp_path: Path) -> None:
    picture()
    docket = docket_in(Stage.PUBLISHED, committed)
    docket_in(Stage.SCHEDULED, committed, ready_text(2))
    file, before = tmp_path / "desk.stet", rows()
    portrait = storages["images"].path(before["series.image"][1][-2])

    said = run("backup", file)
    desk.make(docket, "withdraw", by=committed.dora, note="Too early.")
    Path(portrait).unlink()
    with pytest.raises(CommandError, match="accounts or texts in this database"):
        run("restore", file)
    run("restore", file, force=True)

    assert "1 picture" in said
    assert {name: found for name, found in rows().items() if found != before[name]} == {}
    assert Path(portrait).is_file()
    assert list(verifying.faults()) == []
    assert guards.missing() == []
    refile(Docket.objects.get(pk=docket.pk + 1), edited(head_text(docket)), committed.alice)


@pytest.fixture
def archive(committed: Cast, tmp_path: Path) -> Path:
    docket_in(Stage.PUBLISHED, committed)
    run("backup", tmp_path / "desk.stet")
    return tmp_path / "desk.stet"


def rewritten(archive: Path, name: str, change) -> None:
    """The archive with one member changed, its manifest following where it is not the manifest itself."""
    with zipfile.ZipFile(archive) as source:
        members = {each: source.read(each) for each in source.namelist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(archive, "w") as target:
        for each, content in members.items():
            target.writestr(each, content)


def newer(manifest: bytes) -> bytes:
    return manifest.replace(b'"series",\n   "0001_initial"', b'"series",\n   "9999"')


def test_a_file_that_is_no_whole_backup_changes_nothing(archive: Path, tmp_path: Path) -> None:
    before = rows()
    whole = archive.read_bytes()
    spoilt = {
        "no backup, or only the beginning": lambda: archive.write_bytes(whole[: len(whole) // 2]),
        "no backup that Stet made": lambda: zipfile.ZipFile(archive, "w").close(),
        "rows/editorial.step in it is not what": lambda: rewritten(
            archive, "rows/editorial.step", lambda text: text.replace(b"publish", b"PUBLISH")
        ),
        "of a newer release, which has series.9999": lambda: rewritten(
            archive,
            "manifest.json",
            newer,
        ),
    }

    for words, spoil in spoilt.items():
        archive.write_bytes(whole)
        spoil()
        with pytest.raises(CommandError, match=f"{words}.*Nothing was changed"):
            run("restore", archive, force=True)

    assert rows() == before


def test_a_forged_history_is_not_taken_in(archive: Path) -> None:
    guards.lift()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE editorial_step SET by_id = NULL WHERE number = 2")
    guards.put()

    with (
        archives.opened(archive) as opened,
        pytest.raises(restoring.Unsound, match=r"step 2 \(submit\) was rewritten"),
    ):
        restoring.verify(opened)


def test_a_full_disk_leaves_no_half_a_backup(committed: Cast, tmp_path: Path, monkeypatch) -> None:
    docket_in(Stage.PUBLISHED, committed)
    written = archives.Writer.lines

    def full(self, name, rows):
        if name.endswith("step"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return written(self, name, rows)

    monkeypatch.setattr(archives.Writer, "lines", full)

    with pytest.raises(CommandError, match="No backup was made: No space left on device"):
        run("backup", tmp_path / "desk.stet")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_keeps_the_newest_backups(transactional_db, tmp_path: Path) -> None:
    for day in range(1, 5):
        with time_machine.travel(datetime(2031, 5, day, 3, 10, tzinfo=UTC), tick=False):
            run("backup", tmp_path, "--keep", 2)

    kept = sorted(each.name for each in tmp_path.iterdir())
    assert kept == ["2031-05-03T031000Z.stet", "2031-05-04T031000Z.stet"]
    with pytest.raises(CommandError, match="needs a folder"):
        run("backup", tmp_path / "one.stet", "--keep", 2)


def test_a_head_proves_that_nothing_before_it_was_rewritten(people: Cast, tmp_path: Path) -> None:
    docket = docket_in(Stage.PUBLISHED, people)
    head = tmp_path / "head.txt"
    head.write_text(run("verify_history", "--head"))
    desk.make(docket, "correct", by=people.alice)

    assert "everything follows" in run("verify_history", "--since", head)
    guards.lift()
    last = Step.objects.get(docket=docket, move="publish")
    Step.objects.filter(pk=last.pk)._raw_delete("default")
    assert Edition.objects.count() == 1
    with pytest.raises(CommandError):
        run("verify_history", "--since", head)
    head.write_text(head.read_text().replace("1", "2", 1))
    with pytest.raises(CommandError, match="no head of a history"):
        run("verify_history", "--since", head)
