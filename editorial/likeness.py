"""Which of many texts say nearly the same, found in one pass over their words.

Pure: no Django. Texts are compared by their shingles (runs of five words): copying survives small edits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from editorial.names import WORD, fold

RUN = 5  # words of a shingle
FEWEST = 8  # words below which even equal texts mean nothing
ALIKE = 0.6  # of the smaller text's shingles
CROWD = 12  # a shingle that more texts share is a set phrase and says nothing


@lru_cache(maxsize=2048)
def shingles(text: str) -> frozenset[int]:
    """The text's runs of five words, as hashes; empty for a text too short to be told from another."""
    words = WORD.findall(fold(text))
    if len(words) < FEWEST:
        return frozenset()
    return frozenset(hash(tuple(words[at : at + RUN])) for at in range(len(words) - RUN + 1))


def alike(one: str, other: str) -> bool:
    """Whether one text holds most of the other."""
    first, second = shingles(one), shingles(other)
    fewer = min(len(first), len(second))
    return bool(fewer) and len(first & second) >= ALIKE * fewer


def pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of each two texts that say nearly the same, the earlier first."""
    same: defaultdict[frozenset[int], list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if cut := shingles(text):
            same[cut].append(place)
    for places in same.values():
        yield from _each_two(places)
    for one, other in _overlaps(list(same)):
        yield from ((min(first, second), max(first, second)) for first in same[one] for second in same[other])


def _overlaps(cuts: list[frozenset[int]]) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for place, cut in enumerate(cuts):
        for shingle in cut:
            holders[shingle].append(place)
    shared = Counter(
        pair for places in holders.values() if 1 < len(places) <= CROWD for pair in _each_two(places)
    )
    for (first, second), count in sorted(shared.items()):
        if count >= ALIKE * min(len(cuts[first]), len(cuts[second])):
            yield cuts[first], cuts[second]


def _each_two(places: list[int]) -> Iterator[tuple[int, int]]:
    for index, first in enumerate(places):
        yield from ((first, second) for second in places[index + 1 :])
