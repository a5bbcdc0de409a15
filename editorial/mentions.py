"""“@name” in a comment: who is meant, and how it reads. Pure: no Django."""

import re
from collections.abc import Iterator, Mapping
from html import escape

HANDLE = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")
ENDS = ".+-@"  # what may stand in a name, but ends a sentence rather than a name


def handles(text: str) -> list[str]:
    """The names after an “@”, each once, as they are typed."""
    return list(dict.fromkeys(name for _, _, name in _found(text)))


def html(text: str, names: Mapping[str, str]) -> str:
    """A comment, escaped, its paragraphs kept; who is known (by lower-case handle) stands as their name."""
    out, at = [], 0
    for start, end, handle in _found(text):
        if name := names.get(handle.lower()):
            mention = f'<b class="st-mention" title="@{escape(handle)}">{escape(name)}</b>'
            out += [escape(text[at:start]), mention]
            at = end
    return "".join([*out, escape(text[at:])]).replace("\n", "<br>")


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    for match in HANDLE.finditer(text):
        if name := match[1].rstrip(ENDS):
            yield match.start(), match.start() + 1 + len(name), name
