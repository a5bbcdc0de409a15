"""Words in a field, found again after the field was edited: by what they are and what stood around them.

Pure: no Django.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

AROUND = 40  # characters of source that are kept on either side
NEAR = 12  # characters next to the words of which half have to be the same
LONG = 4  # words that need no neighbours to be known again
BETWEEN = r"[\s*_]*"  # what the page does not show between two words of the source
MARKS = "*_"
PIECE = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words as they stand in the source, with a little text before and after."""

    quote: str
    before: str = ""
    after: str = ""


def anchored(text: str, span: tuple[int, int]) -> Anchor:
    """The anchor of a span."""
    start, end = span
    return Anchor(text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def pick(quote: str, before: str, text: str) -> tuple[int, int] | None:
    """Where words chosen on the page stand in the source, whatever white space and marks are between them;
    `before` is what the page shows before them. Marks that belong to the words are taken along."""
    spans = list(_spans(quote, text))
    if not spans:
        return None
    shown = _plain(before)
    start, end = max(spans, key=lambda span: _common(shown[::-1], _plain(text[: span[0]])[::-1]))
    if any(mark in text[start:end] for mark in MARKS):
        while start and text[start - 1] in MARKS:
            start -= 1
        while end < len(text) and text[end] in MARKS:
            end += 1
    return start, end


def narrowed(before: str, after: str) -> tuple[tuple[int, int], str]:
    """What two texts of a field differ in, by whole words: the span in the first, and the words in its place.
    Where words were only added, the word beside them stands for the place."""
    was, now = PIECE.findall(before), PIECE.findall(after)
    first = _common(was, now)
    last = min(_common(was[::-1], now[::-1]), len(was) - first, len(now) - first)
    while first + last == len(was) or not "".join(was[first : len(was) - last]).strip():
        if not first and not last:
            break
        first, last = (first - 1, last) if first else (first, last - 1)
    start, end = len("".join(was[:first])), len("".join(was[: len(was) - last]))
    return (start, end), "".join(now[first : len(now) - last])


def locate(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Where the words stand now; None where they are gone, or where it cannot be told which they are."""
    spans = list(_spans(anchor.quote, text))
    if not (anchor.before or anchor.after):  # they were the whole field
        return spans[0] if spans else None
    weighed = sorted(((_around(anchor, text, span), span) for span in spans), reverse=True)
    if not weighed or (len(weighed) > 1 and weighed[0][0] == weighed[1][0]):
        return None
    (_, is_known), span = weighed[0]
    return span if is_known or len(anchor.quote.split()) >= LONG else None


def _around(anchor: Anchor, text: str, span: tuple[int, int]) -> tuple[int, bool]:
    """How many characters around the words are still the same, and whether these are enough to know them."""
    sides = [
        (_plain(anchor.before)[::-1], _plain(text[: span[0]])[::-1]),
        (_plain(anchor.after), _plain(text[span[1] :])),
    ]
    same = [_common(was, now) for was, now in sides]
    enough = [
        not now if not was else 2 * number >= min(len(was), NEAR)
        for (was, now), number in zip(sides, same, strict=True)
    ]
    return sum(same), any(enough)


def _spans(quote: str, text: str) -> Iterator[tuple[int, int]]:
    words = [re.escape(word) for word in quote.split()]
    if words:
        ends = [r"\s*" if each.isspace() else "" for each in (quote[0], quote[-1])]
        pattern = BETWEEN.join(words).join(ends)
        yield from (match.span() for match in re.finditer(pattern, text))


def _plain(text: str) -> str:
    """What the page shows of it, as far as comparing goes."""
    return "".join(each for each in text if not each.isspace() and each not in MARKS)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many characters, or words, two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
