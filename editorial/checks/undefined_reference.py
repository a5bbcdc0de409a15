"""A reference link whose label is defined nowhere: readers see the brackets."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from editorial.checks import Copy, Finding, Level, Reading, check
from series.links import folded

LINK = re.compile(r"(?<!\\)\[([^\[\]\n]{1,300})\]\[([^\[\]]{0,200})\]")
FOOTNOTE = re.compile(r"(?<!\\)\[\^[^\[\]\s]{1,60}\](?!:)")
MOST = 50  # labels for which a near one is looked for: that takes its time
INDEX = re.compile(r"\d*")


@check("Undefined reference", Level.WARNING)
def undefined_reference(reading: Reading) -> Iterator[Finding]:
    labels: dict[str, str] | None = None
    asked = 0
    for copy in reading.running:
        if "[" not in copy.visible:
            continue
        for start, end, label in _undefined(copy):
            if labels is None:
                labels = {each.key: each.label for _, each in reading.definitions}
            asked += 1
            yield copy.finding(start, end, _message(label, labels if asked < MOST else {}))


def _undefined(copy: Copy) -> Iterator[tuple[int, int, str]]:
    visible = copy.visible
    if "][" in visible or "] [" in visible:
        for match in LINK.finditer(copy.text):
            if visible[match.start()] == "[" and visible[match.end() - 1] == "]":
                label = match[2].strip() or match[1]
                if not (INDEX.fullmatch(match[2]) and INDEX.fullmatch(match[1])):
                    yield match.start(), match.end(), label
    if "[^" in visible:
        for match in FOOTNOTE.finditer(visible):
            yield match.start(), match.end(), match[0][1:-1]


def _message(label: str, labels: dict[str, str]) -> str:
    if label.startswith("^"):
        return f"The footnote “{label[1:]}” is defined nowhere."
    near = get_close_matches(folded(label), labels, 1, 0.6)
    known = f" Is [{labels[near[0]]}] meant?" if near else ""
    return f"The link label “{' '.join(label.split())}” is defined nowhere.{known}"
