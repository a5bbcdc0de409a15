"""A link that leads nowhere yet: empty, `#`, TODO, example.com."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from series.links import Target

NOWHERE = re.compile(
    r"(?:mailto|tel):|(?:(?:https?:)?//)?(?:todo|x{2,}|tk|tbd|tbc|tba|fixme|url|href|here|placeholder|paste|none|null|undefined|n/a"
    r"|links?(?:[-_ ]?(?:goes[-_ ]?)?here)?|insert[-_ ]?(?:link|url)?(?:[-_ ]?here)?|add[-_ ]?link"
    r"|\?+|\.{2,}|…|(?:www\.)?)/?",
    re.IGNORECASE,
)
INVENTED = re.compile(
    r"https?://(?:[\w-]+\.)*(?:example\.(?:com|org|net|edu)|(?:your|my)[-_]?(?:site|domain|company|website|link|blog)"
    r"\.\w+|domain\.(?:com|tld)|site\.com|xxx+\.\w+)(?:[/?#:]|$)"
    r"|mailto:[^@?]*@(?:[\w-]+\.)*example\.(?:com|org|net)\b",
    re.IGNORECASE,
)
PART = re.compile(r"(?:^|[/=#\-_?&.])(?:TODO|XXX+|FIXME|TBD|YOUR[-_][A-Z]+|INSERT[-_][A-Z]+)(?:$|[/&#\-_?.])")
BRACED = re.compile(r"<[^<>]*>?|\{\{?[^{}]*\}\}?|\[[A-Z ]+\]|%7B%7B")
SUSPECT = (
    *("<", "{", "[", "todo", "xx", "fixme", "tbd", "your", "insert", "%7b", "example.", "//my", ".my", "-my"),
    *("domain.", "site.com"),
)  # one of these stands in every long address that leads nowhere
LONGER = 20  # characters of an address that is more than a scheme and one of the words for nothing


@check("Placeholder link", Level.BLOCKER)
def placeholder_link(reading: Reading) -> Iterator[Finding]:
    short = (each for each in reading.targets if len(each[1].href) <= LONGER)
    for copy, target in dict.fromkeys((*reading.leading(*SUSPECT), *short, *reading.unschemed)):
        message = _fault(target)
        if message and not _unsound(copy, target):
            start, end = target.start, target.end
            if start == end:
                end = start = min(start, len(copy.text))
            yield copy.finding(start, end, message)


def _fault(target: Target) -> str:
    href = target.href.strip()
    if target.style in ("Autolink", "Email"):
        return "The link leads to an invented address." if INVENTED.match(href) else ""
    thing = "picture" if target.style == "Picture" else "link"
    named = f" “{' '.join(target.label.split())}”" if target.label.strip() else ""
    if not href:
        return f"The {thing}{named} has no target."
    if href == "#":
        return f"The link{named} leads nowhere: its target is only “#”."
    if NOWHERE.fullmatch(href) or PART.search(href):
        return f"The target of the {thing}{named} was never filled in."
    if INVENTED.match(href):
        return f"The {thing}{named} leads to an invented address."
    if BRACED.search(href):
        return f"Something was left in the target of the {thing}{named}."
    return ""


def _unsound(copy: Copy, target: Target) -> bool:
    """Whether this is a bracket and a colon in prose, not a definition."""
    if target.style != "Definition" or target.href:
        return False
    return copy.name != "references" and not copy.references
