"""A date, a time and a zone as somebody typed them -> the moment that is meant, or a sentence why not."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date, parse_time

ZONES = (
    *("UTC", "Europe/London", "Europe/Paris", "America/New_York", "America/Los_Angeles"),
    *("Asia/Kolkata", "Asia/Tokyo", "Australia/Sydney"),
)


class Unclear(ValueError):
    """What was typed is no moment to come; `field` is the id of the input to mend. Where the clock shows
    it twice, `choices` are the two that may be meant."""

    def __init__(self, field: str, sentence: str, choices: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(sentence)
        self.field, self.choices = field, choices


def zones(now: datetime) -> list[tuple[str, str]]:
    """The zones that are offered, the desk's first, with their offset now."""
    names = dict.fromkeys((settings.TIME_ZONE, *ZONES))
    return [(name, f"{city(name)} ({offset(now.astimezone(ZoneInfo(name)))})") for name in names]


def city(zone: str) -> str:
    """“New York” for America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")


def offset(moment: datetime) -> str:
    """“UTC+1”, “UTC−3:30”."""
    shift = moment.utcoffset()
    assert shift is not None
    minutes = int(shift.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def spelled(moment: datetime) -> str:
    """“Friday 18 November 2022, 09:00”, on its own clock."""
    return f"{moment:%A} {moment.day} {moment:%B %Y}, {moment:%H:%M}"


def read(typed: MultiValueDict[str, str], now: datetime | None = None) -> datetime:
    """The moment to come that `date`, `time`, `zone` and `which` (1 or 2) mean. Raises Unclear."""
    now = now or timezone.now()
    zone = typed.get("zone") or settings.TIME_ZONE
    if zone not in dict(zones(now)):
        raise Unclear("id_zone", "Choose one of the time zones.")
    moment = _only(_naive(typed), zone, typed.get("which", ""))
    if moment <= now:
        here = now.astimezone(ZoneInfo(zone))
        today = f"{here:%H:%M} on {here.day} {here:%B %Y} in {city(zone)}"
        raise Unclear("id_date", f"{spelled(moment)} is in the past. It is now {today}.")
    return moment.astimezone(UTC)  # an hour that happens twice equals nothing, not even itself elsewhere


def _naive(typed: MultiValueDict[str, str]) -> datetime:
    try:
        day = parse_date(typed.get("date", "").strip())
    except ValueError:
        day = None
    if day is None:
        raise Unclear("id_date", "Give a date, such as 2027-03-26.")
    try:
        time = parse_time(typed.get("time", "").strip())
    except ValueError:
        time = None
    if time is None or time.tzinfo is not None:
        raise Unclear("id_time", "Give a time, such as 09:00.")
    return datetime.combine(day, time)


def _only(naive: datetime, zone: str, which: str) -> datetime:
    """The one moment at which the clock there shows this."""
    info = ZoneInfo(zone)
    first, second = naive.replace(tzinfo=info, fold=0), naive.replace(tzinfo=info, fold=1)
    shown = f"{naive:%H:%M}"
    day = f"{naive.day} {naive:%B} in {city(zone)}"
    try:
        back = first.astimezone(UTC).astimezone(info).replace(tzinfo=None, fold=0)
    except OverflowError:
        raise Unclear("id_date", "Give a date in this century.") from None
    if back != naive:
        raise Unclear("id_time", f"{shown} does not exist on {day}: clocks go forward.")
    if first.utcoffset() == second.utcoffset():
        return first
    if which in ("1", "2"):
        return first if which == "1" else second
    choices = (("1", f"the first, {offset(first)}"), ("2", f"the second, {offset(second)}"))
    raise Unclear("id_which_1", f"{shown} happens twice on {day}. Say which.", choices)
