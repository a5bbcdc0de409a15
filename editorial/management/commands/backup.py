"""`manage.py backup FILE`: everything in one file, while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial import backups
from editorial.workflow import count


class Command(BaseCommand):
    help = "Write all rows and pictures into one file, as they are at this moment. The site may run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to; must not exist yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(
                f"{file} exists already: a backup never overwrites anything. Give another name."
            )
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
