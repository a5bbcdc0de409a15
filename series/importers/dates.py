"""Dates as people type them."""

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<{}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?"
TYPED = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?![\d])"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{MONTH.format('m1')},?\s+(?P<y1>\d{{4}})\b"
    rf"|{MONTH.format('m2')}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})\b",
    re.I,
)


def iso(typed: str) -> str | None:
    """The ISO form of a text that is one date and nothing else; None for anything else."""
    match = TYPED.fullmatch(typed.strip())
    return _iso(match) if match else None


def find(source: str, start: int, end: int) -> tuple[int, int, str] | None:
    """The first date in a span: its span, and its ISO form."""
    for match in TYPED.finditer(source, start, end):
        value = _iso(match)
        if value:
            return *match.span(), value
    return None


def _iso(match: re.Match[str]) -> str | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"]).isoformat()
        year, month, day = (
            match["y1"] or match["y2"],
            match["m1"] or match["m2"],
            match["d1"] or match["d2"],
        )
        return date(int(year), MONTHS.index(month.lower()[:3]) + 1, int(day)).isoformat()
    except ValueError:
        return None
