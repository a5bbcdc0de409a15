"""Words as search compares them: folded to plain small letters, cut to their stems, and how far two differ.

Pure: no Django. The index, the query and the marks in what is found all go through here, so that they
agree on every database.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST = 40  # letters of a word that are looked at
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
BITS = {letter: 1 << place for place, letter in enumerate(LETTERS)}
OTHER = 1 << len(LETTERS)
EVERYWHERE = frozenset(  # words that say nothing about what somebody looks for
    "a an and are as at be but by can could did do does for from had has have how i if in into is it its me"
    " my of on or our she should so than that the their them then there these they this to us was we were"
    " what when where which who why will with would you your".split()
)
LETTERS_APART = str.maketrans(  # letters that Unicode does not take apart
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h"}
)


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """A word in small letters, without accents, apostrophes and the possessive: “Zoë’s” is “zoe”."""
    plain = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain.translate(LETTERS_APART))
        plain = "".join(letter for letter in apart if letter.isalnum())
    return plain[:LONGEST]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """What a folded word has in common with its other forms: “learning”, “learned”, “learn”."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        cut = word.removesuffix(ending)
        if cut != word and len(cut) > 2 and cut[-1] != "e" and set(cut) & set("aeiouy"):
            word = cut[:-1] if cut[-1] == cut[-2] and cut[-1] not in "lsz" else cut
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return f"{word[:-1]}i" if len(word) > 2 and word.endswith("y") and word[-2] not in "aeiou" else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and word[-2] not in "sui" else word


def found(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded form of each word of a text."""
    for match in WORD.finditer(text):
        if word := folded(match[0]):
            yield match.start(), match.end(), word


def stems(text: str) -> str:
    """The stems of a text's words with single spaces between them: what the index holds."""
    return " ".join(stem(word) for _, _, word in found(text))


def letters(word: str) -> int:
    """Which letters a word has, one bit for each. One error changes two bits at the most."""
    bits = 0
    for letter in word:
        bits |= BITS.get(letter, OTHER)
    return bits


def allowed(word: str) -> int:
    """How many typing errors a word of this length may have."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def near(word: str, known: Iterable[tuple[str, int]], limit: int) -> list[str]:
    """The known words (each with its `letters`) that the typed one may be meant as, the nearest first."""
    bits, most = letters(word), allowed(word)
    ranked = []
    for other, theirs in known:
        if (bits ^ theirs).bit_count() <= 2 * most and abs(len(word) - len(other)) <= most:
            apart = distance(word, other)
            if 0 < apart <= most:
                ranked.append((apart, other[0] != word[0], other))
    return [other for _, _, other in sorted(ranked)[:limit]]


def distance(one: str, other: str) -> int:
    """How many letters are added, left out, changed or swapped with their neighbour between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
