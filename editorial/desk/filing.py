"""Begins drafts and files texts as revisions."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from editorial.models import Docket, Review, Revision
from editorial.standing import Standing
from editorial.workflow import MOVES, Refused, Role, Stage
from series import issuing, writing
from series.addresses import free_address
from series.importers import Imported
from series.manuscript import Manuscript
from series.models import Installment, Series

from . import gathering, telling
from .keeping import drop_buffer
from .recording import Actor, locked, record, require, revise, step

WRITABLE = {Stage.DRAFT, Stage.IN_REVIEW, Stage.CHANGES_REQUESTED, Stage.APPROVED, Stage.SCHEDULED}


class Conflict(Exception):
    """Somebody filed another text since the one that this change started from. Nothing was overwritten."""

    def __init__(self, head: Revision, base: Revision | None, mine: Manuscript) -> None:
        super().__init__(head.pk)
        self.head, self.base, self.mine = head, base, mine

    def __str__(self) -> str:
        return f"Revision {self.head.number} was filed while you were writing. Nothing has been overwritten."


@dataclass(frozen=True)
class Filed:
    """What filing a text did. `changed` is False where it was the newest revision's text already."""

    revision: Revision
    changed: bool
    voided: tuple[Review, ...] = ()  # approvals of the text before
    unscheduled: bool = False


@transaction.atomic
def begin(
    series: Series, *, by: Actor, title: str = "", part: int | None = None, now: datetime | None = None
) -> Docket:
    """A new draft with the series' questions."""
    require(Role.EDITOR, by)
    installment = writing.begin(series, title=title, part=part)
    return _open(installment, by=by, now=now)


@transaction.atomic
def import_draft(
    series: Series,
    imported: Imported,
    *,
    by: Actor,
    source: str = "",
    note: str = "",
    now: datetime | None = None,
) -> Docket:
    """A new draft of what an importer made of a text. The note goes into the history."""
    require(Role.EDITOR, by)
    text = imported.manuscript
    slug = free_address(series, text.slug) if text.slug else ""
    installment = writing.begin(series, title=text.title, part=text.part, slug=slug)
    own = replace(
        text, series=series.title, part=text.part or installment.part, slug=slug or installment.slug
    )
    source = source or f"imported ({imported.form})"
    return _open(installment, by=by, text=own, source=source, note=note, now=now)


def _open(
    installment: Installment,
    *,
    by: Actor,
    text: Manuscript | None = None,
    source: str = "",
    note: str = "",
    now: datetime | None,
) -> Docket:
    now = now or timezone.now()
    docket = Docket.objects.create(installment=installment, owner=by, since=now)
    at = Standing(docket, now)
    if text is not None:
        writing.write(installment, text)
    record(at, "begin", Stage.DRAFT, by=by, before="", note=note)
    revise(at, writing.manuscript(installment), by=by, source=source)
    return docket


def file_copy(
    docket: Docket,
    text: Manuscript,
    *,
    by: Actor,
    base: str | None,
    source: str = "",
    restores: Revision | None = None,
    sheet: str = "",
    now: datetime | None = None,
) -> Filed:
    """Keep a text as the newest revision, if it differs from it.

    `base` is the digest of the revision that the change started from; `sheet` names the page whose buffer
    is no longer needed. Raises Conflict where another one was filed since, Refused where the text is frozen,
    ValueError where it cannot be kept at all.
    """
    with locked(docket, now) as at:
        return file_on(at, text, by=by, base=base, source=source, restores=restores, sheet=sheet)


def file_on(
    at: Standing,
    text: Manuscript,
    *,
    by: Actor,
    base: str | None,
    source: str = "",
    restores: Revision | None = None,
    suggested: Actor | None = None,
    sheet: str = "",
) -> Filed:
    """The same under a lock that is held already; `suggested` is whose words it takes over."""
    require(Role.EDITOR, by)
    if at.stage not in WRITABLE:
        raise Refused((_frozen(at),))
    if at.head and base != at.head.digest and text.digest != at.head.digest:
        raise Conflict(at.head, at.docket.revisions.filter(digest=base).first(), text)
    writing.write(at.installment, text)
    drop_buffer(at.docket, by=by, sheet=sheet)
    new = writing.manuscript(at.installment)
    if at.head and new.digest == at.head.digest:
        return Filed(at.head, changed=False)
    voided = tuple(at.approvals.values())
    unscheduled = at.stage is Stage.SCHEDULED
    revision = revise(at, new, by=by, source=source, restores=restores, suggested=suggested)
    if at.stage in (Stage.APPROVED, Stage.SCHEDULED):
        issuing.cancel(at.installment, now=at.now)
        step(at, MOVES["reopen_changed"], by=None, note=f"Revision {revision.number} was filed.")
    telling.of_filing(at, revision, voided, by=by, unscheduled=unscheduled)
    if at.docket.stage == Stage.IN_REVIEW:
        told = {each.reviewer_id for each in voided}
        gathering.of_saving(at, revision, but={by.pk, revision.suggested_id or by.pk, *told})
    return Filed(revision, changed=True, voided=voided, unscheduled=unscheduled)


def restore(revision: Revision, *, by: Actor, base: str | None, now: datetime | None = None) -> Filed:
    """Make an earlier text the newest revision; approvals do not carry over."""
    source = f"revision {revision.number}"
    return file_copy(
        revision.docket, revision.read(), by=by, base=base, source=source, restores=revision, now=now
    )


def _frozen(at: Standing) -> str:
    if at.stage is Stage.PUBLISHED:
        return "Readers are reading this text. To change it, start a correction."
    return f"It is {at.stage.label.lower()}: reopen or revive it to change the text."
