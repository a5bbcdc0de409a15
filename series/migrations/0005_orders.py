"""Every list has an index with its order: a format's, and a topic's."""

from datetime import UTC, datetime

import django.db.models.deletion
from django.db import migrations, models

FILL = (
    "UPDATE series_edition SET format = (SELECT s.format FROM series_series s WHERE s.id = series_id)",
    """UPDATE series_edition_topics SET first_published =
        (SELECT e.first_published FROM series_edition e WHERE e.id = edition_id)""",
    "SET CONSTRAINTS ALL IMMEDIATE",
)


def fill(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in FILL if postgres else FILL[:2]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("series", "0004_epoch")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="format",
            field=models.CharField(
                default="interviews", help_text="Of its series, which never changes it.", max_length=20
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="filing",
            name="first_published",
            field=models.DateTimeField(
                default=datetime(2000, 1, 1, tzinfo=UTC),
                help_text="The edition's, so that an index has the topic's order.",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(  # the index of its order serves
            model_name="filing",
            name="topic",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="filings",
                to="series.topic",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("ended", "")),
                fields=["format", "-first_published", "-id"],
                name="edition_of_format",
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["topic", "-first_published", "-edition"], name="filing_latest"),
        ),
    ]
