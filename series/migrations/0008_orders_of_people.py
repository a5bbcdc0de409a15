"""What somebody appears in, and what a place's people do, has an index with its order; what is live of a
series and of a year can be counted in an index alone."""

from datetime import UTC, datetime

import django.db.models.deletion
from django.db import migrations, models

FILL = (
    """UPDATE series_appearance SET first_published =
        (SELECT e.first_published FROM series_edition e WHERE e.id = edition_id)""",
    "SET CONSTRAINTS ALL IMMEDIATE",
)
ORDER = ["-first_published", "-edition"]
LIVE = ["live_from", "live_until", "ended"]
LONGER = {"edition_latest": [], "edition_of_series": ["series"]}


def fill(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in FILL if postgres else FILL[:1]:
        schema_editor.execute(statement)


def link(model: str) -> migrations.AlterField:
    """The index of its order serves."""
    field = models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="appearances",
        to=f"series.{model}",
    )
    return migrations.AlterField(model_name="appearance", name=model, field=field)


class Migration(migrations.Migration):
    dependencies = [("series", "0007_texts_last")]

    operations = [
        migrations.AddField(
            model_name="appearance",
            name="first_published",
            field=models.DateTimeField(
                default=datetime(2000, 1, 1, tzinfo=UTC),
                help_text="The edition's, so that an index has a person's order.",
            ),
            preserve_default=False,
        ),
        link("person"),
        link("organization"),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="appearance",
            index=models.Index(fields=["person", *ORDER], name="appearance_of_person"),
        ),
        migrations.AddIndex(
            model_name="appearance",
            index=models.Index(fields=["organization", *ORDER], name="appearance_of_place"),
        ),
        *(migrations.RemoveIndex(model_name="edition", name=name) for name in LONGER),
        *(
            migrations.AddIndex(
                model_name="edition",
                index=models.Index(
                    condition=models.Q(("ended", "")),
                    fields=[*first, "-first_published", "-id", *LIVE],
                    name=name,
                ),
            )
            for name, first in LONGER.items()
        ),
    ]
