"""Sends what is in the outbox. A worker that is killed loses nothing, and two send nothing twice.

Each mail is claimed first, in one statement that only one worker wins; then sent; then marked. A claim
older than ten minutes is its worker's last word, so it is tried again under the same Message-ID.
A server that is away is asked once: nobody waits for each mail anew, and no mail's tries are used up by it.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from editorial import preferences
from editorial.models import Docket, Notice, Preference
from editorial.workflow import Refused, Stage

from .recording import Actor, acting, locked

PATIENCE = timedelta(minutes=10)
AGAIN = timedelta(minutes=5)
OF_ONE = {"SMTPDataError", "SMTPRecipientsRefused", "SMTPSenderRefused"}  # of the mail, not of the server
TRIES = 10
SENT, FAILED, AWAY, TAKEN = "sent", "to be tried again", "the server is away", "another worker has it"
ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058


@dataclass(frozen=True)
class Sent:
    """How many mails went out, and how many have to be tried again."""

    mails: int = 0
    failed: int = 0


def send_due(*, now: datetime | None = None, docket: int | None = None, account: int | None = None) -> Sent:
    """Send all that is due, or only what tells of one docket, or of one account, at once."""
    now = now or timezone.now()
    due = _free(now).filter(send_after__lte=now, tries__lt=TRIES, user__is_active=True)
    if docket:
        due = due.filter(docket=docket, morning=False)
    if account:
        due = due.filter(user=account, kind=Notice.ACCOUNT)
    waiting, server = list(_mails(due)), get_connection()
    outcomes: Counter[str] = Counter()
    for place, keys in enumerate(waiting):
        outcomes[_send(keys, now, server)] += 1
        if outcomes[AWAY]:
            _put_off(list(chain(*waiting[place:])), now)
            return Sent(outcomes[SENT], len(waiting) - place + outcomes[FAILED])
    server.close()
    return Sent(outcomes[SENT], outcomes[FAILED])


def _free(now: datetime) -> QuerySet[Notice]:
    """What is neither sent nor being sent."""
    return Notice.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - PATIENCE), sent_at=None)


def _mails(due: QuerySet[Notice]) -> Iterator[list[int]]:
    """Primary keys by mail: each notice is one, but a morning list holds all of a person's."""
    rows = due.values_list("pk", "user", "morning").order_by("morning", "user", "made_at", "pk")
    for (morning, _), some in groupby(rows, key=lambda row: (row[2], row[1])):
        keys = [row[0] for row in some]
        yield from [keys] if morning else [[key] for key in keys]


def _send(keys: list[int], now: datetime, server: BaseEmailBackend) -> str:
    """What became of one mail."""
    claim = uuid.uuid4()
    if not _free(now).filter(pk__in=keys).update(claim=claim, claimed_at=now):
        return TAKEN
    mine, tried = Notice.objects.filter(claim=claim, sent_at=None), 0
    try:
        server.open()
        tried = 1
        server.send_messages([_mail(list(mine.select_related("user")))])
    except Exception as error:  # whatever a mail server or a wrong address does, the rest is sent
        said = f"{type(error).__name__}: {error}"
        mine.update(claim=None, claimed_at=None, send_after=now + AGAIN, error=said, tries=F("tries") + tried)
        with suppress(Exception):
            server.close()
        return AWAY if isinstance(error, OSError) and type(error).__name__ not in OF_ONE else FAILED
    mine.update(sent_at=timezone.now(), error="")
    return SENT


def _put_off(keys: list[int], now: datetime) -> None:
    """What was not tried, as the server is away."""
    rest = _free(now).filter(pk__in=keys, send_after__lte=now)
    rest.update(send_after=now + AGAIN, error="The mail server does not answer.")


def _mail(notices: list[Notice]) -> EmailMultiAlternatives:
    first = notices[0]
    host = urlsplit(settings.SITE_URL).hostname
    own = settings.SITE_URL + preferences.address(first.user)
    headers = {"Message-ID": f"<notice-{first.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    to = first.address or first.user.email
    told = {"subject": first.subject, "notices": notices, "address": to}
    if first.kind != Notice.ACCOUNT:
        told["preferences"] = own
        headers |= {"List-Unsubscribe": f"<{own}>", "List-Unsubscribe-Post": ONE_CLICK}
    if first.morning:
        told["subject"] = f"Your desk: {_counted(notices)}"
        places = list(dict.fromkeys(each.docket_id for each in notices))
        notices.sort(key=lambda each: places.index(each.docket_id))  # what belongs together
    elif first.docket_id:
        thread = f"<docket-{first.docket_id}@{host}>"
        headers |= {"In-Reply-To": thread, "References": thread}
    text, html = (render_to_string(f"editorial/mail.{form}", told) for form in ("txt", "html"))
    mail = EmailMultiAlternatives(told["subject"], text, to=[to], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


WANTED = {"submit": "to review", "request_changes": "to answer", "mention": "to answer",
          "late": "late", "due": "due tomorrow"}  # fmt: skip


def _counted(notices: list[Notice]) -> str:
    """“1 to answer, 2 to review, 1 to know”."""
    counts = Counter(WANTED.get(each.kind, "to know") for each in notices)
    order = ("to answer", "to review", "late", "due tomorrow", "to know")
    return ", ".join(f"{counts[word]} {word}" for word in order if counts[word])


def settle_due(now: datetime | None = None) -> int:
    """Note down what the clock has published, so that people are told though nobody looked."""
    now = now or timezone.now()
    due = list(Docket.objects.filter(stage=Stage.SCHEDULED, moment__lte=now).order_by("pk"))
    for docket in due:
        with locked(docket, now):
            pass
    return len(due)


def prefer(how: str, *, by: Actor) -> None:
    """Say how one wants to be told: at once, in the morning list, or not at all."""
    if how not in dict(Preference.CHOICES):
        raise Refused(("Choose at once, morning list only, or nothing.",))
    Preference.objects.update_or_create(user=acting(by), defaults={"how": how})
