"""Ways around the desk: each is refused, by the models or by the database."""

import json
from io import StringIO

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from editorial import desk, guards
from editorial.checks import Level
from editorial.models import (
    Comment,
    Docket,
    HouseRules,
    HouseRulesVersion,
    RecordError,
    Review,
    Revision,
    Step,
    Stet,
)
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from series import issuing, writing
from series.manuscript import Manuscript
from series.models import Appearance, Edition, Installment
from tests.editorial.people import (
    approve,
    docket_in,
    draft,
    edited,
    head_text,
    ready_text,
    refile,
    series,
    with_stale_tag,
)

RECORDS = [Revision, Review, Step, Stet, Comment, HouseRulesVersion]
COLUMN = dict(zip(RECORDS, ("digest", "verdict", "note", "reason", "text", "rules"), strict=True))


@pytest.fixture
def docket(people) -> Docket:
    """Published, with a record of every kind."""
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()), series(quorum=2))
    desk.set_quorum(docket.installment.series, 1, by=people.root)
    for each in Standing(docket).findings:
        if each.finding.level is Level.WARNING:
            desk.stet(docket, each.finding.fingerprint, by=people.bob, reason="The tag is shared on purpose.")
    desk.comment(docket, by=people.bob, text="Well told.")
    approve(docket, people.bob)
    desk.make(docket, "publish", by=people.dora)
    desk.set_rules(docket.installment.series, 'accepted = ["Quillworks"]', by=people.root)
    return docket


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


# -- stages follow the steps


def test_a_stage_cannot_be_set(people):
    docket = draft(people)

    with pytest.raises(IntegrityError, match="what the steps lead to"), transaction.atomic():
        Docket.objects.update(stage=Stage.APPROVED)
    docket.stage = Stage.APPROVED
    with pytest.raises(IntegrityError, match="what the steps lead to"), transaction.atomic():
        docket.save()

    docket.refresh_from_db()
    assert docket.stage == Stage.DRAFT


def test_a_moment_cannot_be_moved(people):
    docket_in(Stage.SCHEDULED, people)

    with pytest.raises(IntegrityError, match="what the steps lead to"), transaction.atomic():
        Docket.objects.update(moment=timezone.now())


def test_an_older_text_cannot_be_put_in_the_place_of_the_newest(people):
    docket = draft(people)

    with pytest.raises(IntegrityError, match="newest revision"), transaction.atomic():
        Docket.objects.update(head=docket.revisions.get(number=1))


def forged(docket: Docket, **changed: object) -> Step:
    """A step that the desk did not write."""
    last = docket.steps.last()
    values = {
        "docket": docket,
        "number": last.number + 1,
        "move": "publish",
        "before": docket.stage,
        "after": Stage.PUBLISHED,
        "revision": docket.head,
        "at": timezone.now(),
        "chain": "0" * 64,
    }
    return Step(**{**values, **changed})


@pytest.mark.parametrize(
    ("stage", "changed", "sentence"),
    [
        (Stage.DRAFT, {}, "no move leads|what the step says"),
        (Stage.APPROVED, {}, "what the step says"),  # no edition was issued
        (Stage.APPROVED, {"move": "schedule", "after": Stage.SCHEDULED}, "what the step says"),
        (Stage.PUBLISHED, {"move": "withdraw", "after": Stage.WITHDRAWN}, "what the step says"),
        (Stage.DRAFT, {"move": "submit", "after": Stage.IN_REVIEW, "number": 9}, "without gaps"),
        (Stage.DRAFT, {"move": "submit", "after": Stage.IN_REVIEW, "number": 1}, "without gaps"),
        (
            Stage.DRAFT,
            {"move": "approve", "before": "in review", "after": "approved"},
            "where the docket stands",
        ),
        (Stage.DRAFT, {"move": "submit", "after": "in review", "revision": None}, "the docket stands"),
    ],
)
def test_a_forged_step_is_refused(people, stage, changed, sentence):
    docket = docket_in(stage, people)

    for write in (lambda row: row.save(), lambda row: Step.objects.bulk_create([row])):
        with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
            write(forged(docket, **changed))


# -- texts


def test_a_frozen_text_takes_no_revision(people):
    docket = docket_in(Stage.PUBLISHED, people)
    text = edited(head_text(docket))

    with pytest.raises(IntegrityError, match="not frozen"), transaction.atomic():
        docket.revisions.create(
            number=3, author=people.alice, at=timezone.now(), manuscript=text.to_json(), digest=text.digest
        )


@pytest.mark.parametrize("number", [2, 4])
def test_a_revision_has_the_next_number(people, number):
    docket = draft(people)
    text = edited(head_text(docket))

    with pytest.raises(IntegrityError), transaction.atomic():
        docket.revisions.create(
            number=number,
            author=people.alice,
            at=timezone.now(),
            manuscript=text.to_json(),
            digest=text.digest,
        )


