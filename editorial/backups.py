"""Makes a backup while the site runs: every row as it was at one moment, and every picture.

Rows are read as the migrations describe them, so that a later release can take them in.
Sessions stay behind: nobody is signed in again by a restore.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.storage import storages
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from editorial import archives, heads
from series.models import Image

LEFT_OUT = {"sessions.session"}
ROWS, PICTURES = "rows", "pictures"


@dataclass(frozen=True)
class Made:
    """What a backup holds. Pictures that storage does not have are named."""

    rows: int
    pictures: int
    missing: list[str]
    head: str


def make(path: Path) -> Made:
    """Write a backup. OSError where the disk cannot take it; then there is no file under this name."""
    with archives.written(path) as archive, snapshot():
        loader = MigrationLoader(connection)
        applied = sorted(loader.applied_migrations.keys() & loader.graph.nodes.keys())
        archive.manifest |= {
            "made": timezone.now().isoformat(),
            "database": connection.vendor,
            "migrations": [list(each) for each in applied],
        }
        state = loader.project_state([each for each in applied if each in loader.graph.nodes])
        rows = sum(archive.lines(f"{ROWS}/{label(each)}", rows_of(each)) for each in tables(state.apps))
        head = heads.lines()
        archive.whole("head.txt", "\n".join(head).encode())
        pictures, missing = _pictures(archive)
        archive.manifest["missing"] = missing
        return Made(rows, pictures, missing, head[0])


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read is of one moment, and nobody waits for the reader."""
    mode = getattr(connection, "transaction_mode", None)
    if mode:
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined] # IMMEDIATE would be a writer
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    finally:
        if mode:
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def tables(apps: Any) -> list[type[models.Model]]:
    """Models that have rows of their own."""
    found = apps.get_models(include_auto_created=True)
    return [each for each in found if each._meta.managed and label(each) not in LEFT_OUT]


def label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def columns(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]
    """What is written down; what the database works out itself is not."""
    return [each for each in model._meta.concrete_fields if not each.generated]


def rows_of(model: type[models.Model]) -> Iterator[list[Any]]:
    """First the columns' names, then each row, in one order."""
    names = [each.attname for each in columns(model)]
    yield names
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(500):
        yield [plain(value) for value in row]


def plain(value: Any) -> Any:
    """The value as JSON can hold it; the field reads it back."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _pictures(archive: archives.Writer) -> tuple[int, list[str]]:
    """As they were uploaded; their renditions are made again from them."""
    storage, missing, count = storages["images"], [], 0
    for name in Image.objects.order_by("pk").values_list("file", flat=True):
        try:
            with storage.open(name) as file:
                archive.whole(f"{PICTURES}/{name}", file.read())
            count += 1
        except FileNotFoundError:
            missing.append(name)
    return count, missing
