"""Sends what is in the outbox. A worker that is killed loses nothing, and two send nothing twice.

Each mail is claimed first, in one statement that only one worker wins; then sent; then marked. A claim
older than ten minutes is its worker's last word, so it is tried again under the same Message-ID.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from editorial import preferences
from editorial.models import Docket, Notice, Preference
from editorial.workflow import Refused, Stage

from .recording import Actor, acting, locked

PATIENCE = timedelta(minutes=10)
TRIES = 10
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
    outcomes = [_send(group, now) for group in _mails(due)]
    return Sent(outcomes.count(True), outcomes.count(False))


def _free(now: datetime) -> QuerySet[Notice]:
    """What is neither sent nor being sent."""
    return Notice.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - PATIENCE), sent_at=None)


def _mails(due: QuerySet[Notice]) -> Iterator[list[int]]:
    """Primary keys by mail: each notice is one, but a morning list holds all of a person's."""
    rows = due.values_list("pk", "user", "morning").order_by("morning", "user", "made_at", "pk")
    for (morning, _), some in groupby(rows, key=lambda row: (row[2], row[1])):
        keys = [row[0] for row in some]
        yield from [keys] if morning else [[key] for key in keys]


def _send(keys: list[int], now: datetime) -> bool | None:
    """True: sent; False: to be tried again; None: another worker has it."""
    claim = uuid.uuid4()
    if not _free(now).filter(pk__in=keys).update(claim=claim, claimed_at=now):
        return None
    mine = Notice.objects.filter(claim=claim, sent_at=None)
    try:
        _mail(list(mine.select_related("user"))).send()
    except Exception as error:  # whatever a mail server or a wrong address does, the rest is sent
        later = now + timedelta(minutes=5)
        said = f"{type(error).__name__}: {error}"
        mine.update(claim=None, claimed_at=None, send_after=later, error=said, tries=F("tries") + 1)
        return False
    mine.update(sent_at=timezone.now(), error="")
    return True


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
