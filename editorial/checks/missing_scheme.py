"""A link to `www.site.com` without https://: browsers look for it beside the page itself."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check
from series.links import Target

FILES = "html?|php|aspx?|md|markdown|txt|pdf|jpe?g|png|gif|svg|webp|avif|mp[34]|zip|css|js|json|xml|docx?|py"
HOST = re.compile(
    rf"(?!\S*\.(?:{FILES})(?:[?#]|$))(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,6}}[a-z]{{2,24}}(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)


@check("Missing https://", Level.WARNING)
def missing_scheme(reading: Reading) -> Iterator[Finding]:
    for copy, target in reading.unschemed:
        if lacks_scheme(target):
            message = f"“{target.href}” has no https:// in front: the link would not leave the site."
            yield copy.finding(target.start, target.end, message, instead=f"https://{target.href}")


def lacks_scheme(target: Target) -> bool:
    """Whether this is the address of another site without its scheme."""
    if "://" in target.href or "." not in target.href or target.style in ("Autolink", "Email", "Picture"):
        return False
    return bool(HOST.fullmatch(target.href)) or target.href.startswith("www.")
