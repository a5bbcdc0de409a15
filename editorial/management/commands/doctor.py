"""`manage.py doctor`: how this installation is set up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from editorial import doctor


class Command(BaseCommand):
    help = "Say what is set up, what is missing and what is slow. Exit 1 where something has to be mended."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--strict", action="store_true", help="exit 1 for warnings, too")

    def handle(self, *args: Any, strict: bool, **options: Any) -> None:
        bad = {doctor.State.FAIL} | ({doctor.State.WARN} if strict else set())
        found = 0
        for line in doctor.lines():
            self.stdout.write(str(line))
            found += line.state in bad
        if found:
            raise SystemExit(1)
