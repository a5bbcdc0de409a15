"""Holds what is brought in to be imported, and what is decided about it: for whoever brought it in."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from editorial import intake
from editorial.intake import Given, How
from editorial.models import Import, ImportFile
from editorial.workflow import Refused, Role
from series.models import Series

from .recording import Actor, require

LIFE = timedelta(days=14)
TOGETHER = 20  # rows that are written at once
States = {intake.POST: ImportFile.WAITING, intake.PICTURE: ImportFile.PICTURE}


@transaction.atomic
def hold(
    given: Iterable[Given],
    *,
    by: Actor,
    series: Series | None,
    new_series: str = "",
    name: str = "",
    how: How | None = None,
    now: datetime | None = None,
) -> Import:
    """Hold these files until they are confirmed. What was held for too long is forgotten."""
    require(Role.EDITOR, by)
    now, how = now or timezone.now(), how or How()
    forget_imports(now)
    held = Import.objects.create(
        user=by,
        series=series,
        new_series="" if series else new_series.strip()[:200],
        name=name[:300],
        pasted=how.pasted,
        at=now,
        expires=now + LIFE,
    )
    whole = hashlib.sha256()
    rows: list[ImportFile] = []
    for place, each in enumerate(given, 1):
        whole.update(each.digest.encode())
        rows.append(_row(held, place, each, how))
        if len(rows) == TOGETHER:
            ImportFile.objects.bulk_create(rows)
            rows.clear()
    ImportFile.objects.bulk_create(rows)
    held.digest = whole.hexdigest()
    held.save(update_fields=["digest"])
    return held


def _row(held: Import, place: int, each: Given, how: How) -> ImportFile:
    return ImportFile(
        held=held,
        place=place,
        name=each.name,
        digest=each.digest,
        content=each.content,
        state=States.get(each.kind, ImportFile.UNREADABLE),
        why=each.why,
        choices=asdict(how) if each.kind == intake.POST else {},
    )


def forget_imports(now: datetime | None = None) -> int:
    """Delete what was held for too long; what became drafts is remembered."""
    old = Import.objects.filter(expires__lt=now or timezone.now())
    files = ImportFile.objects.filter(held__in=old).exclude(state=ImportFile.CREATED)
    number, _ = files.delete()
    old.filter(files=None).delete()
    return number


@transaction.atomic
def drop_import(held: Import, *, by: Actor) -> None:
    """Forget what is held and not made a draft."""
    own(held, by)
    ImportFile.objects.filter(held=held).exclude(state=ImportFile.CREATED).delete()
    if not held.files.exists():
        held.delete()


def own(held: Import, by: Actor) -> None:
    require(Role.EDITOR, by)
    if held.user_id != by.pk:
        raise Refused(("Somebody else brought this in: only they can decide about it.",))


# -- deciding


@transaction.atomic
def decide(
    held: Import,
    *,
    by: Actor,
    wanted: Mapping[int, bool] | None = None,
    names: Mapping[str, Any] | None = None,
) -> None:
    """Keep what was chosen: which posts (by primary key), and whom the names mean."""
    own(held, by)
    for choice in (True, False):
        keys = [pk for pk, is_wanted in (wanted or {}).items() if is_wanted is choice]
        ImportFile.objects.filter(held=held, pk__in=keys, state=ImportFile.READ).update(wanted=choice)
    if names is not None:
        held.names = {kind: {**held.names.get(kind, {}), **some} for kind, some in names.items()}
        held.save(update_fields=["names"])


@transaction.atomic
def choose(file: ImportFile, how: How, *, by: Actor) -> None:
    """Keep how a post is to be read, and where its pieces go."""
    own(file.held, by)
    again = (how.form, how.encoding) != (file.choices.get("form"), file.choices.get("encoding"))
    readable = (ImportFile.READ, ImportFile.UNREADABLE, ImportFile.FAILED)
    rows = ImportFile.objects.filter(pk=file.pk, state__in=readable)
    if again and file.content:
        rows.update(choices=asdict(how), state=ImportFile.WAITING, why="")
    else:
        rows.update(choices=asdict(how))
    file.refresh_from_db()


# -- what is known of it


def how_of(row: ImportFile) -> How:
    """What was decided about a post."""
    return How(**{**row.choices, "put": tuple((number, path) for number, path in row.choices.get("put", ()))})


def imported_before(digests: Iterable[str]) -> Iterator[ImportFile]:
    """The posts with these digests that became drafts, the latest last."""
    rows = ImportFile.objects.filter(digest__in=set(digests), state=ImportFile.CREATED)
    yield from rows.defer("content").select_related("held__user", "docket__installment").order_by("held__at")
