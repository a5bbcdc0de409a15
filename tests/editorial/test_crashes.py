"""A crash at any statement that writes leaves the state before, never something between."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from editorial import desk
from editorial.models import Docket, HouseRules, Notice, Review, Revision, Step, Stet
from editorial.standing import Standing
from editorial.workflow import Stage
from series.models import Answer, Appearance, Contribution, Edition, Installment, Person, Prompt, Topic
from tests.editorial.people import (
    Cast,
    docket_in,
    edited,
    head_text,
    ready_text,
    refile,
    with_stale_tag,
)

NOW = timezone.now() + timedelta(hours=1)
COLUMNS = {
    Docket: ("stage", "moment", "head__number", "since"),
    Step: ("number", "move", "after", "note", "chain"),
    Revision: ("number", "digest"),
    Review: ("revision__number", "verdict", "reviewer"),
    Stet: ("fingerprint", "by"),
    Notice: ("kind", "about", "user", "subject"),
    HouseRules: ("quorum",),
    Installment: ("title", "slug", "introduction"),
    Prompt: ("text", "position"),
    Contribution: ("name", "position"),
    Answer: ("body", "position"),
    Edition: ("number", "digest", "live_from", "live_until", "ended"),
    Appearance: ("name",),
    Person: ("name",),
    Topic: ("name",),
}
WRITES = ("INSERT", "UPDATE", "DELETE")
ACTS: dict[str, tuple[Stage, Callable[[Docket, Cast], object]]] = {
    "begin": (
        Stage.DRAFT,
        lambda docket, people: desk.begin(docket.installment.series, by=people.alice, now=NOW),
    ),
    "submit": (Stage.DRAFT, lambda docket, people: desk.make(docket, "submit", by=people.alice, now=NOW)),
    "approve": (
        Stage.IN_REVIEW,
        lambda docket, people: desk.make(docket, "approve", by=people.bob, seen=docket.head.digest, now=NOW),
    ),
    "publish": (Stage.APPROVED, lambda docket, people: desk.make(docket, "publish", by=people.dora, now=NOW)),
    "schedule": (
        Stage.APPROVED,
        lambda docket, people: desk.make(
            docket, "schedule", by=people.dora, moment=NOW + timedelta(days=1), now=NOW
        ),
    ),
    "publish what is scheduled": (
        Stage.SCHEDULED,
        lambda docket, people: desk.make(docket, "publish", by=people.dora, now=NOW),
    ),
    "take back": (
        Stage.SCHEDULED,
        lambda docket, people: desk.make(docket, "take_back", by=people.bob, now=NOW),
    ),
    "appear and withdraw": (
        Stage.SCHEDULED,
        lambda docket, people: desk.make(
            docket, "withdraw", by=people.dora, note="It names a customer.", now=NOW + timedelta(days=2)
        ),
    ),
    "file a text": (
        Stage.SCHEDULED,
        lambda docket, people: refile(docket, edited(head_text(docket)), people.alice, now=NOW),
    ),
    "file other people": (
        Stage.DRAFT,
        lambda docket, people: refile(docket, ready_text(2, people=3), people.alice, now=NOW),
    ),
    "restore": (
        Stage.APPROVED,
        lambda docket, people: desk.restore(
            docket.revisions.get(number=1), by=people.alice, base=docket.head.digest, now=NOW
        ),
    ),
    "let stand": (
        Stage.IN_REVIEW,
        lambda docket, people: desk.stet(
            docket,
            Standing(docket).findings[-1].finding.fingerprint,
            by=people.bob,
            reason="It is meant so.",
            now=NOW,
        ),
    ),
    "house rules": (
        Stage.SCHEDULED,
        lambda docket, people: desk.set_quorum(docket.installment.series, 2, by=people.root, now=NOW),
    ),
}


class Power:
    """Goes out at the nth statement that writes."""

    def __init__(self, at: int | None = None) -> None:
        self.at, self.written = at, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(WRITES):
            self.written += 1
            if self.written == self.at:
                raise OperationalError("the power went out")
        return execute(sql, params, many, context)


def state() -> dict[str, list[tuple[object, ...]]]:
    """All that matters, without the keys that a database gives."""
    return {
        model.__name__: sorted(model.objects.order_by().values_list(*columns), key=repr)
        for model, columns in COLUMNS.items()
    }


@pytest.mark.parametrize("name", list(ACTS))
def test_there_is_no_state_between(people, name):
    stage, act = ACTS[name]
    text = with_stale_tag(ready_text()) if name == "let stand" else ready_text()
    docket = docket_in(stage, people, text)
    before = state()
    point = transaction.savepoint()
    whole = Power()
    with connection.execute_wrapper(whole):
        act(docket, people)
    after = state()
    transaction.savepoint_rollback(point)
    assert after != before
    assert whole.written > 1

    for at in range(1, whole.written + 1):
        docket = Docket.objects.get(pk=docket.pk)
        with pytest.raises(OperationalError), connection.execute_wrapper(Power(at)):
            act(docket, people)

        assert state() == before, f"at statement {at} of {whole.written}"


def test_what_was_cut_off_can_be_done_again(people):
    docket = docket_in(Stage.APPROVED, people)
    with pytest.raises(OperationalError), connection.execute_wrapper(Power(3)):
        desk.make(docket, "publish", by=people.dora)

    desk.make(docket, "publish", by=people.dora)

    assert docket.stage == Stage.PUBLISHED
    assert Edition.objects.count() == 1
