"""A backup of one database restores into the other, and back, without losing a row or a picture."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="It takes both databases."),
]


class Site:
    """An installation with a database and a folder of its own."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.env = {**os.environ, "DEBUG": "1", "DATA_DIR": str(folder), "DATABASE_URL": url}

    def manage(self, *words: object) -> str:
        command = [sys.executable, "-W", "ignore", "manage.py", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=False)  # noqa: S603
        assert done.returncode == 0, done.stderr
        return done.stdout

    def backup(self) -> Path:
        self.manage("backup", self.folder / "desk.stet")
        return self.folder / "desk.stet"

    def restored(self, file: Path) -> "Site":
        self.manage("restore", file)
        assert "everything follows from the records" in self.manage("verify_history")
        return self


def held(file: Path) -> tuple[str, dict[str, list[object]], set[str]]:
    """Which database it is of, the rows of every table, and every picture by its digest."""
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = [name for name in manifest["members"] if name.startswith("rows/")]
        rows = {name: [json.loads(line) for line in archive.open(name)] for name in names}
    pictures = {digest for name, digest in manifest["members"].items() if name.startswith("pictures/")}
    return manifest["database"], rows, pictures


@pytest.fixture
def elsewhere(transactional_db) -> str:
    """The address of another, empty database of this server."""
    name = f"crossing_{uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_desk_moves_to_the_other_database_and_back(tmp_path: Path, elsewhere: str) -> None:
    here = Site(tmp_path / "here")
    here.manage("migrate", "--verbosity=0")
    here.manage("demo")
    first = here.backup()

    there = Site(tmp_path / "there", elsewhere).restored(first)
    second = there.backup()
    back = Site(tmp_path / "back").restored(second)

    vendors, rows, pictures = zip(*map(held, (first, second, back.backup())), strict=True)
    assert vendors == ("sqlite", "postgresql", "sqlite")
    for other in (1, 2):
        assert {name: found for name, found in rows[other].items() if found != rows[0][name]} == {}
        assert rows[other].keys() == rows[0].keys()
    assert len(rows[0]["rows/editorial.step"]) > 20
    assert pictures[0] == pictures[1] == pictures[2] != set()
