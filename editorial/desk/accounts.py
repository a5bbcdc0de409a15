"""Notes every change of accounts and rights down, tells whose account it is, and ends sessions. Nothing here
gives a right.
"""

import hashlib
import json
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from editorial.models import AccountChange, Notice, Sitting
from editorial.standing import User, name_of

from .recording import Actor
from .sending import send_due


@transaction.atomic
def note_change(
    about: str,
    what: str,
    *,
    by: Actor | None,
    tell: User | None = None,
    to: str = "",
    now: datetime | None = None,
) -> AccountChange:
    """One line more in the record of accounts, in the transaction of what it tells of. Who is to be told gets
    a mail: to the address of now, whatever it is when the mail goes out, or `to` another."""
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
    if tell is not None and (to or tell.email):
        _tell(tell, to or tell.email, row)
    return row


def _tell(user: User, to: str, row: AccountChange) -> None:
    """Whatever they prefer: nobody's account is taken over in silence."""
    local = timezone.localtime(row.at)
    who = "the operator" if row.by is None else "you" if row.by_id == user.pk else name_of(row.by)
    done = f"This was done by {who} on {local.day} {local:%B %Y at %H:%M} ({local:%Z})."
    mend = (
        "If it was not you, or not agreed with you: end all other sessions there, and tell an administrator."
    )
    link = settings.SITE_URL + reverse("admin:desk_security")
    told = (row.what, done, mend)
    Notice.objects.create(
        user_id=user.pk,
        address=to,
        kind=Notice.ACCOUNT,
        about=row.number,
        subject=f"Your account: {row.what[0].lower()}{row.what[1:].rstrip('.')}"[:400],
        text="\n\n".join((*told, link)) + "\n",
        html=format_html(
            '<p>{}</p><p>{}</p><p>{}</p><p><a href="{}">Sign-in and security</a></p>', *told, link
        ),
        made_at=row.at,
        send_after=row.at,
    )
    if settings.NOTICES_AT_ONCE:
        transaction.on_commit(partial(send_due, account=user.pk), robust=True)


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
    there = {"user_id": user.pk, "since": now, "seen": now, "agent": agent[:200]}
    return Sitting.objects.update_or_create(key=key, defaults=there)[0]  # who signs in twice sits there once


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
