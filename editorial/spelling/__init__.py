"""Sure misspellings: words that are one slip of the pen away from a word that is often written wrong.

Pure: no Django. No dictionary knows the names of products and people, so an unknown word is no fault here;
only one that is nearly a word of `words.txt` is, or a word of `short.txt` but for the order of two letters,
or that stands in `wrong.txt` (what is written, what is meant). Words that come near to another by themselves
stand in `honest.txt`.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

HERE = Path(__file__).parent
SHORTEST = 6  # letters of a word that is looked at: shorter ones have too many neighbours
LETTERS = re.compile(r"[a-z]{3,30}")
THRICE = re.compile(r"([a-z])\1\1")
LONG = 8  # letters of a word in which any other letter is a slip
VOWELS = frozenset("aeiouy")
SWAPPED = ({"c", "s"}, {"c", "k"}, {"m", "n"}, {"d", "t"}, {"b", "v"}, {"f", "v"}, {"g", "j"}, {"b", "p"})
ENDINGS = ("s", "es", "ed", "d", "ing", "ings", "ly", "er", "ers", "r", "rs", "y")
BRITISH = (
    *(("yz", "ys"), ("iz", "is"), ("our", "or"), ("ogue", "og"), ("ae", "e"), ("tre", "ter"), ("mme", "m")),
    *(("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("llment", "lment"), ("llful", "lful")),
    *(("dgement", "dgment"), ("ium", "um"), ("que", "ck")),
)
MOST = 200_000  # pieces that are remembered as right, so that they are looked at once
_right: set[str] = set()
_sound: set[str] = set()  # the same for whole chunks, as they stand between spaces
LONGEST = 30  # letters of a chunk that is remembered


@cache
def _words() -> frozenset[str]:
    return frozenset((HERE / "words.txt").read_text(encoding="ascii").split())


@cache
def _honest() -> frozenset[str]:
    return frozenset((HERE / "honest.txt").read_text(encoding="ascii").split())


@cache
def _wrong() -> dict[str, str]:
    pairs = (line.partition(" ") for line in (HERE / "wrong.txt").read_text(encoding="utf-8").splitlines())
    return {wrong: right for wrong, _, right in pairs}


@cache
def _swapped() -> dict[str, str]:
    """The short words with two neighbouring letters in the wrong order -> as they are meant."""
    words = (HERE / "short.txt").read_text(encoding="ascii").split()
    honest = _honest().union(words, _words())
    pairs = (
        (word[:at] + word[at + 1] + word[at] + word[at + 2 :], word)
        for word in words
        for at in range(len(word) - 1)
    )
    return {wrong: right for wrong, right in pairs if wrong not in honest}


@cache
def _ends(size: int) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(word[:size] for word in _words()), frozenset(word[-size:] for word in _words())


@cache
def _shortened() -> dict[str, list[str]]:
    """Each word less one letter -> the words it came from."""
    index: dict[str, list[str]] = {}
    for word in _words():
        if len(word) >= SHORTEST:
            for at in range(1, len(word)):
                index.setdefault(word[:at] + word[at + 1 :], []).append(word)
    return index


def slips(chunks: set[str]) -> dict[str, str]:
    """The misspelled words in these pieces of text, in small letters, with what was meant."""
    unseen = chunks - _sound
    if not unseen:
        return {}
    new = set(LETTERS.findall(" ".join(unseen).lower())) - _right
    found = {word: right for word in new if (right := meant(word))}
    if not found:
        if len(_sound) > MOST:
            _sound.clear()
        _sound.update(chunk for chunk in unseen if len(chunk) <= LONGEST)
    if len(_right) > MOST:
        _right.clear()
    _right.update(new - found.keys())
    return found


def is_common(word: str) -> bool:
    """Whether this is one of the words that are known here."""
    return word in _words()


@lru_cache(maxsize=65_536)
def meant(word: str) -> str:
    """The word that was meant by this one (small letters); "" where it is right or unknown."""
    if slip := _wrong().get(word) or _swapped().get(word):
        return slip
    if len(word) < SHORTEST - 1 or word in _words() or word in _honest():
        return ""
    if word.endswith("tes") and word[:-2] + "y" in _words():  # “communites”
        return word[:-2] + "ies"
    if word.endswith("icly") and word != "publicly" and word[:-2] in _words():
        return _with(word[:-2], "ly")
    if THRICE.search(word):
        return next((once for by in (r"\1\1", r"\1") if _known(once := THRICE.sub(by, word))), "")
    for stem, ending in _stems(word):
        if len(stem) >= (SHORTEST if ending else SHORTEST - 1) and (found := _near(stem)):
            right = _with(found, ending)
            return "" if right == f"{word}g" or _known(word) else right  # “lookin” is spoken so
    return ""


def _known(word: str) -> bool:
    return any(
        form in _words() or form in _honest() for stem in _forms(word) for form in (stem, _american(stem))
    )


def _american(word: str) -> str:
    return word.replace("ys", "yz").replace("is", "iz").replace("our", "or")


def _forms(word: str) -> list[str]:
    """The word and what it may be an inflection of."""
    found = [word]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            found += [stem, stem + "e"] if ending[0] in VOWELS else [stem]
            if stem[-1] == stem[-2]:
                found.append(stem[:-1])
            if stem.endswith("i"):
                found.append(stem[:-1] + "y")
    return found


def _stems(word: str) -> list[tuple[str, str]]:
    """The word, and what it may be made of; any noun makes a verb in “-ise”."""
    ends = [end for end in ("s", "ly", "ed", "ing") if word.endswith(end)]
    found = [(word[: -len(end)], end) for end in ends]
    return [(word, ""), *((stem, end) for stem, end in found if not stem.endswith(("is", "iz")))]


def _with(stem: str, ending: str) -> str:
    """The word with this ending, as it is written."""
    if ending == "s" and stem[-1] == "y" and stem[-2] not in VOWELS:
        return f"{stem[:-1]}ies"
    if ending == "ly" and stem.endswith("ic"):
        return f"{stem}ally"
    return (stem.removesuffix("e") if ending in ("ed", "ing") else stem) + ending


def _near(word: str) -> str:
    """A word that differs by one letter too few or too many, two in the wrong order, or a vowel."""
    length = len(word)
    size = min(4, (length - 1) // 2)
    heads, tails = _ends(size)
    from_head, to_tail = word[:size] in heads, word[-size:] in tails
    if not from_head and not to_tail:  # a slip leaves one of them as it is
        return ""
    index, words = _shortened(), _words()
    if word in index and length >= SHORTEST - 1:
        return _best(word, index[word])
    first, last = 1 if to_tail else size - 1, length if from_head else length - size + 1
    for at in range(max(1, first), last):
        less = word[:at] + word[at + 1 :]
        if less in words and length > SHORTEST and not _british(word, less):
            return less
        for other in index.get(less, ()):
            if len(other) == length and _is_slip(word, other) and not _british(word, other):
                return other
    return ""


def _best(word: str, found: list[str]) -> str:
    return next((other for other in found if not _british(word, other)), "")


def _is_slip(word: str, other: str) -> bool:
    """Whether two letters changed places, or one vowel or a sound that is nearly the same."""
    differ = [at for at, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
    if len(differ) == 2:
        first, second = differ
        return second == first + 1 and word[first] == other[second] and word[second] == other[first]
    if len(differ) != 1 or differ[0] == len(word) - 1:
        return False
    if len(word) >= LONG:
        return True
    pair = {word[differ[0]], other[differ[0]]}
    return pair <= VOWELS or pair in SWAPPED


def _british(word: str, other: str) -> bool:
    """Whether the two are one word in British and in American spelling."""
    return any(word.replace(a, b) == other.replace(a, b) for a, b in BRITISH)
