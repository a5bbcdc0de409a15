"""A word written twice: “the the”. Only small words: “very very” and “had had” are meant."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress, islice
from operator import eq

from editorial.checks import Copy, Finding, Level, Reading, check

SURE = (
    "the a an and of to for with at my your our their about from by are were be have this we they into than"
    " but if"
)
LIKELY = "is in on as it you was has or did went when"  # “log in in the morning” is honest
DOUBLED = frozenset((SURE + " " + LIKELY).split())
SAID = re.compile(r"\b(?:it|that|this|what|there|he|she)\s$", re.IGNORECASE)  # “what it is is simple”


def _doubles(low: str) -> Iterator[str]:
    """The words that stand behind themselves."""
    words = low.split()
    return compress(words, map(eq, words, islice(words, 1, None)))


TWO_ARTICLES = re.compile(r"(?<![\w'’.-])(?:a an|an a|the an|an the|a the)(?![\w'’-])")


@check("Doubled word", Level.WARNING)
def doubled_word(reading: Reading) -> Iterator[Finding]:
    if _may_have_two_articles(reading.low):
        for copy in reading.matching(TWO_ARTICLES):
            yield from _two_articles(copy)
    if DOUBLED.isdisjoint(_doubles(reading.low)):
        return
    for copy in reading.written:
        for word in sorted(DOUBLED.intersection(_doubles(copy.low))):
            yield from _in(copy, word)


def _in(copy: Copy, word: str) -> Iterator[Finding]:
    level = Level.NOTICE if word in LIKELY.split() else Level.WARNING
    for match in _twice(word).finditer(copy.spoken):
        words = copy.text[match.start() : match.end()]
        if words.casefold() != match[0].casefold() or "\n\n" in words or match[0][-1:].isupper():
            continue
        if word == "is" and SAID.search(copy.spoken, max(0, match.start() - 8), match.start()):
            continue
        message = f"“{word}” stands here twice."
        yield copy.finding(*match.span(), message, level=level, instead=match["word"])


@cache
def _twice(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’.-])(?P<word>{word})\s+(?P=word)(?![\w'’-])", re.IGNORECASE)


def _may_have_two_articles(low: str) -> bool:
    around = low.split(" an ")
    return " a the " in low or any(
        each.endswith((" a", " the")) or each.startswith(("a ", "the ")) for each in around
    )


def _two_articles(copy: Copy) -> Iterator[Finding]:
    for match in TWO_ARTICLES.finditer(copy.spoken):
        if copy.text[slice(*match.span())] == match[0]:
            yield copy.finding(*match.span(), "Two articles stand here.", level=Level.NOTICE)
