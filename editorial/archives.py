"""The file that a backup is: a zip with a manifest, the rows of every table as JSON lines, and the pictures.

It knows no database: what SQLite held, PostgreSQL can take in. The manifest, written last, has the SHA-256 of
everything else, so that a damaged or shortened file is recognised before anything is overwritten.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

FORM = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


class Unusable(Exception):
    """The file is no backup, or not a whole one; the message says what is wrong with it."""


class Writer:
    """Puts members into an archive and notes down their digests."""

    def __init__(self, target: zipfile.ZipFile) -> None:
        self._target = target
        self.manifest: dict[str, Any] = {"stet": FORM, "members": {}}

    def lines(self, name: str, rows: Iterable[Any]) -> int:
        """One JSON value on each line; how many there were."""
        count, digest = 0, hashlib.sha256()
        with self._target.open(name, "w", force_zip64=True) as member:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                member.write(line)
                count += 1
        self.manifest["members"][name] = digest.hexdigest()
        return count

    def whole(self, name: str, content: bytes) -> None:
        """A file as it is: pictures are compressed already."""
        self._target.writestr(name, content, zipfile.ZIP_STORED)
        self.manifest["members"][name] = hashlib.sha256(content).hexdigest()


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new archive, under its name only when it is whole and on the disk; readable by its owner alone."""
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
                writer = Writer(target)
                yield writer
                target.writestr(MANIFEST, json.dumps(writer.manifest, indent=1))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class Reader:
    """An archive that was made before."""

    def __init__(self, source: zipfile.ZipFile) -> None:
        self._source = source
        self.manifest: dict[str, Any] = self._manifest()

    def _manifest(self) -> dict[str, Any]:
        try:
            found = json.loads(self._source.read(MANIFEST))
            form, members = found["stet"], found["members"]
        except (KeyError, TypeError, ValueError) as error:
            raise Unusable("It is a zip file, but no backup that Stet made.") from error
        if form != FORM:
            raise Unusable(f"It has form {form}; this release reads form {FORM}.")
        if missing := members.keys() - set(self._source.namelist()):
            raise Unusable(f"It lacks {min(missing)}.")
        return dict(found)

    def check(self) -> None:
        """Read everything once. Unusable where anything is not what the manifest says."""
        for name, wanted in self.manifest["members"].items():
            digest = hashlib.sha256()
            try:
                with self._source.open(name) as member:
                    for part in iter(lambda member=member: member.read(CHUNK), b""):
                        digest.update(part)
            except zipfile.BadZipFile as error:
                raise Unusable(f"{name} in it is damaged.") from error
            if digest.hexdigest() != wanted:
                raise Unusable(f"{name} in it is not what the manifest says.")

    def names(self, folder: str) -> list[str]:
        """Members in this folder."""
        return sorted(name for name in self.manifest["members"] if name.startswith(f"{folder}/"))

    def lines(self, name: str) -> Iterator[Any]:
        with self._source.open(name) as member:
            for line in member:
                yield json.loads(line)

    def whole(self, name: str) -> bytes:
        return self._source.read(name)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """An archive to read. Unusable where the file is none."""
    file: IO[bytes]
    with path.open("rb") as file:
        try:
            source = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise Unusable("It is no backup, or only the beginning of one.") from error
        with source:
            yield Reader(source)
