"""Makes the moves of the table, and voids what does not hold any more."""

from collections.abc import Callable, Iterable
from datetime import datetime

from editorial.models import Docket, Review, Step
from editorial.standing import Standing
from editorial.workflow import MOVES, Move, Refused, Stage, reasons_against
from series import issuing

from .recording import Actor, locked, record, step


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
    with locked(docket, now) as at:
        row = MOVES[move]
        situation = at.situation(by, note=note, seen=seen, moment=moment)
        if reasons := reasons_against(row, situation):
            raise Refused(reasons)
        return _MADE.get(move, step)(at, row, by=by, note=note.strip(), moment=moment)


def _approve(at: Standing, move: Move, *, by: Actor, note: str, moment: datetime | None) -> Step:
    _review(at, Review.APPROVE, by=by, note=note)
    votes = at.approvals.keys() | {by.pk}
    if len(votes) >= (at.quorum or 1):
        return step(at, move, by=by, note=note)
    return record(at, move.name, at.stage, by=by, note=note)


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
    issuing.issue(at.installment, at.text, revision=at.head.number, live_from=live_from, now=at.now)
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


def recheck(dockets: Iterable[Docket], *, why: str, now: datetime | None = None) -> list[Docket]:
    """Void every approval-based stage among these whose gate does not hold any more, and say why.

    Called by whatever may take the ground away: stricter house rules, a deactivated approver.
    """
    voided = []
    for docket in dockets:
        with locked(docket, now) as at:
            if at.stage not in (Stage.APPROVED, Stage.SCHEDULED):
                continue
            move = MOVES["publish"]
            if reasons := reasons_against(move, at.situation(None, roles=[move.role])):
                issuing.cancel(at.installment, now=at.now)
                step(at, MOVES["void"], by=None, note=f"{why} {' '.join(reasons)}")
                voided.append(docket)
    return voided
