"""Comments: suggestions, where words stood, what settles a thread; who has read how far."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def settle(apps, schema_editor):
    """What was resolved stays so."""
    comments = apps.get_model("editorial", "Comment").objects.using(schema_editor.connection.alias)
    comments.filter(resolves=True).update(act="resolve")


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0005_assignment_views_tour"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("comment", "act", models.CharField(
            blank=True,
            choices=[("", "Said"), ("resolve", "Resolved"), ("reopen", "Opened again"),
                     ("apply", "Applied"), ("decline", "Declined")],
            default="", help_text="What it does to the thread.", max_length=10,
        ), preserve_default=False),
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.RemoveConstraint("comment", "a_comment_says_something"),
        migrations.RemoveField("comment", "resolves"),
        migrations.AddField("comment", "before", models.TextField(
            blank=True, default="", help_text="A little of the source before them."), preserve_default=False),
        migrations.AddField("comment", "after", models.TextField(
            blank=True, default="", help_text="A little of the source after them."), preserve_default=False),
        migrations.AddField("comment", "seal", models.CharField(
            blank=True, default="", help_text="SHA-256 of the field as it was then.", max_length=64),
            preserve_default=False),
        migrations.AddField("comment", "suggests", models.BooleanField(default=False)),
        migrations.AddField("comment", "instead", models.TextField(
            blank=True, default="", help_text="Of a suggestion: the words in place of the quoted ones."),
            preserve_default=False),
        migrations.AlterField("comment", "quote", models.TextField(
            blank=True, help_text="As the words stand in the source.")),
        migrations.AddConstraint("comment", models.CheckConstraint(
            condition=~Q(act="") | Q(suggests=True) | ~Q(text=""), name="a_comment_says_something")),
        migrations.AddConstraint("comment", models.CheckConstraint(
            condition=Q(act__in=["", "resolve", "reopen", "apply", "decline"]), name="known_act")),
        migrations.AddConstraint("comment", models.CheckConstraint(
            condition=Q(suggests=False) | (~Q(path="") & ~Q(quote="") & Q(answers=None)),
            name="a_suggestion_quotes")),
        migrations.AddField("revision", "suggested", models.ForeignKey(
            help_text="Whose suggestion it puts into the text.", null=True,
            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
        migrations.CreateModel(
            name="Glance",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("earlier", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("docket", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="glances",
                    to="editorial.docket")),
                ("user", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="glances",
                    to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(
                    fields=("docket", "user"), name="one_glance_to_a_text")],
            },
        ),
    ]
