"""Notes every change of accounts and rights down, and ends sessions. Nothing here gives a right."""

import hashlib
import json
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from editorial.models import AccountChange, Sitting

from .recording import Actor


@transaction.atomic
def note_change(about: str, what: str, *, by: Actor | None, now: datetime | None = None) -> AccountChange:
    """One line more in the record of accounts, in the transaction of what it tells of."""
    queue = ContentType.objects.select_for_update().filter(app_label="editorial", model="accountchange")
    list(queue)  # one after the other
    last = AccountChange.objects.first()
    row = AccountChange(
        number=last.number + 1 if last else 1,
        at=now or timezone.now(),
        by_id=by.pk if by else None,
        about=about[:200],
        what=what,
    )
    row.chain = change_link(last.chain if last else "", row)
    row.save()
    return row


def change_link(before: str, row: AccountChange) -> str:
    """The hash (SHA-256, hex) that chains a change to the one before it."""
    parts = [before, str(row.number), row.at.timestamp(), str(row.by_id), row.about, row.what]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


# -- sessions


def sit_down(user: Actor, key: str, agent: str, *, now: datetime | None = None) -> Sitting:
    """Somebody has signed in. Those whose session ran out long ago are forgotten."""
    now = now or timezone.now()
    old = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Sitting.objects.filter(user_id=user.pk, seen__lt=old).delete()
    return Sitting.objects.create(user_id=user.pk, key=key, since=now, seen=now, agent=agent[:200])


def seen(pk: int, key: str) -> None:
    """Whoever sits there is still there, under this key."""
    Sitting.objects.filter(pk=pk).update(seen=timezone.now(), key=key)


@transaction.atomic
def end_sittings(user: Actor, *, by: Actor, only: int | None = None, but: str | None = None) -> int:
    """End somebody's sessions: one, or all but the one with this key. How many there were."""
    rows = Sitting.objects.filter(user_id=user.pk).exclude(key=but or "")
    ending = list(rows if only is None else rows.filter(pk=only))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for each in ending:
        store(each.key).delete()
        each.delete()
    if ending:
        ended = "1 session" if len(ending) == 1 else f"{len(ending)} sessions"
        note_change(user.get_username(), f"{ended} ended.", by=by)
    return len(ending)
