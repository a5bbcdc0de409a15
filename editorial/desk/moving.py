"""Makes the moves of the table, and voids what does not hold any more."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from editorial.models import Docket, Review, Step
from editorial.standing import Standing, name_of
from editorial.workflow import GATE, MOVES, Move, Refused, Stage, reasons_against
from series import issuing

from .recording import Actor, held, locked, record, recount, step

# Stages that rest on approvals, and the one in which somebody may be giving theirs at this moment:
# its lock makes them wait, so that no approval slips in beside whatever takes its ground away.
RESTING = (Stage.IN_REVIEW, Stage.APPROVED, Stage.SCHEDULED)


def make(
    docket: Docket,
    move: str,
    *,
    by: Actor,
    note: str = "",
    seen: str | None = None,
    moment: datetime | None = None,
    now: datetime | None = None,
) -> Step:
    """Make a move of the table, in one transaction. Raises Refused with every reason against it."""
    if move not in MOVES:
        raise Refused((f"There is no move “{move}”.",))
    with held(by) as actor, locked(docket, now) as at:
        row, by = MOVES[move], actor
        situation = at.situation(by, note=note, seen=seen, moment=moment)
        if reasons := reasons_against(row, situation):
            raise Refused(reasons)
        return _MADE.get(move, _step)(at, row, by=by, note=note.strip(), moment=moment)


def _step(at: Standing, move: Move, *, by: Actor, note: str, moment: datetime | None) -> Step:
    return step(at, move, by=by, note=note)


def _approve(at: Standing, move: Move, *, by: Actor, note: str, moment: datetime | None) -> Step:
    _review(at, Review.APPROVE, by=by, note=note)
    votes = at.approvals.keys() | {by.pk}
    others_object = any(each.reviewer_id != by.pk for each in at.objections)
    if len(votes) >= (at.quorum or 1) and not others_object:
        return step(at, move, by=by, note=note)
    return record(at, move.name, at.stage, by=by, note=note, quorum=at.quorum)


def _request_changes(at: Standing, move: Move, *, by: Actor, note: str, moment: datetime | None) -> Step:
    _review(at, Review.CHANGES, by=by, note=note)
    return step(at, move, by=by, note=note)


def _take_back(at: Standing, move: Move, *, by: Actor, note: str, moment: datetime | None) -> Step:
    _review(at, Review.TAKE_BACK, by=by, note=note)
    issuing.cancel(at.installment, now=at.now)
    return step(at, move, by=by, note=note)


def _publish(at: Standing, move: Move, *, by: Actor, note: str, moment: datetime | None) -> Step:
    assert at.head is not None
    assert at.text is not None
    live_from = moment if move.name == "schedule" and moment else at.now
    told = {"revision": at.head.number, "correction": note, "live_from": live_from}
    issuing.issue(at.installment, at.text, **told, now=at.now)
    return step(at, move, by=by, note=note, moment=moment if move.name == "schedule" else None)


def _unschedule(at: Standing, move: Move, *, by: Actor, note: str, moment: datetime | None) -> Step:
    issuing.cancel(at.installment, now=at.now)
    return step(at, move, by=by, note=note)


def _withdraw(at: Standing, move: Move, *, by: Actor, note: str, moment: datetime | None) -> Step:
    issuing.withdraw(at.installment, reason=note, now=at.now)
    return step(at, move, by=by, note=note)


_MADE: dict[str, Callable[..., Step]] = {
    "approve": _approve,
    "request_changes": _request_changes,
    "take_back": _take_back,
    "schedule": _publish,
    "publish": _publish,
    "unschedule": _unschedule,
    "withdraw": _withdraw,
}


def _review(at: Standing, verdict: str, *, by: Actor, note: str) -> Review:
    assert at.head is not None
    last = at.docket.steps.order_by("-number").values_list("number", flat=True).first() or 0
    return Review.objects.create(
        revision=at.head,
        reviewer=by,
        verdict=verdict,
        digest=at.head.digest,
        note=note,
        after=last,
        at=at.now,
    )


@transaction.atomic
def recheck(
    dockets: Iterable[Docket], *, why: str, now: datetime | None = None, recounting: bool = False
) -> list[Docket]:
    """Void every approval and schedule among these whose gate does not hold any more, and say why.

    Called in the transaction of whatever takes the ground away: stricter house rules, a closed account.
    With `recounting` the figures of lists are counted again, too: other rules find other things.
    """
    voided = []
    for docket in sorted(dockets, key=lambda each: each.pk):  # always in this order: two never wait in a ring
        with locked(docket, now) as at:
            if at.stage in (Stage.APPROVED, Stage.SCHEDULED) and _void(at, why):
                voided.append(docket)
            if recounting:
                recount(at)
    return voided


def _void(at: Standing, why: str) -> bool:
    """Take the approval and the schedule away, if the gate does not hold."""
    situation = at.situation(None)
    reasons = [sentence for condition in GATE if (sentence := condition(situation))]
    if reasons:
        issuing.cancel(at.installment, now=at.now)
        step(at, MOVES["void"], by=None, note=f"{why} {' '.join(reasons)}")
    return bool(reasons)


def recheck_voice(reviewer: Actor, *, now: datetime | None = None) -> list[Docket]:
    """Void what rests on the approval of somebody who may not review any more.

    To be called in the transaction that closes an account or takes a group or permission from it.
    """
    resting = Docket.objects.filter(stage__in=RESTING, revisions__reviews__reviewer=reviewer)
    why = f"{name_of(reviewer)} cannot review any more."
    return recheck(resting.distinct(), why=why, now=now)


def recheck_all(*, why: str, now: datetime | None = None) -> list[Docket]:
    """Void what rests on the approval of anybody who may not review any more, whoever that is.

    To be called in the transaction that changes what a whole group may do.
    """
    return recheck(Docket.objects.filter(stage__in=RESTING).select_related("installment"), why=why, now=now)
