"""A bracket or a quotation mark without its partner, within one paragraph."""

import re
from collections.abc import Iterator
from itertools import islice

from editorial.checks import Copy, Finding, Level, Reading, check

BLANK = re.compile(r"\n\s*\n")
PAIRS = {")": "(", "]": "[", "}": "{"}
BRACKET = re.compile(r"[()\[\]{}]")
FACE_ALONE = re.compile(
    r"(?<!\w)[:;=8xX]['’]?[-^o~]?[()\[\]{}]{1,3}$|[°ʖ•ಠツ益]\S{0,3}$"
)  # “:)”, “(pink :))”
EYES = re.compile(r"(?<!\S)[()]{1,3}['’]?[-^o~]?[:;=8](?=\s|$)|\S{0,3}[°ʖ•ಠツ益]")
ASTERISKS = re.compile(r"(?<![*\\\w])\*\*(?=[^\s*])|(?<=[^\s*\\])\*\*(?![*\w])")
LONE = (  # a mark of Markdown that readers see: what it is, and where it may stand by itself
    (re.compile(r"(?<=\s)[*_](?=[^\W\d_]{2})"), re.compile(r"[*_](?=[\s.,;:!?)]|$)|[*_]n[i\[]x|\w_\w")),
    (re.compile(r"`"), re.compile(r"``|`[^`\n]*'")),
    (re.compile(r"~~(?=\w)"), re.compile(r"~~~")),
)
NUMBERED = re.compile(r"(?:(?<![\w(.,-])(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\.?\)|(?:^|\n)[ \t]*[\w.]{1,4}\))$")
INCHES = re.compile(r"(?<=[\d½¼¾⅓⅔⅛])(?:\"|”|″)")


@check("Unbalanced mark", Level.NOTICE)
def unbalanced_mark(reading: Reading) -> Iterator[Finding]:
    for copy in reading.markdown:
        brackets = [pair for pair in PAIRS.items() if pair[0] in copy.prose or pair[1] in copy.prose]
        quotes = any(sign in copy.prose for sign in '“”"')
        count = copy.prose.count
        for start, end in _paragraphs(copy.prose) if brackets or quotes else ():
            if any(count(one, start, end) != count(other, start, end) for one, other in brackets):
                yield from _brackets(copy, start, end)
            if quotes:
                yield from _quotes(copy, start, end)
    marks = [mark for mark in ("*", "_", "`", "~~") if mark in reading.said]
    for copy in reading.markdown if marks else ():
        if any(mark in copy.visible for mark in marks):
            yield from _lone(copy)
    for copy in reading.holding("**"):
        for match in ASTERISKS.finditer(copy.visible) if copy.is_markdown and "**" in copy.visible else ():
            yield copy.finding(*match.span(), "Readers see these asterisks: they have no partner.")


def _lone(copy: Copy) -> Iterator[Finding]:
    """One of these marks in a whole field, with a word behind it: it was to be closed."""
    for mark, honest in LONE:
        found = [*islice(mark.finditer(copy.visible), 2)]
        if len(found) == 1 and not honest.search(copy.visible):
            yield copy.finding(*found[0].span(), f"Readers see this “{found[0][0]}”: it has no partner.")


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in BLANK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _brackets(copy: Copy, start: int, end: int) -> Iterator[Finding]:
    opened: list[tuple[str, int]] = []
    waiting = dict.fromkeys(PAIRS.values(), 0)  # how many of each are open: a text may have 100,000
    for match in BRACKET.finditer(copy.prose, start, end):
        sign, at = match[0], match.start()
        if copy.text[at - 1 : at] == "\\":
            continue
        if sign in PAIRS.values():
            opened.append((sign, at))
            waiting[sign] += 1
        elif waiting[PAIRS[sign]]:
            while opened[-1][0] != PAIRS[sign]:
                waiting[opened[-1][0]] -= 1
                yield from _alone(copy, *opened.pop())
            opened.pop()
            waiting[PAIRS[sign]] -= 1
        else:
            yield from _alone(copy, sign, at)
    for sign, at in opened:
        yield from _alone(copy, sign, at)


def _alone(copy: Copy, sign: str, at: int) -> Iterator[Finding]:
    """A bracket without a partner, unless it is a part of a face or of a number in a list."""
    before = copy.prose[max(0, at - 8) : at + 1]
    if FACE_ALONE.search(before) or EYES.match(copy.prose, at) or (sign == ")" and NUMBERED.search(before)):
        return
    yield _finding(copy, sign, at)


def _finding(copy: Copy, sign: str, at: int) -> Finding:
    done = "never closed" if sign in '([{“"' else "never opened"
    return copy.finding(at, at + 1, f"“{sign}” is {done}.")


def _quotes(copy: Copy, start: int, end: int) -> Iterator[Finding]:
    text = copy.prose[start:end]
    if "“" in text or "”" in text:
        yield from _curly(copy, start, INCHES.sub(lambda match: " " * len(match[0]), text))
    elif text.count('"') % 2 and INCHES.sub("", text).count('"') % 2 and _pairs(text) % 2:
        at = start + text.rfind('"')
        yield copy.finding(at, at + 1, "This quotation mark has no partner.")


def _pairs(text: str) -> int:
    """How many straight quotation marks quote, if one behind a number means inches where none is open."""
    count = 0
    for match in re.finditer('"', text):
        if count % 2 or not INCHES.match(text, match.start()):
            count += 1
    return count


def _curly(copy: Copy, start: int, text: str) -> Iterator[Finding]:
    opened = -1
    for match in re.finditer('[“”"]', text):
        sign, at = match[0], start + match.start()
        if sign == "“":
            if opened >= 0:
                yield _finding(copy, "“", opened)
            opened = at
        elif opened < 0:
            if sign == "”":
                yield _finding(copy, "”", at)
        elif sign == '"':
            yield copy.finding(at, at + 1, "A curly quotation mark is closed by a straight one.", instead="”")
            opened = -1
        else:
            opened = -1
    if opened >= 0 and not copy.text[start + len(text) :].lstrip().startswith("“"):  # it goes on
        yield _finding(copy, "“", opened)
