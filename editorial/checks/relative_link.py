"""A link target that is no address at all: a bare word, a handle, the label of another link."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check
from editorial.checks.missing_scheme import lacks_scheme
from editorial.checks.placeholder_link import NOWHERE
from series.links import Target, folded

SOUND = re.compile(r"[a-z][a-z0-9+.\-]*:|[/#?.]", re.IGNORECASE)


@check("Target is no address", Level.WARNING)
def relative_link(reading: Reading) -> Iterator[Finding]:
    labels: set[str] | None = None
    for copy, target in reading.unschemed:
        if _is_relative(target):
            if labels is None:
                labels = {each.key for _, each in reading.definitions}
            message = f"“{target.href}” is no address that a link can lead to."
            if folded(target.href) in labels:
                message = f"“{target.href}” is the label of a link: it belongs into square brackets."
            yield copy.finding(target.start, target.end, message)


def _is_relative(target: Target) -> bool:
    if "://" in target.href:
        return False
    href = target.href.strip()
    if not href or target.style in ("Picture", "Autolink", "Email") or SOUND.match(href):
        return False
    return not lacks_scheme(target) and not NOWHERE.fullmatch(href) and not href.startswith(("<", "{", "["))
