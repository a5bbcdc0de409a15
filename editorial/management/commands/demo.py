"""Makes the demo desk, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from editorial.demo import making


class Command(BaseCommand):
    help = "Make demo content and demo accounts (invented people and companies). For trying Stet out only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Demo accounts have a known password: set DEBUG=1 to make them on a test machine."
            )
        if making.exists():
            self.stdout.write("The demo desk is there already.")
        else:
            making.make()
            self.stdout.write("The demo desk is ready.")
        for name, password, role in making.accounts():
            self.stdout.write(f"  {role:14} {name} / {password}")
