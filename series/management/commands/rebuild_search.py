"""`manage.py rebuild_search`: after an update that changes what search looks through."""

from typing import Any

from django.core.management.base import BaseCommand

from series import indexing


class Command(BaseCommand):
    help = "Make what search looks through again, from the editions."

    def handle(self, *args: Any, **options: Any) -> None:
        count = indexing.rebuild()
        self.stdout.write(f"{count} edition{'' if count == 1 else 's'} can be searched.")
