"""An address whose beginning or end is written twice or half: https://https://, .com.com, http//.

In a link, and in the text itself, where readers would copy it.
"""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

TWICE = re.compile(r"https?:/{0,2}https?:/{0,2}|https?://(?:https?//|www\.www\.)", re.IGNORECASE)
HALF = re.compile(
    r"(?:https?(?:/{1,3}|:/?)|https?;//|ttps?://|hhttps?://|h[tps]{2,6}[:;]//|https?:///+)(?=[\w])",
    re.IGNORECASE,
)
ENDED_TWICE = re.compile(r"https?://(?:[\w-]+\.)+(?P<end>com|org|net|io)\.(?P=end)(?:[/?#]|$)", re.IGNORECASE)

WRITTEN = re.compile(r"(?<![\w/])(?!https?://)(?:h[tps]{2,5}|ttps?)(?::/{1,2}|;//|//:?|/:/)(?=\w)")
MAIL = re.compile(r"mailto:[^@?]+(?:\?|$)", re.IGNORECASE)
SUSPECT = (*(":http", ":/http", "://http", "://www.www.", ".com.com", ".org.org", ".net.net", ".io.io"),)
SOUND = ("http://", "https://")


@check("Malformed address", Level.WARNING)
def doubled_scheme(reading: Reading) -> Iterator[Finding]:
    for copy, target in reading.leading(*SUSPECT):
        if TWICE.match(target.href) or ENDED_TWICE.match(target.href):
            yield copy.finding(target.start, target.end, "A part of this address is written twice.")
    for copy, target in reading.unschemed:
        href = target.href
        if MAIL.match(href):
            yield copy.finding(target.start, target.end, "This is no mail address: it has no @.")
        elif HALF.match(href) and not href.lower().startswith(SOUND) and not TWICE.match(href):
            yield copy.finding(target.start, target.end, "The beginning of this address is damaged.")
    slashed = "//" in reading.odd or ":/" in reading.odd
    for copy in reading.written if slashed and WRITTEN.search(reading.odd) else ():
        for match in WRITTEN.finditer(copy.visible):
            yield copy.finding(*match.span(), "The beginning of this address is damaged.")
