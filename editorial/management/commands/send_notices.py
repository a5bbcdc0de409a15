"""Sends the mails that are due. To be run every minute, by as many workers as one likes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editorial import desk
from editorial.workflow import count


class Command(BaseCommand):
    help = "Notes down what the clock has published and sends the mails that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        desk.settle_due()
        desk.remind()
        sent = desk.send_due()
        self.stdout.write(f"{count(sent.mails, 'mail')} sent.")
        if sent.failed:
            raise CommandError(f"{count(sent.failed, 'mail')} failed and will be tried again.")
