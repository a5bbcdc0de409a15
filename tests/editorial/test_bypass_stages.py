"""Ways around the desk, by stages, steps and texts: the database follows the history alone."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from editorial.models import (
    Docket,
    Review,
    Step,
)
from editorial.workflow import Stage
from tests.editorial.people import (
    docket_in,
    draft,
    edited,
    head_text,
)

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
