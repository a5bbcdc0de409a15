"""Ways around the desk, by its records: written once, whoever writes; and the guards that hold it."""

import json
from io import StringIO

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from editorial import guards
from editorial.models import (
    Comment,
    Docket,
    HouseRulesVersion,
    RecordError,
    Review,
    Revision,
    Step,
    Stet,
)
from editorial.workflow import Stage
from tests.editorial.people import (
    docket_in,
    recorded,
)

RECORDS = [Revision, Review, Step, Stet, Comment, HouseRulesVersion]
COLUMN = dict(zip(RECORDS, ("digest", "verdict", "note", "reason", "text", "rules"), strict=True))


@pytest.fixture
def docket(people) -> Docket:
    return recorded(people)


def refused(statement: str, *values: object) -> str:
    """What the database says to this statement; fails where it says nothing."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(error.value)


# -- records are written once


@pytest.mark.parametrize("model", RECORDS)
def test_a_record_is_not_saved_again(docket, model):
    row = model.objects.first()
    setattr(row, COLUMN[model], "rewritten")

    with pytest.raises(RecordError):
        row.save()

    assert not model.objects.filter(**{COLUMN[model]: "rewritten"}).exists()


@pytest.mark.parametrize("model", RECORDS)
def test_a_record_is_not_deleted(docket, model):
    with pytest.raises(RecordError):
        model.objects.first().delete()
    with pytest.raises(RecordError):
        model.objects.all().delete()

    assert model.objects.exists()


@pytest.mark.parametrize("model", RECORDS)
def test_records_are_not_changed_in_bulk(docket, model):
    row = model.objects.first()
    column = COLUMN[model]

    with pytest.raises(RecordError):
        model.objects.update(**{column: "rewritten"})
    with pytest.raises(RecordError):
        model.objects.bulk_update([row], [column])
    with pytest.raises(RecordError):
        model.objects.update_or_create(pk=row.pk, defaults={column: "rewritten"})


@pytest.mark.parametrize("model", RECORDS)
def test_the_database_keeps_records_from_raw_sql(docket, model):
    table = model._meta.db_table

    assert "never changed" in refused(f"UPDATE {table} SET {COLUMN[model]} = 'rewritten'")  # noqa: S608
    assert "never deleted" in refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("model", RECORDS)
def test_the_database_keeps_records_from_a_plain_queryset(docket, model):
    plain = models.QuerySet(model)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        plain.update(**{COLUMN[model]: "rewritten"})
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        plain._raw_delete("default")


@pytest.mark.parametrize("model", RECORDS)
def test_a_fixture_does_not_rewrite_a_record(docket, model, tmp_path):
    data = json.loads(serializers.serialize("json", [model.objects.first()]))
    data[0]["fields"][COLUMN[model]] = "rewritten"
    fixture = tmp_path / "forged.json"
    fixture.write_text(json.dumps(data))

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        call_command("loaddata", str(fixture), verbosity=0)


def test_nobody_with_records_can_be_deleted(docket, people):
    for somebody in (people.alice, people.bob, people.dora):
        with pytest.raises(ProtectedError):
            somebody.delete()
    with pytest.raises(ProtectedError):
        docket.installment.delete()


# -- the guards themselves


def test_every_guard_is_up(db):
    assert guards.missing() == []


def test_a_guard_that_is_gone_is_missed_and_put_up_again_by_migrate(db):
    guards.lift()
    assert len(guards.missing()) == len(list(guards.guards()))

    call_command("migrate", verbosity=0, stdout=StringIO())

    assert guards.missing() == []


def test_the_whole_database_can_be_emptied(committed):
    docket_in(Stage.PUBLISHED, committed)

    call_command("flush", interactive=False, verbosity=0)

    assert not Docket.objects.exists()
    assert guards.missing() == []
