"""Makes one of two people, organizations or topics. The row that goes stays as a sign to the one that is
kept: its address leads there, and a text with its name means the other. Editions keep the names they have.

Callers hold the transaction, and keep a record of who did it (see `editorial.desk`).
"""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from series import indexing
from series.models import Appearance, Contribution, Edition, Filing, Organization, Person, Topic
from series.stamps import shown
from series.writing import named

Row = TypeVar("Row", Person, Organization, Topic)


@dataclass(frozen=True)
class Moved:
    """How much leads to the row that is kept now."""

    contributions: int = 0
    editions: int = 0


@shown
def merge(gone: Row, kept: Row) -> Moved:
    """Let everything that leads to `gone` lead to `kept`. ValueError where that makes no sense."""
    if against := reason_against(gone, kept):
        raise ValueError(against)
    touched = set(_editions(gone).values_list("pk", flat=True))
    moved = Moved(_move_contributions(gone, kept), len(touched))
    _move_shown(gone, kept)
    type(gone)._default_manager.filter(Q(pk=gone.pk) | Q(merged_into=gone)).update(merged_into=kept)
    gone.merged_into = kept
    _fill_gaps(gone, kept)
    indexing.renew(touched)
    return moved


def remember(row: Row, name: str) -> None:
    """After another name was given to it: a text with the former name still means this row."""
    model = type(row)
    if name and not model._default_manager.filter(name=name).exists():
        former = named(model, name)
        former.merged_into = row
        former.save()


def reason_against(gone: Row, kept: Row) -> str:
    """Why these two cannot become one; "" where they can."""
    if type(gone) is not type(kept) or gone.pk == kept.pk:
        return "Choose two different rows of one kind."
    if gone.merged_into_id or kept.merged_into_id:
        return "One of them has been merged already."
    return ""


def _editions(row: Person | Organization | Topic) -> QuerySet[Edition]:
    ways = {Person: "appearances__person", Organization: "appearances__organization", Topic: "topics"}
    return Edition.objects.filter(**{ways[type(row)]: row}).distinct()


def _move_contributions(gone: Row, kept: Row) -> int:
    if isinstance(gone, Topic):
        return 0
    column = "person" if isinstance(gone, Person) else "works_at"
    return Contribution.objects.filter(**{column: gone}).update(**{column: kept})


def _move_shown(gone: Row, kept: Row) -> None:
    """Editions' links to the row, never their words."""
    if isinstance(gone, Topic):
        both = Filing.objects.filter(topic=kept).values("edition")  # which keep both names
        Filing.objects.filter(topic=gone).exclude(edition__in=both).update(topic=kept)
        return
    column = "person" if isinstance(gone, Person) else "organization"
    Appearance.objects.filter(**{column: gone}).update(**{column: kept})


def _fill_gaps(gone: Row, kept: Row) -> None:
    """What only the row that goes knows is not lost."""
    for name in ("url", "about"):
        if getattr(gone, name, "") and not getattr(kept, name, ""):
            setattr(kept, name, getattr(gone, name))
    kept.save()
