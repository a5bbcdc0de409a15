"""A folder that holds one state of a set of files: what is the same stays untouched, what is no longer asked
for goes. A list of its own files tells it which they are, so that no other file is ever removed.
"""

import fcntl
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

LIST = ".stet-export"


class NotOurs(ValueError):
    """The folder holds something else, or is being written; the message says what to do."""


class Folder:
    """To be used in a `with`: files that were not put by its end are removed, unless it ends by an error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = self.kept = self.removed = 0
        self.state = ""  # what `finish` was told last time
        self._before: set[str] = set()
        self._now: set[str] = set()

    def __enter__(self) -> Self:
        own = self.path / LIST
        if self.path.is_dir() and any(self.path.iterdir()) and not own.exists():
            raise NotOurs(f"{self.path} holds other files. Choose a new folder, or an empty one.")
        self.path.mkdir(parents=True, exist_ok=True)
        self._list = own.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._list, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._list.close()
            raise NotOurs(f"{self.path} is being written by another export.") from error
        self._list.seek(0)
        lines = self._list.read().splitlines()
        self.state = lines[0].removeprefix("# ") if lines and lines[0].startswith("# ") else ""
        self._before = {line for line in lines if not line.startswith("#")}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._list.close()

    def put(self, name: str, content: bytes) -> None:
        """Write a file, unless it is there with this content already."""
        path = self.path / name
        if not path.resolve().is_relative_to(self.path.resolve()):
            raise NotOurs(f"{name} would lie outside {self.path}.")
        self._now.add(name)
        if name in self._before and path.is_file() and path.read_bytes() == content:
            self.kept += 1
            return
        if name not in self._before:  # first noted, then written: a run that breaks off leaves no stray file
            self._list.write(f"{name}\n")
            self._list.flush()
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.path, prefix=LIST, delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(path)
        self.written += 1

    def read(self, name: str) -> bytes | None:
        """A file that was put; None for another."""
        return (self.path / name).read_bytes() if name in self._now else None

    def finish(self, state: str) -> None:
        """Remove what was not put, and remember what these files are made from."""
        for name in sorted(self._before - self._now, reverse=True):
            path = self.path / name
            path.unlink(missing_ok=True)
            self.removed += 1
            self._prune(path.parent)
        for stray in self.path.glob(f"{LIST}?*"):
            stray.unlink()
        self._list.seek(0)
        self._list.truncate()
        self._list.write("\n".join([f"# {state}", *sorted(self._now), ""]))
        self._list.flush()
        os.fsync(self._list.fileno())

    def _prune(self, folder: Path) -> None:
        while folder != self.path and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
