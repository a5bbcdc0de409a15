"""SQLite reads a row from its beginning: what lists ask for stands before the long texts from now on."""

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

LONG = ("manuscript", "html", "html_by_question")


class TextsLast(Operation):
    """An edition's long texts are its last columns. PostgreSQL keeps them elsewhere anyway."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """So that a table that is made again later keeps the order."""
        fields = state.models[app_label, "edition"].fields
        for name in LONG:
            fields[name] = fields.pop(name)
        state.reload_model(app_label, "edition", delay=False)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the table again."""
        if schema_editor.connection.vendor == "sqlite":
            schema_editor._remake_table(to_state.apps.get_model(app_label, "edition"))
            schema_editor.execute("ANALYZE series_edition")  # what was known of it is gone with the old one

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """An earlier release does with any order."""

    def describe(self) -> str:
        """What the log says."""
        return "Put an edition's long texts last"


class Migration(migrations.Migration):
    dependencies = [("series", "0006_corrections")]

    operations = [TextsLast()]
