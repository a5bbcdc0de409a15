"""The calendar for other programs: what is due, scheduled and published, as iCalendar (RFC 5545).

Its address holds a signed token instead of a log-in; a changed password makes the address void.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_safe

from editorial import queries
from editorial.standing import roles_of

SALT = "desk.calendar"
BEFORE, AFTER = timedelta(days=90), timedelta(days=365)
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def address(user: AbstractBaseUser) -> str:
    """The calendar's address for one person."""
    token = signing.Signer(salt=SALT).sign_object([user.pk, _seal(user)])  # no time in it: it stays the same
    return f"{reverse('admin:desk_calendar')}?token={token}"


def _seal(user: AbstractBaseUser) -> str:
    """Changes with the password, and says nothing of it."""
    return salted_hmac(SALT, user.password, algorithm="sha256").hexdigest()[:24]


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The calendar, for whoever the token names while they are of the desk."""
    _holder(request.GET.get("token", ""))
    now = timezone.now()
    today = timezone.localdate(now)
    entries = queries.month(today - BEFORE, today + AFTER, now, timezone.localdate)
    text = "\r\n".join(folded for line in _lines(entries, now) for folded in _fold(line)) + "\r\n"
    kept = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=kept)


def _holder(token: str) -> AbstractBaseUser:
    try:
        pk, seal = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404("There is no such calendar.") from error
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(seal, _seal(user)) or not roles_of(user):
        raise Http404("There is no such calendar.")
    return user


def _lines(entries: list[queries.Entry], now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stet//Desk//EN", "CALSCALE:GREGORIAN")
    yield from ("X-WR-CALNAME:Stet", "REFRESH-INTERVAL;VALUE=DURATION:PT1H")
    for entry in entries:
        yield from _event(entry, now)
    yield "END:VCALENDAR"


def _event(entry: queries.Entry, now: datetime) -> Iterator[str]:
    when = f"{entry.at.timestamp():.0f}" if entry.at else entry.kind.split()[-1]
    url = settings.SITE_URL + reverse("admin:series_installment_change", args=[entry.installment])
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.installment}-{when}@{urlsplit(settings.SITE_URL).hostname}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"DTSTART:{_utc(entry.at)}" if entry.at else f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    summary = f"{entry.kind.capitalize()}: {entry.title or 'Untitled'}"
    yield f"SUMMARY:{summary.translate(ESCAPED)}"
    yield f"URL:{url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, never within a character; what follows starts with a space."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > 75:
            yield piece
            piece = " "
        piece += character
    yield piece
