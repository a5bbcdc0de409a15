"""HTML that does not fit: a closing tag too many, one too few, tags and attributes that do not exist."""

import re
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from editorial.checks.document_wrapper import NAMES
from editorial.checks.placeholder_text import ANGLE

TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
ATTRIBUTE = re.compile(r"""(?<![\w"'=-])([a-zA-Z][\w:-]*)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
VOID = frozenset("area br col embed hr img input source track wbr param".split())
OPTIONAL = frozenset("p li dt dd td th tr thead tbody tfoot option colgroup".split())
KNOWN = frozenset(
    "a abbr address area article aside audio b bdi bdo blockquote br button canvas caption center"
    " cite code col colgroup data dd del details dfn div dl dt em embed fieldset figcaption figure"
    " font footer form g h2 h3 h4 h5 h6 header hr i iframe img input ins kbd label legend li main map"
    " mark math nav noscript object ol optgroup option output p param path picture pre progress q rp"
    " rt ruby s samp section select small source span strike strong sub summary sup svg table tbody"
    " td textarea tfoot th thead time tr track tt u ul var video wbr".split()
)
GLOBAL = frozenset(
    "class id style title lang dir role tabindex hidden itemprop itemscope itemtype align".split()
)
IMAGE = frozenset("src alt width height loading decoding srcset sizes border usemap hspace vspace".split())
LINK = frozenset("href target rel name download hreflang type ping referrerpolicy".split())
OWN = {"img": IMAGE, "a": LINK}


@check("Stray HTML", Level.WARNING)
def stray_html(reading: Reading) -> Iterator[Finding]:
    tagged = reading.holding("<")
    yield from _balanced([copy for copy in tagged if copy.is_leftover])
    for copy in tagged:
        if copy.is_markdown:
            yield from _balanced([copy])


def _balanced(copies: list[Copy]) -> Iterator[Finding]:
    """What does not fit together in these pieces, read as one."""
    opened: list[tuple[str, Copy, re.Match[str]]] = []
    for copy in copies:
        for match in TAG.finditer(copy.parsed.markup):
            name = match[2].lower()
            if name in NAMES or ANGLE.match(match[0]):
                continue
            if name not in KNOWN and "-" not in name and ":" not in name:
                yield copy.finding(*match.span(), f"There is no HTML element “{name}”.")
            elif match[1]:
                if not _close(opened, name):
                    yield copy.finding(
                        *match.span(), f"“{match[0]}” closes what was never opened.", instead=""
                    )
            else:
                yield from _attributes(copy, match)
                if name not in VOID and not match[3].endswith("/"):
                    opened.append((name, copy, match))
    for name, copy, match in opened:
        if name not in OPTIONAL:
            yield copy.finding(*match.span(), f"“{match[0][:60]}” is never closed.")


def _close(opened: list[tuple[str, Copy, re.Match[str]]], name: str) -> bool:
    """Take the nearest open element of this name off the list; False where there is none."""
    for place in range(len(opened) - 1, max(-1, len(opened) - 100), -1):
        if opened[place][0] == name:
            del opened[place]
            return True
    return False


def _attributes(copy: Copy, tag: re.Match[str]) -> Iterator[Finding]:
    known = OWN.get(tag[2].lower())
    if known is None:
        return
    for match in ATTRIBUTE.finditer(tag[3]):
        name = match[1].lower()
        if name not in known and name not in GLOBAL and not name.startswith(("data-", "aria-", "on")):
            start = tag.start(3) + match.start()
            lead = len(tag[3][: match.start()]) - len(tag[3][: match.start()].rstrip())
            message = f"The element “{tag[2]}” has no attribute “{name}”."
            yield copy.finding(start - lead, start + len(match[0]), message, level=Level.NOTICE, instead="")
