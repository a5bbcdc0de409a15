"""An announcement in the text, with a date that is over or will be."""

import datetime
import re
from collections.abc import Iterator

from editorial import cards, dates
from editorial.checks import Finding, Level, Reading, check

EVENT = re.compile(
    r"\b(?:announc|regist(?:er|ration)|sign[- ]?up|join us|webinar|summit|conference|meet-?up|tickets?"
    r"|early[- ]bird|save the date|live stream|workshop|rsvp|deadline|apply by|last chance|sale|discount)",
    re.I,
)
DATE = re.compile(dates.DATE, re.I)
LONGEST = 200  # characters: a banner is a line, not a paragraph that mentions a conference
FIELDS = ("standfirst", "introduction", "closing", "call_to_action", "disclaimer")


@check("Dated announcement", Level.WARNING)
def dated_banner(reading: Reading) -> Iterator[Finding]:
    near, today = dates.iso(reading.manuscript.date), dates.iso(reading.known.today)
    for copy in reading.written:
        if copy.name not in FIELDS and not copy.path.startswith("source/"):
            continue
        for line in cards.lines(copy):
            found = DATE.search(line.text)
            if found and len(line.text) <= LONGEST and EVENT.search(line.text):
                start = line.start + found.start()
                message = _message(found[0], near, today)
                if message:
                    yield copy.finding(start, start + len(found[0]), message)


def _message(said: str, near: datetime.date | None, today: datetime.date | None) -> str:
    day = dates.read(said, near or today)
    if day and today and day < today:
        return f"This announcement was over on {day.day} {day:%B %Y}."
    if not dates.YEAR.search(said):
        return "This announcement will be over, and has no year: readers cannot tell when."
    return ""
