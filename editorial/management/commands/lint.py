"""`manage.py lint`: see editorial/lint.py, which manage.py runs without Django."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from editorial import lint


class Command(BaseCommand):
    help = "Import files and run the checks on them, without a database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        lint.arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        code = lint.lint(lint.Asked.of(options))
        if code:
            raise SystemExit(code)
