"""What the list looks for, in narrow rows."""

import json

import django.db.models.deletion
from django.db import migrations, models

from editorial.names import fold


def fill(apps, schema_editor):
    """From the newest texts."""
    Listed = apps.get_model("editorial", "Listed")
    dockets = apps.get_model("editorial", "Docket").objects.exclude(head=None)
    for pk, text, counts in dockets.values_list("pk", "head__manuscript", "counts").iterator(200):
        data = json.loads(text)
        people = [each.get(name, "") for each in data["contributions"] for name in ("name", "organization")]
        Listed.objects.create(
            docket_id=pk,
            words=fold("\n".join([data["title"], data["series"], *people])),
            blockers=counts.get("blockers", 0),
            warnings=counts.get("warnings", 0),
        )


class Migration(migrations.Migration):
    dependencies = [("editorial", "0006_suggestions")]

    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=[
                (
                    "docket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="listed",
                        serialize=False,
                        to="editorial.docket",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="Title, series, people and organizations, without accents and case."
                    ),
                ),
                ("blockers", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
