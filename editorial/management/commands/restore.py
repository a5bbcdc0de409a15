"""`manage.py restore FILE`: what a backup holds, in place of what the database holds."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial import archives, restoring
from editorial.workflow import count


class Command(BaseCommand):
    help = "Put a backup in place of what the database holds, all of it or nothing. Stop the site first."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what `manage.py backup` wrote")
        parser.add_argument(
            "--force", action="store_true", help="even where there are accounts or texts already"
        )

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        if not force and not restoring.is_empty():
            raise CommandError(
                "There are accounts or texts in this database. Make a backup of it first;"
                " then --force puts this one in its place."
            )
        try:
            done = restoring.restore(file)
        except archives.Unusable as error:
            raise CommandError(f"{file} cannot be restored. {error} Nothing was changed.") from error
        except restoring.Unsound as error:
            raise CommandError(
                f"The history in {file} does not hold. {error} Nothing was changed."
            ) from error
        except OSError as error:
            raise CommandError(f"{error.strerror or error} ({error.filename or file}).") from error
        rows, pictures = count(done.rows, "row"), count(done.pictures, "picture")
        self.stdout.write(f"{rows} and {pictures} restored; the history was verified.")
        for name in done.missing:
            self.stderr.write(f"The picture {name} was missing when the backup was made.")
