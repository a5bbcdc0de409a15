"""Editions keep the names of series and topics as their texts have them; people, organizations and topics
that turn out to be the same lead to one row."""

import json

import django.db.models.deletion
from django.db import migrations, models

MERGEABLE = ("person", "organization", "topic")


def fill(apps, schema_editor):
    """From the manuscripts that readers were given."""
    Edition = apps.get_model("series", "Edition")
    for edition in Edition.objects.only("pk", "manuscript", "series_title").iterator(200):
        edition.series_title = json.loads(edition.manuscript)["series"]
        edition.save(update_fields=["series_title"])
    filings = apps.get_model("series", "Filing").objects
    for name in apps.get_model("series", "Topic").objects.values_list("name", flat=True):
        filings.filter(topic__name=name).update(name=name)


class Migration(migrations.Migration):
    dependencies = [("series", "0002_search")]

    operations = [
        *(
            migrations.AddField(
                model_name=name,
                name="merged_into",
                field=models.ForeignKey(
                    blank=True,
                    editable=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="merged",
                    to=f"series.{name}",
                ),
            )
            for name in MERGEABLE
        ),
        migrations.AddField(
            model_name="edition",
            name="series_title",
            field=models.TextField(default="", help_text="The series' name as this text has it."),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Filing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="filings",
                                to="series.edition",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filings",
                                to="series.topic",
                            ),
                        ),
                    ],
                    options={"db_table": "series_edition_topics", "unique_together": {("edition", "topic")}},
                ),
                migrations.AlterField(
                    model_name="edition",
                    name="topics",
                    field=models.ManyToManyField(
                        related_name="editions", through="series.Filing", to="series.topic"
                    ),
                ),
            ],
        ),
        migrations.AddField(model_name="filing", name="name", field=models.TextField(default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
