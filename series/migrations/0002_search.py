"""The tables of search, and where their words stand: FTS5 on SQLite, tsvector on PostgreSQL.

On SQLite triggers keep the index beside its table. A later migration that rebuilds `series_section` must
put them up again: `up` does.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE_UP = (
    """CREATE VIRTUAL TABLE series_search USING fts5(
        head, about, words, tags, content='series_section', content_rowid='id', columnsize=0, tokenize='ascii'
    )""",
    """CREATE TRIGGER series_search_more AFTER INSERT ON series_section BEGIN
        INSERT INTO series_search (rowid, head, about, words, tags)
        VALUES (NEW.id, NEW.head, NEW.about, NEW.words, NEW.tags);
    END""",
    """CREATE TRIGGER series_search_less AFTER DELETE ON series_section BEGIN
        INSERT INTO series_search (series_search, rowid, head, about, words, tags)
        VALUES ('delete', OLD.id, OLD.head, OLD.about, OLD.words, OLD.tags);
    END""",
)
SQLITE_DOWN = (
    "DROP TRIGGER series_search_more",
    "DROP TRIGGER series_search_less",
    "DROP TABLE series_search",
)
# Two documents instead of one with weights: an index does not know weights, and would look at every row.
TAGS = "array_to_tsvector(string_to_array('#' || replace(tags, ' ', ' #'), ' '))"
POSTGRES_UP = (
    f"""ALTER TABLE series_section
        ADD COLUMN titled tsvector GENERATED ALWAYS AS (to_tsvector('simple', head) || {TAGS}) STORED,
        ADD COLUMN document tsvector GENERATED ALWAYS AS (
            to_tsvector('simple', head || ' ' || about || ' ' || words) || {TAGS}
        ) STORED""",
    "CREATE INDEX section_titled ON series_section USING gin (titled)",
    "CREATE INDEX section_document ON series_section USING gin (document)",
)
POSTGRES_DOWN = ("ALTER TABLE series_section DROP COLUMN titled, DROP COLUMN document",)


def up(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES_UP if postgres else SQLITE_UP:
        schema_editor.execute(statement, params=None)


def down(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES_DOWN if postgres else SQLITE_DOWN:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('series', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Word',
            fields=[
                ('text', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('start', models.CharField(help_text='Its first letter.', max_length=1)),
                ('tail', models.CharField(db_index=True, help_text='Its second and third letters.', max_length=2)),
                ('size', models.PositiveSmallIntegerField(help_text='How many letters it has.')),
                ('letters', models.BigIntegerField(help_text='Which letters it has: see series.words.')),
            ],
            options={
                'ordering': ['text'],
                'indexes': [models.Index(fields=['start', 'size'], name='word_start')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(help_text='interview, story, answer or person.', max_length=10)),
                ('anchor', models.CharField(blank=True, max_length=90)),
                ('title', models.TextField()),
                ('body', models.TextField(blank=True)),
                ('head', models.TextField(blank=True)),
                ('about', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('tags', models.TextField(blank=True)),
                ('appearance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='series.appearance')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='series.edition')),
            ],
            options={
                'ordering': ['edition', 'position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'position'), name='section_place')],
            },
        ),
        migrations.RunPython(up, down),
    ]
