"""`manage.py erase_person ADDRESS`: somebody asked for their data to be erased."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial.desk.erasing import erase
from editorial.workflow import Refused, count
from series.models import Person


class Command(BaseCommand):
    help = "Take a person out of every text, record and picture. Without --yes only says what would be done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the last part of the person's address, such as ida-falk")
        parser.add_argument("--as-user", required=True, help="the administrator who does it")
        parser.add_argument("--reason", required=True, help="for the record; without the person's name")
        parser.add_argument("--also", action="append", default=[], help="another name or word of theirs")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(slug=options["address"]).first()
        by = get_user_model().objects.filter(username=options["as_user"]).first()
        if person is None or by is None:
            raise CommandError("There is no such person, or no such administrator.")
        try:
            done = erase(
                person, by=by, reason=options["reason"], also=options["also"], dry=not options["yes"]
            )
        except Refused as refused:
            raise CommandError(" ".join(refused.reasons)) from refused
        for kind, number in sorted(done.rows.items()):
            self.stdout.write(f"  {count(number, kind)}")
        said = (
            "Done. Backups that were made before still hold them."
            if options["yes"]
            else "Nothing was changed."
        )
        self.stdout.write(said)
