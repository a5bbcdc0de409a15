"""A link that only the writer can follow: localhost, a preview, a draft, a link with a secret in it."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

LOCAL = re.compile(
    r"(?:https?:)?//(?:[^/@\s]*@)?(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|10\.\d+\.\d+\.\d+"
    r"|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|[\w.-]+\.(?:local|internal|lan|localhost))(?:[:/?#]|$)"
    r"|file:|[a-z]:[\\/]",
    re.IGNORECASE,
)
UNPUBLISHED = re.compile(
    r"(?:https?://[^/]+)?/(?:[^?#]*/)?(?:(?:preview|drafts?)/[^/?#]+"
    r"|unpublished(?:[-/][^?#]*)?|[^/?#]+-draft)/?(?:[?#]|$)"
    r"|https?://(?:staging|preview)\.[^/]+|[^?]*[?&](?:preview|draft)=|[^?]*/wp-admin/",
    re.IGNORECASE,
)
SECRET = re.compile(
    r"[?&](?:token|access_token|api_?key|secret|password|signature|sig|auth|session(?:id)?)=[^&#]{4}", re.I
)
UNUSUAL = re.compile(
    r"(?:https?:)?//(?:[\d\[]|[^/]*(?:@|localhost|\.(?:local|internal|lan)))|file:|[a-z]:[\\/]", re.IGNORECASE
)
WORDS = ("preview", "draft", "unpublished", "staging", "wp-admin")
SUSPECT = ("?", *WORDS, "localhost", "@", ".local", ".internal", ".lan", "//1", "//0", "//[", "file:", "c:")


@check("Private link", Level.WARNING)
def private_link(reading: Reading) -> Iterator[Finding]:
    for copy, target in reading.leading(*SUSPECT):
        message = _fault(target.href, target.style)
        if message:
            yield copy.finding(target.start, target.end, message)


def _fault(href: str, style: str) -> str:
    if UNUSUAL.match(href) and LOCAL.match(href):
        return "Only the writer's own machine or network knows this address."
    if "?" in href and SECRET.search(href):
        return "The address holds a key or a token: everybody who reads it can use it."
    if style != "Picture" and any(word in href for word in WORDS) and UNPUBLISHED.match(href):
        return "The address is that of a preview or a draft."
    return ""
