"""An announcement in the text, with a date that is over or will be."""

import datetime
import re
from collections.abc import Iterator

from editorial import cards, dates
from editorial.checks import Finding, Level, Reading, check

CALL = (
    r"regist(?:er|ration)|sign[- ]?up|join us|get (?:your )?tickets?|early[- ]bird|save the date|rsvp"
    r"|deadline|apply by|last chance|see you (?:at|on|there)"
)
CALLS = re.compile(rf"(?<![^\W_])(?:{CALL})(?![^\W_])", re.I)
# Around a text, on the page it was pasted from, the mere word is an advertisement.
EVENT = re.compile(
    rf"\b(?:{CALL}|announc|webinar|summit|conference|meet-?up|live stream|workshop|sale\b|discount)", re.I
)
DATE = re.compile(dates.DATE, re.I)
LONGEST = 200  # characters: a banner is a line, not a paragraph that mentions a conference
FIELDS = ("standfirst", "introduction", "closing", "call_to_action", "disclaimer")


@check("Dated announcement", Level.WARNING)
def dated_banner(reading: Reading) -> Iterator[Finding]:
    near, today = dates.iso(reading.manuscript.date), dates.iso(reading.known.today)
    for copy in reading.written:
        beside = copy.path.startswith("source/")
        if copy.name not in FIELDS and not beside:
            continue
        event = EVENT if beside else CALLS
        for line in cards.lines(copy):
            found = DATE.search(line.text)
            if found and len(line.text) <= LONGEST and event.search(line.text):
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
