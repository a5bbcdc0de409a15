"""Empties the whole database, as Django's command does; the guards are down meanwhile.

Tests that commit are cleaned up with it. Nothing that runs the site calls it.
"""

from typing import Any

from django.core.management.commands.flush import Command as Flush
from django.db import transaction

from editorial import guards


class Command(Flush):
    def handle(self, **options: Any) -> None:
        using = options["database"]
        with transaction.atomic(using):
            guards.lift(using)
            super().handle(**options)
            guards.put(using)
