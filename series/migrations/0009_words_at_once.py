"""On PostgreSQL new words go into the index of search at once. What waits to be put in is read through by every
search until the database tidies up: up to 4 MB of it, which takes longer than the rest of the search.
"""

from django.db import migrations

INDEXES = ("section_titled", "section_document")


def _each(schema_editor, *statements: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            for statement in statements:
                schema_editor.execute(statement.format(name), params=None)


def at_once(apps, schema_editor):
    _each(schema_editor, "ALTER INDEX {} SET (fastupdate = off)", "SELECT gin_clean_pending_list('{}')")


def later(apps, schema_editor):
    _each(schema_editor, "ALTER INDEX {} RESET (fastupdate)")


class Migration(migrations.Migration):
    dependencies = [("series", "0008_orders_of_people")]

    operations = [migrations.RunPython(at_once, later)]
