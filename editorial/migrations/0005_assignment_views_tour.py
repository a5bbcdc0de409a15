"""The order of the list as an index, go-live wishes, mergers, saved views and the tour."""

import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0004_buffers"),
        ("series", "0003_names_of_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Merger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(help_text="person, organization or topic.", max_length=20)),
                ("kept", models.PositiveBigIntegerField(help_text="Number of the row that was kept.")),
                ("gone", models.PositiveBigIntegerField(help_text="Number of the row that leads there now.")),
                ("kept_name", models.CharField(max_length=200)),
                ("gone_name", models.CharField(max_length=200)),
                ("told", models.TextField(blank=True, help_text="What moved, in words.")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(help_text="Of the list's address.", max_length=500)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Tour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=1)),
                ("closed", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="docket",
            name="rank",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(stage="changes requested", then=0),
                    models.When(stage="draft", then=1),
                    models.When(stage="in review", then=2),
                    models.When(stage="approved", then=3),
                    models.When(stage="scheduled", then=4),
                    models.When(stage="published", then=5),
                    models.When(stage="withdrawn", then=6),
                    models.When(stage="killed", then=7),
                    default=99,
                ),
                output_field=models.SmallIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="docket",
            name="soonest",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce("due", datetime.date(9999, 12, 31)),
                output_field=models.DateField(),
            ),
        ),
        migrations.AddField(
            model_name="docket",
            name="wish",
            field=models.DateField(
                blank=True, help_text="When it should go live, if all goes well.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="docket",
            name="due",
            field=models.DateField(blank=True, help_text="Of what it waits for now.", null=True),
        ),
        migrations.AddIndex(
            model_name="docket",
            index=models.Index(fields=["rank", "soonest", "-installment"], name="docket_rank"),
        ),
        migrations.AddIndex(
            model_name="docket",
            index=models.Index(fields=["stage", "moment"], name="docket_stage"),
        ),
        migrations.AddField(
            model_name="merger",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mergers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_views",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tour",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="tour", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="merger",
            constraint=models.UniqueConstraint(fields=("model", "gone"), name="merged_once"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("user", "name"), name="one_view_to_a_name"),
        ),
    ]
