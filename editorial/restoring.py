"""Puts a backup in place of what a database holds, in one transaction: all of it, or nothing has changed.

The tables are made as they were when the backup was made, filled, and brought to this release by its own
migrations. Then everything is verified; a history that does not hold is not taken in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import Node

from editorial import archives, backups, heads, verifying
from editorial.models import Docket
from series import renditions
from series.stamps import shown

BATCH = 500
FUNCTIONS = """SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = current_schema() AND NOT EXISTS (
        SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""


class Unsound(Exception):
    """What the backup holds does not follow from its own records."""


@dataclass(frozen=True)
class Restored:
    """What is there now."""

    rows: int
    pictures: int
    missing: list[str]


def is_empty() -> bool:
    """Whether nothing would be lost: no accounts and no installments."""
    there = set(connection.introspection.table_names())
    asked = (get_user_model(), Docket)
    return not any(each._meta.db_table in there and each._base_manager.exists() for each in asked)


def restore(path: Path) -> Restored:
    """Check the whole file, write the pictures, then exchange the database. Unusable, Unsound or OSError."""
    with archives.opened(path) as archive:
        archive.check()
        pictures = archive.names(backups.PICTURES)
        for name in pictures:
            renditions.write(name.removeprefix(f"{backups.PICTURES}/"), archive.whole(name))
        return Restored(_exchange(archive), len(pictures), archive.manifest.get("missing", []))


def _exchange(archive: archives.Reader) -> int:
    connection.disable_constraint_checking()  # before the transaction: SQLite cannot do so within one
    try:
        with transaction.atomic():
            return _filled(archive)
    finally:
        connection.enable_constraint_checking()
        ContentType.objects.clear_cache()


@shown
def _filled(archive: archives.Reader) -> int:
    _clear()
    executor = MigrationExecutor(connection)
    then = [(app, name) for app, name in archive.manifest["migrations"]]
    if unknown := [each for each in then if each not in executor.loader.graph.nodes]:
        app, name = unknown[0]
        raise archives.Unusable(f"It is of a newer release, which has {app}.{name}. Update Stet first.")
    graph = executor.loader.graph
    executor.migrate([each for each in then if not _has_next(graph.node_map[each], each[0], set(then))])
    count = _load(archive, executor.loader.project_state(then).apps)
    connection.check_constraints()
    _check_constraints("IMMEDIATE")  # a table with checks to come cannot be altered
    now = MigrationExecutor(connection)
    now.migrate(now.loader.graph.leaf_nodes())
    emit_post_migrate_signal(0, interactive=False, db="default")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE series_epoch SET token = %s", [uuid4().hex])
    verify(archive)
    return count


def _has_next(node: Node, app: str, then: set[tuple[str, str]]) -> bool:
    """Whether a later migration of the same app was applied, too."""
    return any(child.key[0] == app and child.key in then for child in node.children)


def _clear() -> None:
    """Take away all that is there: tables, and on PostgreSQL the functions of triggers."""
    with connection.cursor() as cursor:
        postgres = connection.vendor == "postgresql"
        for statement in _postgres(cursor) if postgres else _sqlite(cursor):
            cursor.execute(statement)


def _postgres(cursor: Any) -> list[str]:
    cursor.execute(FUNCTIONS)
    functions = [f"DROP FUNCTION {name} CASCADE" for (name,) in cursor.fetchall()]
    quote = connection.ops.quote_name
    names = connection.introspection.table_names(cursor)
    return [*(f"DROP TABLE {quote(name)} CASCADE" for name in names), *functions]


def _sqlite(cursor: Any) -> list[str]:
    """Virtual tables first: they take the tables that they keep themselves in with them."""
    virtual = "sql LIKE 'CREATE VIRTUAL%'"
    own = "name NOT LIKE 'sqlite_%'"
    cursor.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {virtual}")  # noqa: S608
    first = [name for (name,) in cursor.fetchall()]
    for name in first:
        cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")
    cursor.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {own}")  # noqa: S608
    return [f"DROP TABLE {connection.ops.quote_name(name)}" for (name,) in cursor.fetchall()]


def _check_constraints(when: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _load(archive: archives.Reader, apps: Any) -> int:
    known = {backups.label(each): each for each in backups.tables(apps)}
    _check_constraints("DEFERRED")  # migrations may have left some to be checked at once
    for model in known.values():  # what migrations put there themselves is in the backup, too
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
    count = 0
    for name in archive.names(backups.ROWS):
        count += _fill(known[name.removeprefix(f"{backups.ROWS}/")], archive.lines(name))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(known.values())):
            cursor.execute(statement)
    return count


def _fill(model: type[models.Model], lines: Iterator[Any]) -> int:
    """Insert rows as they are: nothing is stamped with today's date."""
    names = next(lines)
    fields = [next(each for each in backups.columns(model) if each.attname == name) for name in names]
    count = 0
    while batch := list(islice(lines, BATCH)):
        rows = [
            model(
                **{
                    name: field.to_python(value)
                    for name, field, value in zip(names, fields, row, strict=True)
                }
            )
            for row in batch
        ]
        size = connection.ops.bulk_batch_size([each.name for each in fields], rows)
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            model._base_manager._insert(part, fields=fields, using="default", raw=True)  # type: ignore[attr-defined]
        count += len(rows)
    return count


def verify(archive: archives.Reader) -> None:
    """Unsound where what is in the database now does not follow, or lacks the archive's head."""
    head = archive.whole("head.txt").decode().splitlines()
    if found := [*heads.faults(head), *islice(verifying.faults(), 5)]:
        raise Unsound(" ".join(found[:5]))
