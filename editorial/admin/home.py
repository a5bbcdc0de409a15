"""What the desk home shows: what needs whoever looks, the month, the pipeline, the latest steps."""

import calendar
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from editorial import figures, queries
from editorial.models import Docket, Preference
from editorial.standing import roles_of
from editorial.templatetags.desk_tags import late

from . import calendar_feed, tour
from .moments import city


def context(request: HttpRequest) -> dict[str, Any]:
    """The variables of `admin/desk.html`. A constant number of queries."""
    now = timezone.now()
    trays = queries.trays(request.user)
    columns = queries.pipeline(now)
    first = _month(request)
    after = _next(first)
    entries = queries.month(first, after, now, timezone.localdate)
    return {
        "at_home": True,
        "title": "Desk",
        "now": now,
        "city": city(timezone.get_current_timezone_name()),
        "trays": trays,
        "waiting": sum(len(tray.rows) + tray.more for tray in trays),
        "late": sum(bool(row.docket.due and late(row.docket.due)) for tray in trays for row in tray.rows),
        "columns": columns,
        "is_first_day": not any(column.number for column in columns) and not Docket.objects.exists(),
        "latest": queries.latest(),
        "said": queries.SAID,
        "month": first,
        "month_before": (first - timedelta(days=1)).replace(day=1),
        "month_after": after,
        "planned": entries,
        "weeks": _weeks(first, entries),
        "calendar": calendar_feed.address(request.user) if roles_of(request.user) else "",
        "figures": figures.figures(now),
        "tour": tour.stop(request.user),
        "tour_steps": tour.STEPS,
        "ways": Preference.CHOICES,
        "told": Preference.objects.filter(user=request.user).values_list("how", flat=True).first(),
    }


def _month(request: HttpRequest) -> date:
    """The first day of the month that the address names, else of this one."""
    try:
        year, _, number = request.GET.get("month", "").partition("-")
        return date(int(year), int(number), 1) if 1900 < int(year) < 3000 else _this_month()
    except ValueError:
        return _this_month()


def _this_month() -> date:
    return timezone.localdate().replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _weeks(first: date, entries: list[queries.Entry]) -> list[list[dict[str, Any]]]:
    """The month's weeks from Monday, each day with its entries."""
    of_day: dict[date, list[queries.Entry]] = {}
    for entry in entries:
        of_day.setdefault(entry.day, []).append(entry)
    today = timezone.localdate()

    def cell(day: date) -> dict[str, Any]:
        out = day.month != first.month
        return {"day": day, "out": out, "today": day == today, "entries": of_day.get(day, [])}

    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [[cell(day) for day in week] for week in weeks]