@pytest.mark.parametrize("fault", ["an older text", "another digest", "words of their own"])
def test_a_forged_approval_is_refused(people, fault):
    docket = docket_in(Stage.IN_REVIEW, people)
    revision = docket.revisions.get(number=1 if fault == "an older text" else 2)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            revision=revision,
            reviewer=people.alice if fault == "words of their own" else people.bob,
            verdict=Review.APPROVE,
            digest="0" * 64 if fault == "another digest" else revision.digest,
            at=timezone.now(),
        )


# -- editions


@pytest.mark.parametrize("column", ["manuscript", "html", "html_by_question", "digest", "title", "slug"])
def test_what_readers_were_given_is_never_changed(docket, column):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Edition.objects.update(**{column: "rewritten"})


def test_an_edition_does_not_move_in_time_and_does_not_vanish(docket):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Edition.objects.update(live_from=timezone.now())
    with pytest.raises(IntegrityError, match=r"kept on record|never deleted"), transaction.atomic():
        Edition.objects.all().delete()


def test_a_withdrawn_edition_does_not_come_back(docket, people):
    desk.make(docket, "withdraw", by=people.dora, note="It names a customer.")

    with pytest.raises(IntegrityError, match="has ended"), transaction.atomic():
        Edition.objects.update(ended="", ended_at=None)


def test_who_appears_is_never_changed(docket):
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Appearance.objects.update(name="Somebody else")
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Appearance.objects.all().delete()


@pytest.mark.parametrize(
    "stage", [stage for stage in Stage if stage not in (Stage.APPROVED, Stage.SCHEDULED)]
)
def test_no_edition_is_issued_of_what_was_not_approved(people, stage):
    docket = docket_in(stage, people)

    with pytest.raises(IntegrityError, match="quorum"), transaction.atomic():
        issue(docket)


def issue(docket: Docket, text: Manuscript | None = None) -> Edition:
    """Go to the readers past the desk."""
    now, text = timezone.now(), text or head_text(docket)
    return issuing.issue(docket.installment, text, revision=docket.head.number, live_from=now, now=now)


@pytest.mark.parametrize("fault", ["quorum", "no rules", "taken back", "closed account", "other text"])
def test_no_edition_is_issued_past_the_gate(people, fault):
    docket = docket_in(Stage.APPROVED, people)
    if fault == "quorum":
        HouseRules.objects.update(quorum=2)
    elif fault == "no rules":
        HouseRules.objects.all().delete()
    elif fault == "taken back":
        Review.objects.create(
            revision=docket.head,
            reviewer=people.bob,
            verdict=Review.TAKE_BACK,
            digest=docket.head.digest,
            at=timezone.now(),
        )
    elif fault == "closed account":
        type(people.bob).objects.filter(pk=people.bob.pk).update(is_active=False)

    text = head_text(docket)
    with pytest.raises(IntegrityError, match="quorum"), transaction.atomic():
        issue(docket, edited(text) if fault == "other text" else text)

    assert not Edition.objects.exists()


def test_an_author_of_an_approved_text_is_no_voice_for_the_database_either(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    refile(docket, edited(head_text(docket)), people.root)
    refile(docket, head_text(docket), people.alice)
    desk.file_copy(docket, edited(head_text(docket), 1), by=people.alice, base=docket.head.digest)
    Review.objects.create(
        revision=docket.head,
        reviewer=people.root,  # wrote revision 3
        verdict=Review.APPROVE,
        digest=docket.head.digest,
        at=timezone.now(),
    )
    forged(docket, move="approve", before="in review", after="approved").save()
    Docket.objects.update(stage=Stage.APPROVED)

    with pytest.raises(IntegrityError, match="quorum"), transaction.atomic():
        issue(docket)


def test_rows_of_a_published_text_that_were_written_past_the_desk_reach_nobody(people):
    docket = docket_in(Stage.PUBLISHED, people)
    shown = Edition.objects.get().html
    Installment.objects.update(introduction="We spoke with nobody at all.")
    assert Edition.objects.get().html == shown
    desk.make(docket, "correct", by=people.alice)

    with pytest.raises(Refused, match="The text was changed since its last revision: save it"):
        desk.make(docket, "submit", by=people.alice)

    refile(docket, writing.manuscript(docket.installment), people.root)
    desk.make(docket, "submit", by=people.alice)
    assert docket.head.author == people.root  # who saved it has to find somebody else to approve it
    with pytest.raises(Refused, match="You wrote some of this text"):
        approve(docket, people.root)


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
