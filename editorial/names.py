"""Names compared as a reader compares them: accents, case, spacing and one slip of the pen apart.

Pure: no Django.
"""

import re
import unicodedata
from functools import lru_cache

UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d"})
WORD = re.compile(r"[^\W_]+")
DOUBLED = re.compile(r"(.)\1+")
HONORIFICS = {"dr", "mr", "mrs", "ms", "mx", "prof", "professor", "sir", "dame", "jr", "sr", "phd", "md"}
CORPORATE = {"inc", "ltd", "llc", "gmbh", "plc", "corp", "co", "company", "limited", "ag", "sa", "bv", "the"}
SHORTEST = 5  # letters of a word in which one slip still tells one name from another


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text without accents and case."""
    if text.isascii():
        return text.lower()
    flat = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in flat if not unicodedata.combining(character))
    return bare.casefold().translate(UNDECOMPOSED)


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The folded words of a person's name, without titles such as Dr."""
    found = tuple(WORD.findall(fold(name)))
    return tuple(word for word in found if word not in HONORIFICS) or found


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """An organization's name as one run of letters: "Quill Works, Inc." and "QuillWorks" are equal."""
    found = WORD.findall(fold(name))
    return "".join(word for word in found if word not in CORPORATE) or "".join(found)


def initials(name: str) -> str:
    """The first letters of a name's words, folded: "Bank of the Harbor" gives "bh"."""
    return "".join(word[0] for word in WORD.findall(fold(name)) if word not in ("of", "the", "and", "for"))


@lru_cache(maxsize=65536)
def near(one: str, other: str, shortest: int = SHORTEST) -> bool:
    """Whether two folded words are one word, written with one slip: a letter more, less, different,
    swapped with its neighbour, or doubled in another place. Equal words are not near."""
    if one == other or one[:1] != other[:1] or min(len(one), len(other)) < 4:
        return False
    if len(set(one) ^ set(other)) > 2:  # one slip changes two letters at the most
        return False
    if _undoubled(one) == _undoubled(other):
        return True
    return min(len(one), len(other)) >= shortest and _one_slip(one, other)


def _undoubled(word: str) -> str:
    return DOUBLED.sub(r"\1", word)


def _one_slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


def same_person(one: str, other: str) -> bool:
    """Whether two spellings name one person: equal but for accents, case, titles and middle initials."""
    first, second = words(one), words(other)
    if first == second:
        return bool(first)
    return len(first) > 1 < len(second) and _ends(first) == _ends(second) and _middles(first, second)


def _ends(name: tuple[str, ...]) -> tuple[str, str]:
    return name[0], name[-1]


def _middles(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Middle names agree where both have any: "Ada B. Cole" is "Ada Cole" and "Ada Bea Cole"."""
    pairs = zip(first[1:-1], second[1:-1], strict=False)
    return all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def misspelled(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names (as folded words) differ in exactly one word, and that by one slip."""
    if len(one) != len(other) or len(one) < 2:
        return False
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(different) == 1 and near(*different[0])
