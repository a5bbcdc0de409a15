"""Reads all records again and says whether anything in them was rewritten.

Exit status 1 where something does not follow; every fault is a line.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial import heads, verifying
from editorial.models import Docket, Step


class Command(BaseCommand):
    help = "Read all records again and say whether anything in them was rewritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", action="store_true", help="print the head of the history, to be kept elsewhere"
        )
        parser.add_argument(
            "--since", type=Path, metavar="FILE", help="a head: what it names has to be there still"
        )

    def handle(self, *args: Any, head: bool, since: Path | None, **options: Any) -> None:
        found = list(verifying.faults())
        try:
            found += heads.faults(since.read_text().splitlines()) if since else []
        except (OSError, ValueError) as error:
            raise CommandError(f"{since} cannot be used. {error}") from error
        for fault in found:
            self.stderr.write(fault)
        dockets, steps = Docket.objects.count(), Step.objects.count()
        if found:
            raise CommandError(f"{len(found)} faults in {dockets} dockets with {steps} steps.")
        if head:
            self.stdout.write("\n".join(heads.lines()))
        else:
            self.stdout.write(f"{dockets} dockets with {steps} steps: everything follows from the records.")
