"""`manage.py backup FILE`: everything in one file, while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from editorial import backups
from editorial.workflow import count


class Command(BaseCommand):
    help = "Write all rows and pictures into one file, as they are at this moment. The site may run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that is not there yet, or a folder")
        parser.add_argument(
            "--keep", type=int, metavar="N", help="of the folder's backups, the newest N alone"
        )

    def handle(self, *args: Any, file: Path, keep: int | None, **options: Any) -> None:
        folder = file if file.is_dir() else None
        if keep is not None and (folder is None or keep < 1):
            raise CommandError("--keep takes a number of 1 or more, and needs a folder.")
        if folder:
            file = folder / f"{timezone.now():%Y-%m-%dT%H%M%SZ}.stet"
        self._make(file)
        if folder and keep:
            for old in sorted(folder.glob("*.stet"))[:-keep]:
                old.unlink()

    def _make(self, file: Path) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already, and a backup overwrites nothing: give another name.")
        try:
            made = backups.make(file)
        except OSError as error:
            raise CommandError(f"No backup was made: {error.strerror or error} ({file}).") from error
        size = file.stat().st_size / 1024**2
        rows, pictures = count(made.rows, "row"), count(made.pictures, "picture")
        self.stdout.write(f"{file}: {rows}, {pictures}, {size:.1f} MB.\nHead of the history: {made.head}")
        if made.missing:
            lost = count(len(made.missing), "picture")
            raise CommandError(f"{lost} are missing from storage and not in it: {made.missing[0]} …")
