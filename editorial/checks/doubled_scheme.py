"""An address whose beginning or end is written twice or half: https://https://, .com.com, http//."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

TWICE = re.compile(r"https?:/{0,2}https?:/{0,2}|https?://(?:https?//|www\.www\.)", re.IGNORECASE)
HALF = re.compile(
    r"(?:https?(?:/{1,3}|:/?)|https?;//|ttps?://|hhttps?://|https?:///+)(?=[\w])", re.IGNORECASE
)
ENDED_TWICE = re.compile(r"https?://(?:[\w-]+\.)+(?P<end>com|org|net|io)\.(?P=end)(?:[/?#]|$)", re.IGNORECASE)


@check("Malformed address", Level.WARNING)
def doubled_scheme(reading: Reading) -> Iterator[Finding]:
    for copy in reading.written:
        for target in copy.targets:
            href = target.href
            if TWICE.match(href) or ENDED_TWICE.match(href):
                yield copy.finding(target.start, target.end, "A part of this address is written twice.")
            elif HALF.match(href) and not href.lower().startswith(("http://", "https://")):
                yield copy.finding(target.start, target.end, "The beginning of this address is damaged.")
