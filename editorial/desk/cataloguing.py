"""Makes one of rows that are the same, and opens corrections where readers read another name than the
catalogue has. Nothing here changes a text that readers read."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from editorial import appearing
from editorial.models import Docket, Merger, Revision
from editorial.workflow import Refused, Role, Stage, count
from series import duplicates
from series.models import Edition, Organization, Person, Series, Topic

from .filing import file_copy
from .moving import make
from .recording import Actor, acting, require

Row = TypeVar("Row", Person, Organization, Topic)
OPEN = (Stage.DRAFT, Stage.CHANGES_REQUESTED)


@transaction.atomic
def merge(kept: Row, gone: Sequence[Row], *, by: Actor, now: datetime | None = None) -> list[Merger]:
    """Let everything that leads to these rows lead to the one that is kept. Editions keep their words."""
    by, model = acting(by), type(kept)
    if not by.has_perm(f"series.change_{model._meta.model_name}"):  # type: ignore[attr-defined]
        raise Refused((f"Only those who may change {model._meta.verbose_name_plural} can merge them.",))
    keys = sorted({kept.pk, *(each.pk for each in gone)})  # always in this order: nobody waits in a ring
    rows = {each.pk: each for each in model._default_manager.select_for_update().filter(pk__in=keys)}
    own = rows.get(kept.pk)
    others = [rows[pk] for pk in keys if pk in rows and pk != kept.pk]
    if own is None or not others:
        raise Refused(("Choose at least two different rows.",))
    if against := [reason for each in others if (reason := duplicates.reason_against(each, own))]:
        raise Refused(tuple(dict.fromkeys(against)))
    return [_merge(own, each, by=by, at=now or timezone.now()) for each in others]


def _merge(kept: Row, gone: Row, *, by: Actor, at: datetime) -> Merger:
    moved = duplicates.merge(gone, kept)
    parts, shown = count(moved.contributions, "contribution"), count(moved.editions, "edition")
    return Merger.objects.create(
        model=type(kept)._meta.model_name,
        kept=kept.pk,
        gone=gone.pk,
        kept_name=kept.name,
        gone_name=gone.name,
        told=f"{parts} and {shown} lead to “{kept.name}” now.",
        by=by,
        at=at,
    )


def offer(
    row: Person | Organization | Topic | Series,
    edition: Edition,
    *,
    by: Actor,
    values: appearing.Values | None = None,
    now: datetime | None = None,
) -> Revision:
    """Open a correction of a live edition with what the catalogue says; where one is being written, put it
    into that. Readers keep what they read until it is approved and published."""
    require(Role.EDITOR, by)
    with transaction.atomic():
        docket = Docket.objects.select_for_update().get(installment=edition.installment_id)
        if docket.stage not in (Stage.PUBLISHED, Stage.SCHEDULED, *OPEN):
            stage = Stage(docket.stage).label.lower()
            raise Refused((f"A correction of it is {stage}: change the text there.",))
        if docket.stage not in OPEN:
            make(docket, "correct", by=by, now=now)
        return _file(row, docket, values or appearing.called(row), by=by, now=now)


def _file(
    row: Person | Organization | Topic | Series,
    docket: Docket,
    values: appearing.Values,
    *,
    by: Actor,
    now: datetime | None,
) -> Revision:
    assert docket.head is not None
    text = appearing.in_hand(row, docket, docket.head.read(), values)
    source = f"corrected: {row}"[:200]
    filed = file_copy(docket, text, by=by, base=docket.head.digest, source=source, now=now)
    if not filed.changed:
        raise Refused((f"The newest text of “{docket.installment}” has it already.",))
    return filed.revision


def offer_all(
    row: Person | Organization | Topic | Series,
    editions: Iterable[Edition],
    *,
    by: Actor,
    values: appearing.Values | None = None,
) -> dict[Edition, Revision | Refused]:
    """The same for several; each by itself, so that one that is refused stops no other."""
    done: dict[Edition, Revision | Refused] = {}
    for edition in editions:
        try:
            done[edition] = offer(row, edition, by=by, values=values)
        except Refused as refused:
            done[edition] = refused
    return done
