"""The token of what readers see (series.epoch), and the index that knows what goes live next."""

from django.db import migrations, models

TABLE = (
    "CREATE TABLE series_epoch (id integer PRIMARY KEY CHECK (id = 1), token text NOT NULL)",
    "INSERT INTO series_epoch (id, token) VALUES (1, '')",
)


class Migration(migrations.Migration):
    dependencies = [("series", "0003_names_of_editions")]

    operations = [
        migrations.RunSQL(list(TABLE), "DROP TABLE series_epoch"),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("ended", "")), fields=["live_from"], name="edition_coming"
            ),
        ),
    ]
