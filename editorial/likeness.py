"""Which of many texts say nearly the same, found in one pass over their words.

Pure: no Django. Texts are compared by their shingles (runs of five words): copying survives small edits.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from editorial.names import WORD

RUN = 5  # words of a shingle
FEWEST = 8  # words below which even equal texts mean nothing
LONG = 20_000  # characters of a text whose shingles are not kept for long
ALIKE = 0.6  # of the smaller text's shingles
CROWD = 12  # a shingle that more texts share is a set phrase and says nothing


def shingles(text: str) -> frozenset[int]:
    """The text's runs of five words, as hashes; empty for a text too short to be told from another."""
    return (_shingles if len(text) < LONG else _shingles_long)(text)


def _cut(text: str) -> frozenset[int]:
    words = WORD.findall(text.lower())
    if len(words) < FEWEST:
        return frozenset()
    return frozenset(map(hash, zip(*(words[start:] for start in range(RUN)), strict=False)))


_shingles = lru_cache(maxsize=4096)(_cut)
_shingles_long = lru_cache(maxsize=16)(_cut)


def alike(one: str, other: str) -> bool:
    """Whether one text holds most of the other."""
    return _enough(shingles(one), shingles(other))


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


def copies(texts: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of each text and each of the other texts that say nearly the same."""
    cuts = [shingles(text) for text in texts]
    ours = frozenset().union(*cuts)
    for second, other in enumerate(others):
        cut = shingles(other)
        if ours.isdisjoint(cut):  # nearly always: it keeps a long shelf of earlier parts quick
            continue
        yield from ((first, second) for first, own in enumerate(cuts) if _enough(own, cut))


def _enough(one: frozenset[int], other: frozenset[int]) -> bool:
    fewer = min(len(one), len(other))
    return bool(fewer) and len(one & other) >= ALIKE * fewer


def _overlaps(cuts: list[frozenset[int]]) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for place, cut in enumerate(cuts):
        for shingle in cut:
            holders[shingle].append(place)
    shared = {pair for places in holders.values() if 1 < len(places) <= CROWD for pair in _each_two(places)}
    yield from ((cuts[one], cuts[two]) for one, two in sorted(shared) if _enough(cuts[one], cuts[two]))


def _each_two(places: list[int]) -> Iterator[tuple[int, int]]:
    for index, first in enumerate(places):
        yield from ((first, second) for second in places[index + 1 :])
