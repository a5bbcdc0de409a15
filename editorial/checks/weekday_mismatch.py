"""A weekday that does not fit its date."""

import datetime
import re
from collections.abc import Iterator

from editorial import dates
from editorial.checks import Finding, Level, Reading, check

# No flags and no \b in front: the pattern is tried at capital letters only, which is ten times as quick.
STATED = re.compile(rf"(?P<weekday>{dates.WEEKDAY}),? (?:the )?(?P<date>{dates.DATE})")
DAY = re.compile(dates.WEEKDAY)
WEEKDAYS = frozenset(
    day + end
    for whole in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for day in (whole, whole[:3], whole[:4], whole[:5])
    for end in ("", ",")
)


@check("Weekday does not fit the date", Level.WARNING)
def weekday_mismatch(reading: Reading) -> Iterator[Finding]:
    if WEEKDAYS.isdisjoint(reading.chunks) and not DAY.search(reading.odd):
        return
    near = dates.iso(reading.manuscript.date)
    for copy in reading.written:
        for match in STATED.finditer(copy.visible if copy.is_markdown else copy.text):
            day = dates.read(match["date"], near)
            if day and not _fits(match["weekday"], day):
                right = f"{day:%A}"
                message = f"{day.day} {day:%B %Y} is a {right}."
                yield copy.finding(match.start("weekday"), match.end("weekday"), message)


def _fits(weekday: str, day: datetime.date) -> bool:
    return f"{day:%A}".lower().startswith(weekday.lower()[:3])
