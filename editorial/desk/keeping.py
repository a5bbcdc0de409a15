"""Keeps what is typed and not saved yet: for whoever typed it, beside the records."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from editorial.models import Buffer, Docket
from editorial.workflow import Role

from .recording import Actor, require


@transaction.atomic
def keep_buffer(
    docket: Docket,
    *,
    by: Actor,
    page: str,
    sheet: str,
    fields: Mapping[str, str],
    base: str,
    now: datetime | None = None,
) -> Buffer | None:
    """Keep the fields of a page; None where this person has other words there that are not saved yet."""
    require(Role.EDITOR, by)
    Docket.objects.select_for_update().get(pk=docket.pk)  # before a save of the same words, or after it
    values = {
        # PostgreSQL keeps no NUL
        "fields": {name: value.replace("\0", "") for name, value in fields.items()},
        "base": base[:64],
        "at": now or timezone.now(),
    }
    own = Buffer.objects.select_for_update()
    row, created = own.get_or_create(
        docket=docket, user=by, page=page, defaults={"sheet": sheet[:40], **values}
    )
    if created:
        return row
    if row.sheet != sheet[:40]:
        return None
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


def drop_buffer(docket: Docket, *, by: Actor, sheet: str) -> None:
    """Forget what was kept of one page as it was opened: it is saved, or not wanted."""
    if sheet:
        Buffer.objects.filter(docket=docket, user=by, sheet=sheet[:40]).delete()
