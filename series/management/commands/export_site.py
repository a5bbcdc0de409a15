"""`manage.py export_site DIR`: the public site as files. See docs/readers.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.templatetags.static import static
from django.utils import timezone

from series import exporting
from series.folder import Folder, NotOurs
from series.models import Edition


class Command(BaseCommand):
    help = "Write the whole public site into a folder; files that are the same stay untouched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--all", action="store_true", help="look at every page, even if nothing changed")
        parser.add_argument("--check", action="store_true", help="fail where a link inside leads nowhere")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            static("site/frame.css")
        except ValueError as error:
            raise CommandError("Run `manage.py collectstatic` first: pages name its files.") from error
        try:
            with Folder(options["folder"]) as folder:
                state = exporting.state(now)
                if state == folder.state and not (options["all"] or options["check"]):
                    self.stdout.write("Nothing has changed.")
                else:
                    self._export(folder, state, check=options["check"])
        except NotOurs as error:
            raise CommandError(str(error)) from error
        coming = Edition.objects.filter(ended="", live_from__gt=now).order_by("live_from").first()
        if coming:
            self.stdout.write(f"Next: {timezone.localtime(coming.live_from):%Y-%m-%d %H:%M %Z}.")

    def _export(self, folder: Folder, state: str, *, check: bool) -> None:
        done = exporting.export(folder, timezone.now())
        found = list(exporting.broken(folder, done)) if check else []
        folder.finish(state)
        figures = f"{folder.written} written, {folder.kept} untouched, {folder.removed} removed"
        self.stdout.write(f"{done.files} files: {figures}.")
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"{len(found)} link{'' if len(found) == 1 else 's'} inside lead nowhere.")
