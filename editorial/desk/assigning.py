"""Says who looks after an installment, who is asked to review it, and when it is due."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from editorial import planning
from editorial.models import Docket
from editorial.standing import Standing
from editorial.workflow import Role

from . import telling
from .recording import Actor, require

KEPT = object()  # a wish that is not spoken of stays


def assign(
    docket: Docket,
    *,
    by: Actor,
    owner: Actor | None = None,
    due: date | None = None,
    reviewers: Iterable[Actor] | None = None,
    wish: date | object | None = KEPT,
    now: datetime | None = None,
) -> None:
    """Assign it, and tell those who have it new. With a wish for when it goes live and no due date, that is
    counted back from the wish."""
    require(Role.EDITOR, by)
    with transaction.atomic():
        row = Docket.objects.select_for_update().get(pk=docket.pk)
        at = Standing(row, now)
        before = _people(at)
        row.owner = owner or row.owner
        row.wish = row.wish if wish is KEPT else wish  # type: ignore[assignment]
        if due is None and row.wish and wish is not KEPT:
            due = planning.due(at.stage, row.wish, at.rules.days)
        row.due = due
        row.save(update_fields=["owner", "due", "wish"])
        if reviewers is not None:
            row.reviewers.set(reviewers)
        telling.of_assignment(at, _people(at) - before, by=by)
    docket.refresh_from_db()


def _people(at: Standing) -> set[tuple[str, int]]:
    """Everybody who has a part in it, with the part."""
    asked = at.docket.reviewers.values_list("pk", flat=True)
    return {("owner", pk) for pk in [at.docket.owner_id] if pk} | {("reviewer", pk) for pk in asked}
