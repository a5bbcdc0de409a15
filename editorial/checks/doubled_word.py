"""A word written twice: “the the”. Only small words: “very very” and “had had” are meant."""

import re
from collections.abc import Iterator
from itertools import compress, islice
from operator import eq

from editorial.checks import Copy, Finding, Level, Reading, check

SURE = (
    "the a an and of to for with at my your our their about from by are were be have this we they into than"
    " but if"
)
LIKELY = "is in on as it you was has or did went when"  # “log in in the morning” is honest
WORDS = (SURE + " " + LIKELY).split()
DOUBLED = frozenset(WORDS)
TWICE = re.compile(rf"(?<![\w'’.-])(?P<word>{'|'.join(WORDS)})\s+(?P=word)(?![\w'’-])", re.IGNORECASE)
SAID = re.compile(r"\b(?:it|that|this|what|there|he|she)\s$", re.IGNORECASE)  # “what it is is simple”


def _doubles(words: list[str]) -> Iterator[str]:
    """The words that stand behind themselves."""
    return compress(words, map(eq, words, islice(words, 1, None)))


TWO_ARTICLES = re.compile(r"(?<![\w'’.-])(?:a an|an a|the an|an the|a the)(?![\w'’-])")


@check("Doubled word", Level.WARNING)
def doubled_word(reading: Reading) -> Iterator[Finding]:
    if _may_have_two_articles(reading.low):
        for copy in reading.matching(TWO_ARTICLES):
            yield from _two_articles(copy)
    for copy in reading.written:
        if DOUBLED.isdisjoint(_doubles(copy.words)):
            continue
        for match in TWICE.finditer(copy.spoken):
            words, small = copy.text[match.start() : match.end()], match["word"].lower()
            if words.casefold() != match[0].casefold() or "\n\n" in words or match[0][-1:].isupper():
                continue
            if small == "is" and SAID.search(copy.spoken, max(0, match.start() - 8), match.start()):
                continue
            level = Level.NOTICE if small in LIKELY.split() else Level.WARNING
            yield copy.finding(
                *match.span(), f"“{small}” stands here twice.", level=level, instead=match["word"]
            )


def _may_have_two_articles(low: str) -> bool:
    around = low.split(" an ")
    return " a the " in low or any(
        each.endswith((" a", " the")) or each.startswith(("a ", "the ")) for each in around
    )


def _two_articles(copy: Copy) -> Iterator[Finding]:
    for match in TWO_ARTICLES.finditer(copy.spoken):
        if copy.text[slice(*match.span())] == match[0]:
            yield copy.finding(*match.span(), "Two articles stand here.", level=Level.NOTICE)
