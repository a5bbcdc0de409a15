"""An address with parameters that follow the reader around and change nothing about the page."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from editorial.checks import Finding, Level, Reading, check

NAMES = (
    "fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|igsh|mc_cid|mc_eid|originalSubdomain|trk|trkInfo|_hsenc|_hsmi"
    "|ref_src|ref_url|spm|si|feature|vero_id|oly_anon_id|oly_enc_id|s_cid|mkt_tok|rcm|lipi"
)
TRACKING = re.compile(rf"(?<=[?&])(?:{NAMES})=[^&#]*&?", re.IGNORECASE)
CAMPAIGN = re.compile(r"(?<=[?&])utm_\w+=[^&#]*&?")


@check("Tracking parameter", Level.NOTICE)
def tracking_parameter(reading: Reading) -> Iterator[Finding]:
    for copy, target in reading.leading("?"):
        if "?" in target.href and target.href == copy.text[target.start : target.end]:
            clean = without(target.href, campaigns=copy.name == "url")
            if clean != target.href:
                message = "This address carries parameters that track the reader."
                yield copy.finding(target.start, target.end, message, instead=clean)


def without(href: str, *, campaigns: bool) -> str:
    """The address without them; those of campaigns go where somebody's own link has them."""
    parts = urlsplit(href)
    clean = TRACKING.sub("", href)
    if campaigns:
        clean = CAMPAIGN.sub("", clean)
    return re.sub(r"[?&]+(?=#|$)", "", clean) if clean != href and parts.query else href
