"""What mistyped words were meant to be, among the words of what is live."""

import re
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Length

from series.lookup import Term, occurs
from series.models import Word
from series.words import allowed, found, near, stem

OFFERED, TRIED = 3, 6  # words that stand in for a mistyped one; how many are tried


def mended(terms: tuple[Term, ...], line: str, moment: datetime) -> tuple[tuple[Term, ...], str]:
    """The terms with what is live in place of what is not, and the line with the likeliest of it.

    The line is "" where nothing was mended.
    """
    typed = {stem(word): word for _, _, word in found(line)}
    better: dict[str, list[str]] = {}
    for term in terms:
        word = typed.get(term[0], "")
        if word and not occurs(term, moment) and (meant := _meant(word, moment)):
            better[term[0]] = meant
    if not better:
        return terms, ""
    new = tuple(tuple(dict.fromkeys(map(stem, better[t[0]]))) if t[0] in better else t for t in terms)
    return new, _rewritten(line, {typed[each]: words[0] for each, words in better.items()})


def _meant(word: str, moment: datetime) -> list[str]:
    close = near(word, _around(word), TRIED)
    if not close and len(word) > 3:
        longer = Word.objects.filter(start=word[0], text__startswith=word).exclude(text=word)
        close = list(longer.order_by(Length("text"), "text").values_list("text", flat=True)[:TRIED])
    live = (each for each in close if occurs((stem(each),), moment))
    return [each for each, _ in zip(live, range(OFFERED), strict=False)]


def _around(word: str) -> list[tuple[str, int]]:
    """The words of about this length that begin like this one, were its first letter wrong or not."""
    if len(word) < 4:
        return []
    same = Q(start=word[0]) | Q(tail__in=(word[1:3], word[:2]))
    shifted = Q(start=word[1], tail=word[2:4]) | Q(start=word[1], tail=word[0] + word[2])
    sizes = (len(word) - allowed(word), len(word) + allowed(word))
    return list(Word.objects.filter(same | shifted, size__range=sizes).values_list("text", "letters"))


def _rewritten(line: str, better: dict[str, str]) -> str:
    out, at = [], 0
    for start, end, word in found(line):
        out += [line[at:start], better.get(word, line[start:end])]
        at = end
    return re.sub(r"\s+", " ", "".join([*out, line[at:]])).strip()
