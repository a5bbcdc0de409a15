"""Dates as people write them: "Thu, Jun 10th", "27 April, 2021".

Pure: no Django.
"""

import datetime
import re

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = rf"(?:{MONTH} {DAY}(?!\d|:\d)|{DAY}(?: of)? {MONTH}(?!\w))(?:,? (?:19|20)\d\d\b)?"
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def iso(text: str) -> datetime.date | None:
    """The date that an ISO date (or date and time) states; None where it is none."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def read(said: str, near: datetime.date | None) -> datetime.date | None:
    """The day that a written date means; without a year the one nearest to `near`. None where it cannot
    be known, or there is no such day."""
    month = next((at for at, name in enumerate(MONTHS, 1) if re.search(rf"\b{name}", said, re.I)), 0)
    number = re.search(r"\b\d{1,2}(?!\d)", said)
    year = YEAR.search(said)
    if not number or not month or not (year or near):
        return None
    if year:
        return _day(int(year[0]), month, int(number[0]))
    assert near
    days = [_day(near.year + more, month, int(number[0])) for more in (-1, 0, 1)]
    return min((day for day in days if day), key=lambda day: abs(day - near), default=None)


def _day(year: int, month: int, number: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None
