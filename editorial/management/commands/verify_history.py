"""Reads all records again and says whether anything in them was rewritten.

Exit status 1 where something does not follow; every fault is a line.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editorial import verifying
from editorial.models import Docket, Step


class Command(BaseCommand):
    help = "Reads all records again and says whether anything in them was rewritten."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(verifying.faults())
        for fault in found:
            self.stderr.write(fault)
        dockets, steps = Docket.objects.count(), Step.objects.count()
        if found:
            raise CommandError(f"{len(found)} faults in {dockets} dockets with {steps} steps.")
        self.stdout.write(f"{dockets} dockets with {steps} steps: everything follows from the records.")
