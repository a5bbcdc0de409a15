"""`manage.py make_renditions`: after an update that brings new sizes or formats, before any reader asks."""

from typing import Any

from django.core.management.base import BaseCommand

from series import renditions
from series.models import Image


class Command(BaseCommand):
    help = "Make every size and format of every picture that is not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        digests = list(Image.objects.order_by("added").values_list("pk", flat=True))
        for number, digest in enumerate(digests, 1):
            try:
                renditions.prepare(digest)
            except LookupError as error:
                self.stderr.write(str(error))
            if number % 50 == 0 or number == len(digests):
                self.stdout.write(f"{number} of {len(digests)} pictures")
