"""Reads what is held, and makes drafts of it once that is confirmed: a bit at a time, each draft in a
transaction of its own, so that whatever is interrupted goes on where it was and doubles nothing.
"""

import io
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from editorial import intake
from editorial.models import Docket, Import, ImportFile
from editorial.rules import Rules
from editorial.workflow import Refused
from series import images, writing
from series.addresses import free_series_address
from series.importers import Unreadable
from series.importers.docx import is_docx, pictures
from series.manuscript import Format, Picture
from series.models import Series

from .filing import import_draft
from .holding import TOGETHER, how_of, own
from .recording import Actor


@transaction.atomic
def confirm_import(held: Import, *, by: Actor, now: datetime | None = None) -> None:
    """Say that drafts are to be made; a series that is new is begun. Twice is once."""
    own(held, by)
    row = Import.objects.select_for_update().get(pk=held.pk)
    if row.series is None:
        if not by.has_perm("series.add_series"):  # type: ignore[attr-defined]
            raise Refused(("Only an administrator can begin a series: choose one that there is.",))
        row.series = _begun(row)
    row.confirmed = row.confirmed or now or timezone.now()
    row.save(update_fields=["series", "confirmed"])
    row.files.filter(state=ImportFile.READ, wanted=False).update(state=ImportFile.LEFT_OUT, content=b"")
    held.refresh_from_db()


def _begun(held: Import) -> Series:
    """The series that this import begins; the one of this title, where there is one by now."""
    if found := Series.objects.filter(title=held.new_series).first():
        return found
    stories = ImportFile.objects.filter(
        held=held, state=ImportFile.READ, wanted=True, summary__format=Format.STORY
    ).exists()
    return writing.begin_series(
        title=held.new_series,
        slug=free_series_address(held.new_series),
        format=Format.STORY if stories else Format.INTERVIEWS,
    )


# -- the work, a bit at a time


def read_on(held: Import, rules: Rules, *, by: Actor, seconds: float) -> int:
    """Read posts for that long; returns how many are left to read."""
    own(held, by)
    until = time.monotonic() + seconds
    while rows := list(ImportFile.objects.filter(held=held, state=ImportFile.WAITING)[:TOGETHER]):
        known = _known_before(held, rows)
        for row in rows:
            _sum_up(row, rules)
            row.wanted = row.place <= known.get(row.digest, row.place)
        with transaction.atomic():
            ImportFile.objects.bulk_update(rows, ["state", "summary", "why", "wanted"])
        if time.monotonic() > until:
            break
    return ImportFile.objects.filter(held=held, state=ImportFile.WAITING).count()


def _known_before(held: Import, rows: list[ImportFile]) -> dict[str, int]:
    """By digest, the first place in this import; 0 for what became a draft already."""
    digests = {row.digest for row in rows}
    first = (
        ImportFile.objects.filter(held=held, digest__in=digests)
        .order_by("-place")
        .values_list("digest", "place")
    )
    before = ImportFile.objects.filter(digest__in=digests, state=ImportFile.CREATED)
    return {**dict(first), **dict.fromkeys(before.values_list("digest", flat=True), 0)}


def _sum_up(row: ImportFile, rules: Rules) -> None:
    try:
        row.summary = intake.summary(intake.reading(bytes(row.content), how_of(row)), rules)
        row.state, row.why = ImportFile.READ, ""
    except Unreadable as error:
        row.state, row.why, row.summary = ImportFile.UNREADABLE, str(error), {}


def create_on(held: Import, *, by: Actor, seconds: float, now: datetime | None = None) -> int:
    """Make drafts for that long; returns how many are left to make."""
    own(held, by)
    until = time.monotonic() + seconds
    held.refresh_from_db()
    files = {
        row.name: row.pk
        for row in ImportFile.objects.filter(held=held, state=ImportFile.PICTURE).only("name")
    }
    while held.confirmed and _create_next(held, files, by=by, now=now) and time.monotonic() < until:
        pass
    left = (
        ImportFile.objects.filter(held=held, state=ImportFile.READ, wanted=True).count()
        if held.confirmed
        else 0
    )
    if not left and held.confirmed:
        _let_go(held)
    return left


@transaction.atomic
def _create_next(held: Import, files: Mapping[str, int], *, by: Actor, now: datetime | None) -> bool:
    """The next post as a draft; False where there is none. Of two at once, each takes another."""
    waiting = ImportFile.objects.filter(held=held, state=ImportFile.READ, wanted=True)
    row = waiting.select_for_update(skip_locked=True).first()
    if row is None:
        return False
    try:
        with transaction.atomic():
            row.docket, row.why = _created(held, row, files, by=by, now=now)
        row.state, row.content = ImportFile.CREATED, b""
    except (Unreadable, ValueError, IntegrityError, DataError) as error:
        row.docket, row.state, row.why = None, ImportFile.FAILED, str(error)
    row.save(update_fields=["docket", "state", "why", "content"])
    return True


def _created(
    held: Import, row: ImportFile, files: Mapping[str, int], *, by: Actor, now: datetime | None
) -> tuple[Docket, str]:
    assert held.series is not None
    how, lost = how_of(row), list[str]()
    done = intake.reading(bytes(row.content), how)
    text = intake.called(intake.placed(done, how), held.names)
    text = intake.pictured(text, _storing(row, files, lost))
    name = row.name or held.name
    where = f"{held.name} › {row.name}" if held.name and row.name != held.name else name or "pasted text"
    docket = import_draft(
        held.series,
        replace(done, manuscript=text),
        by=by,
        source=name[-200:],
        note=f"Imported from {where} (SHA-256 {row.digest[:12]}).",
        now=now,
    )
    return docket, " ".join(lost)


def _storing(row: ImportFile, files: Mapping[str, int], lost: list[str]) -> Callable[[Picture], Picture]:
    """Puts a picture that came in beside the post into store; says of each that cannot be kept why."""

    def stored(picture: Picture) -> Picture:
        content = _bytes_of(picture.name, row, files)
        if picture.digest or content is None:
            return picture
        try:
            kept = writing.store_picture(images.accept(io.BytesIO(content), picture.name))
        except images.NotAPicture as error:
            lost.append(f"{picture.name}: {error}")
            return picture
        return replace(picture, digest=kept.digest, width=kept.width, height=kept.height)

    return stored


def inside(row: ImportFile, name: str) -> bytes | None:
    """A picture within a Word document."""
    content = bytes(row.content)
    return pictures(content, name) if is_docx(content) else None


def _bytes_of(name: str, row: ImportFile, files: Mapping[str, int]) -> bytes | None:
    if (content := inside(row, name)) is not None:
        return content
    if found := intake.picture_named(name, files):
        return bytes(ImportFile.objects.values_list("content", flat=True).get(pk=files[found]))
    return None


def _let_go(held: Import) -> None:
    """Everything is done: what was held is not needed any more, only what became of it."""
    ImportFile.objects.filter(held=held, state=ImportFile.PICTURE).delete()
    done = (
        ImportFile.objects.filter(held=held)
        .exclude(state__in=(ImportFile.WAITING, ImportFile.READ))
        .exclude(content=b"")
    )
    done.update(content=b"")
