"""Deletes what was brought in to be imported and never confirmed. Whoever imports next does it, too."""

from typing import Any

from django.core.management.base import BaseCommand

from editorial.desk import holding
from editorial.workflow import count


class Command(BaseCommand):
    help = "Forgets posts that were held for an import and not confirmed in time."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{count(holding.forget_imports(), 'post')} forgotten.")
