"""A question inside a text, as heading or in bold, with nothing behind it; a heading without words."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from editorial.checks import Copy, Finding, Level, Reading, check
from series.markup import Token

ASKED = re.compile(
    r"(?:\*\*|__)?\s*(?:Q(?:uestion)?\s?\d*[.:]\s*(?:\*\*|__)?\s*[^\n]+|[^\n*_]+\?\s*(?:\*\*|__))\s*"
)
ANSWER = re.compile(r"(?:\*\*|__)?\s*A(?:nswer)?\s?\d*[.:]\s*(?:\*\*|__)?(?P<words>.*)", re.DOTALL)
WORDLESS = re.compile(r"[\W_]*")


@check("Unanswered question", Level.BLOCKER)
def unanswered_question(reading: Reading) -> Iterator[Finding]:
    for copy in reading.running:
        yield from _headings(copy)
        yield from _paragraphs(copy)


def headings(copy: Copy) -> Iterator[tuple[Token, bool]]:
    """Each heading, and whether nothing stands between it and the next of its level, a rule or the end."""
    found = sorted(copy.parsed.of("heading"), key=lambda token: token.start)
    if not found:
        return
    rules = sorted(token.start for token in copy.parsed.of("rule"))
    for heading, following in pairwise([*found, None]):
        assert heading is not None
        end = following.start if following else len(copy.text)
        end = min([end, *rules[(rule := bisect_left(rules, heading.end)) : rule + 1]])
        deeper = following is not None and following.level > heading.level and end == following.start
        yield heading, not deeper and not copy.text[heading.end : end].strip()


def _headings(copy: Copy) -> Iterator[Finding]:
    for heading, is_empty in headings(copy):
        end = heading.start + len(copy.text[heading.start : heading.end].rstrip())
        if not heading.text.strip():
            yield copy.finding(heading.start, end, "This heading has no words.")
        elif is_empty and heading.text.strip().endswith("?"):
            yield copy.finding(heading.start, end, f"Nobody answers “{heading.text.strip()}”.")


def _paragraphs(copy: Copy) -> Iterator[Finding]:
    """Questions and answers written as paragraphs: “**Q: Why?**”, “A: …”."""
    text = copy.text
    if "Q" not in text and ("*" not in text or "**" not in text) and ("_" not in text or "__" not in text):
        return
    found = sorted(copy.parsed.of("paragraph"), key=lambda token: token.start)
    for here, following in pairwise([*found, None]):
        assert here is not None
        source = copy.text[here.start : here.end].strip()
        answer = ANSWER.fullmatch(source)
        if answer and WORDLESS.fullmatch(answer["words"]):
            yield copy.finding(here.start, here.start + len(source), "This answer has no words.")
        elif ASKED.fullmatch(source) and _is_last_or_asked_again(copy, here, following):
            yield copy.finding(here.start, here.start + len(source), "Nobody answers this question.")


def _is_last_or_asked_again(copy: Copy, here: Token, following: Token | None) -> bool:
    between = copy.text[here.end : following.start if following else len(copy.text)]
    if between.strip():
        return False
    return following is None or bool(ASKED.fullmatch(copy.text[following.start : following.end].strip()))
