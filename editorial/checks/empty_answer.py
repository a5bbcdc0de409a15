"""A question that somebody was asked and that nothing answers; “declined” is a choice and recorded."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from series.manuscript import Format

SAID = re.compile(
    r"[^\W_]|[^\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f\ufeff\u3164\u115f\u1160\u2800]"
)

ALT = re.compile(r"""\balt\s*=\s*("[^"<>]*|'[^'<>]*)""", re.IGNORECASE)
DESCRIBED = 15  # characters of a description that may well be the answer


@check("Empty answer", Level.BLOCKER)
def empty_answer(reading: Reading) -> Iterator[Finding]:
    if reading.manuscript.format is Format.STORY:
        return
    for each in reading.manuscript.contributions:
        for answer in each.answers:
            copy = reading.of(each, f"answers/{answer.key}/body")
            if answer.declined or says_something(copy):
                continue
            who = each.name.strip() or "This person"
            level = _shows_something(copy)
            if level:
                message = "The answer is only a picture or a heading: is its text missing?"
                yield copy.finding(0, len(copy.text), message, level=level)
            else:
                yield copy.finding(0, len(copy.text), f"{who} has not answered this question.")


def says_something(copy: Copy) -> bool:
    """Whether a reader gets at least one letter, number or sign to read, outside headings and pictures."""
    return any(SAID.search(piece) for piece in _pieces(copy))


def _pieces(copy: Copy) -> Iterator[str]:
    heads = sorted((token.start, token.end) for token in copy.parsed.of("heading"))
    starts = [start for start, _ in heads]
    for token in copy.parsed.of("text", "code", "block"):
        before = bisect_right(starts, token.start)
        if not before or token.start >= heads[before - 1][1]:
            yield token.text.replace("\u3164", "").replace("\u115f", "").replace("\u1160", "")


def _shows_something(copy: Copy) -> Level | None:
    """How much it weighs that the answer is no text; None where it is nothing at all."""
    described = [token.text for token in copy.parsed.of("image")] + ALT.findall(copy.parsed.markup)
    if any(len(words) >= DESCRIBED for words in described):
        return Level.NOTICE
    if described or any(True for _ in copy.parsed.of("heading")) or "<img" in copy.text.lower():
        return Level.WARNING
    return None
