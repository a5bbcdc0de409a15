"""A rewritten history shows, even where somebody took the database's guards down first."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from editorial import desk, guards, verifying
from editorial.models import Docket
from editorial.workflow import Stage
from series.models import Edition
from tests.editorial.people import approve, docket_in, edited, head_text, ready_text, refile, series


@pytest.fixture
def docket(people) -> Docket:
    """Published, corrected on schedule, withdrawn, published again, a scheduled correction dropped."""
    docket = docket_in(Stage.PUBLISHED, people)
    correct(docket, people)
    noon = timezone.now() + timedelta(hours=1)
    desk.make(docket, "schedule", by=people.dora, moment=noon)
    after = noon + timedelta(hours=1)
    desk.make(docket, "withdraw", by=people.dora, note="It names a customer.", now=after)
    desk.make(docket, "reopen", by=people.alice, now=after)
    desk.make(docket, "submit", by=people.alice, now=after)
    approve(docket, people.carol, now=after)
    desk.make(docket, "publish", by=people.dora, now=after)
    correct(docket, people, now=after)
    desk.make(docket, "schedule", by=people.dora, moment=after + timedelta(days=1), now=after)
    desk.make(docket, "take_back", by=people.bob, now=after)
    return docket


def correct(docket: Docket, people, **more) -> None:
    desk.make(docket, "correct", by=people.alice, **more)
    refile(docket, edited(head_text(docket)), people.alice, **more)
    desk.make(docket, "submit", by=people.alice, **more)
    approve(docket, people.bob, **more)


def rewritten(statement: str) -> list[str]:
    """What shows after somebody took the guards down, wrote, and put them up again."""
    guards.lift()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
    guards.put()
    return [fault.split(": ", 1)[1] for fault in verifying.faults()]


def test_an_honest_history_is_whole(people, docket):
    home = docket.installment.series
    for number, stage in enumerate((Stage.SCHEDULED, Stage.KILLED, Stage.CHANGES_REQUESTED), 2):
        docket_in(stage, people, ready_text(number), home)
    out = StringIO()

    call_command("verify_history", stdout=out)

    assert out.getvalue().startswith("4 dockets with ")
    assert "everything follows from the records" in out.getvalue()


def test_two_voices_and_their_quorum_are_in_the_history(people):
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    approve(docket, people.bob)
    approve(docket, people.carol)
    desk.make(docket, "publish", by=people.dora)

    assert list(verifying.faults()) == []
    assert [each.quorum for each in docket.steps.all()] == [None, None, 2, 2, 2]
    forged = f"UPDATE editorial_review SET verdict = 'take back' WHERE reviewer_id = {people.bob.pk}"  # noqa: S608
    assert rewritten(forged) == [
        "step 3 and the reviews do not agree on who said what.",
        "step 3 and the reviews do not agree on who said what.",
        "edition 1 had 1 approvals of 2 by others.",
    ]


REWRITTEN = [
    ("editorial_step SET note = 'Nothing.' WHERE move = 'withdraw'", "was rewritten"),
    ("editorial_step SET by_id = NULL WHERE number = 2", "was rewritten"),
    ("editorial_step SET move = 'recall' WHERE number = 2", "does not lead from"),
    ("editorial_step SET number = 99 WHERE number = 5", "stands where step 5 should"),
    ("editorial_docket SET stage = 'approved'", "but its steps lead to in review"),
    ("editorial_revision SET manuscript = '{}' WHERE number = 2", "not hold the text of its digest"),
    ("editorial_revision SET number = 9 WHERE number = 4", "stands where revision 4 should"),
    ("editorial_review SET reviewer_id = reviewer_id + 1 WHERE verdict = 'approve'", "who said what"),
    ("editorial_review SET digest = 'x'", "names another text"),
    ("editorial_review SET verdict = 'take back'", "had 0 approvals of 1 by others"),
    ("series_edition SET manuscript = '{}' WHERE number = 1", "not hold the text of its digest"),
    ("series_edition SET digest = 'x' WHERE number = 1", "is not the text that step"),
    (
        "series_edition SET live_until = NULL, ended = 'withdrawn', ended_at = live_from WHERE number = 1",
        "not what the steps say",
    ),
    (
        "series_edition SET ended = '', ended_at = NULL, live_until = live_from WHERE ended = 'withdrawn'",
        "not what the steps say",
    ),
]


@pytest.mark.parametrize(("statement", "fault"), REWRITTEN)
def test_what_was_rewritten_shows(docket, statement, fault):
    assert any(fault in each for each in rewritten(f"UPDATE {statement}"))


def test_an_edition_that_nobody_published_shows(docket):
    guards.lift()
    Edition.objects.create(
        **{
            field.attname: getattr(Edition.objects.first(), field.attname)
            for field in Edition._meta.concrete_fields
            if field.attname not in ("id", "number", "ended", "ended_at")
        },
        number=9,
        ended="cancelled",
        ended_at=timezone.now(),
    )
    guards.put()

    assert any("edition 5 is not what the steps say" in fault for fault in verifying.faults())


def test_an_author_among_the_voices_shows(people):
    docket = docket_in(Stage.PUBLISHED, people)

    found = rewritten(f"UPDATE editorial_revision SET author_id = {people.bob.pk} WHERE number = 2")  # noqa: S608

    assert found == ["edition 1 had 0 approvals of 1 by others."]
    assert docket.stage == Stage.PUBLISHED


def test_guards_that_are_down_show(db):
    guards.lift()

    with pytest.raises(CommandError, match="faults in 0 dockets"):
        call_command("verify_history", stderr=StringIO())
