"""Says who looks after an installment, who is asked to review it, and when it is due. What changes is a step
of the history: who gave what to whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import get_text_list

from editorial import planning
from editorial.models import Docket
from editorial.standing import Standing, User, name_of
from editorial.workflow import Role

from . import telling
from .recording import Actor, record, require, settled

KEPT = object()  # a wish that is not spoken of stays


@dataclass(frozen=True)
class Given:
    """Who has a part in it, and by when."""

    owner: int | None
    asked: frozenset[int]
    wish: date | None
    due: date | None

    @property
    def parts(self) -> set[tuple[str, int]]:
        """Everybody who has a part in it, with the part."""
        return {("owner", pk) for pk in [self.owner] if pk} | {("reviewer", pk) for pk in self.asked}


def assign(
    docket: Docket,
    *,
    by: Actor,
    owner: Actor | None = None,
    due: date | None = None,
    reviewers: Iterable[Actor] | None = None,
    wish: date | object | None = KEPT,
    tell: bool = True,
    now: datetime | None = None,
) -> None:
    """Assign it, and tell those who have it new, unless a move that follows does. With a wish for when it
    goes live and no due date, it is due so many days before."""
    require(Role.EDITOR, by)
    with transaction.atomic():
        row = Docket.objects.select_for_update().get(pk=docket.pk)
        at = settled(row, now)
        before = _given(at)
        row.owner = owner or row.owner
        row.wish = row.wish if wish is KEPT else wish  # type: ignore[assignment]
        if due is None and row.wish and wish is not KEPT:
            due = planning.due(at.stage, row.wish, at.rules.days)
        row.due = due
        row.save(update_fields=["owner", "due", "wish"])
        if reviewers is not None:
            row.reviewers.set(reviewers)
        after = _given(at)
        if after != before:
            record(at, "assign", at.stage, by=by, note=" ".join(_told(before, after)))
            if tell:
                telling.of_assignment(at, after.parts - before.parts, by=by)
    docket.refresh_from_db()


def _given(at: Standing) -> Given:
    row = at.docket
    return Given(row.owner_id, frozenset(row.reviewers.values_list("pk", flat=True)), row.wish, row.due)


def _told(before: Given, after: Given) -> Iterator[str]:
    """What has changed, in sentences."""
    keys = {pk for _, pk in before.parts | after.parts}
    names = {each.pk: name_of(each) for each in User.objects.filter(pk__in=keys).order_by("pk")}
    if after.owner and after.owner != before.owner:
        yield f"{names[after.owner]} looks after it."
    for words, some in (("Asked to review it", after.asked - before.asked),
                        ("Not asked any more", before.asked - after.asked)):  # fmt: skip
        if some:
            yield f"{words}: {get_text_list([names[pk] for pk in names if pk in some], 'and')}."
    if after.wish != before.wish:
        yield f"It should go live on {_day(after.wish)}." if after.wish else "No wish when it should go live."
    if after.due != before.due:
        yield f"Due on {_day(after.due)}." if after.due else "No due date."


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
