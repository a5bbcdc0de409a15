"""One word written in two ways: eCommerce and e-commerce, MacBook and Macbook, python and Python."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from editorial import ordinary
from editorial.checks import Copy, Finding, Level, Reading, check

# What stands in addresses, handles and file names is spelled as it must be.
FREE, ENDS = r"(?<![\w@/.#-])", r"(?![\w@/]|-\w|\.\w)"
ELECTRONIC = re.compile(rf"{FREE}[eE]-[A-Za-z]{{4,}}{ENDS}")
PLAIN_ENDS = ("", ".", ",", "...", ".,")
HUMP = re.compile(r"[A-Z](?<=[a-z].)")
HYPHEN = re.compile(r"-(?<=\be-)[a-z]{4}")
MIXED = re.compile(rf"{FREE}(?=[\w-]*?[a-z][A-Z])[A-Za-z][\w-]*\w{ENDS}")
LONGEST = 100  # characters of a chunk that may be a word; what is longer is no word
MOST = 400  # words with a capital within that are looked up; no honest text comes near it
# Names that nobody writes small on purpose, and that mean nothing else when written small.
WELL_KNOWN = (
    "Python JavaScript TypeScript GitHub GitLab Linux Kubernetes PostgreSQL MySQL Django LinkedIn YouTube "
    "Facebook Microsoft WordPress Wikipedia Instagram Dropbox Firefox Spotify PyTorch TensorFlow"
)
PROPER = WELL_KNOWN.split()
SMALL = re.compile(rf"{FREE}(?:{'|'.join(name.lower() for name in PROPER)}){ENDS}")
RIGHT = {name.lower(): name for name in PROPER}
ordinary.watch(*RIGHT)
PLAIN = {name: (name, f"{name}.", f"{name},") for name in RIGHT}


@check("Word spelled two ways", Level.NOTICE)
def inconsistent_spelling(reading: Reading) -> Iterator[Finding]:
    yield from _mixed(reading.running, _keys(reading))
    small = [name for name in RIGHT if name in reading.strange]
    small = [name for name in small if name in reading.odd or not reading.chunks.isdisjoint(PLAIN[name])]
    for copy in reading.running if small else ():
        if any(name in copy.visible for name in small):
            for match in SMALL.finditer(copy.visible):
                right = RIGHT[match[0]]
                message = f"This is usually written “{right}”."
                yield copy.finding(match.start(), match.end(), message, instead=right)


def _mixed(prose: Sequence[Copy], keys: set[str]) -> Iterator[Finding]:
    if not keys:
        return
    pattern = re.compile(rf"{FREE}(?:{'|'.join(_loose(key) for key in sorted(keys))}){ENDS}", re.I)
    ways = {way for key in keys for way in (key, f"{key[0]}-{key[1:]}")}
    likely = [copy for copy in prose if any(map(copy.visible.lower().__contains__, ways))]
    found = [(copy, match) for copy in likely for match in pattern.finditer(copy.visible)]
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, match in found:
        if _counts(match[0]):
            forms[_key(match[0])][_inside(match[0])] += 1
    for copy, match in found:
        seen = forms[_key(match[0])]
        other = max(seen, key=lambda form: (seen[form], _capitals(form), form), default="")
        if _counts(match[0]) and other not in ("", _inside(match[0])) and not match[0].isupper():
            message = f"This is also written “{_printed(other, match[0])}” in this text."
            yield copy.finding(match.start(), match.end(), message)


def _keys(reading: Reading) -> set[str]:
    """Words with a capital within, or like "e-mail", that may stand there in another form as well."""
    odd = reading.odd  # one chunk on each line
    humps = [match.start() for match in HUMP.finditer(odd)]
    lines = {odd[odd.rfind("\n", 0, at) + 1 : odd.find("\n", at)] for at in humps}
    forms = {form for line in lines if len(line) <= LONGEST for form in _forms(line)}
    if HYPHEN.search(reading.strange):
        forms.update(ELECTRONIC.findall(odd))
    forms = {form for form in sorted(forms)[:MOST] if "-" not in form[2:]}
    if not forms:
        return set()
    return {_key(form) for form in forms if _stands_otherwise(form, reading)}


@lru_cache(maxsize=16_384)
def _forms(line: str) -> tuple[str, ...]:
    """The words with a capital within in one chunk."""
    return tuple([match[0] for match in MIXED.finditer(line)])


def _stands_otherwise(form: str, reading: Reading) -> bool:
    """Whether another form may stand in this text: a plain word, or one of the odd ones like this."""
    ways, plain = _others(form)
    if sum(map(reading.strange.count, ways)) > reading.odd.count(form):
        return True
    return not reading.chunks.isdisjoint(plain)


@lru_cache(maxsize=16_384)
def _others(form: str) -> tuple[set[str], set[str]]:
    """How else the word is written, in small letters, and the plain chunks that it then stands in."""
    key = _key(form)
    ways = {form.lower(), key, f"e-{key[1:]}"} if key.startswith("e") else {form.lower()}
    return ways, {way + end for each in ways for way in (each, each.capitalize()) for end in PLAIN_ENDS}


def _key(word: str) -> str:
    return word.replace("-", "").lower()


def _loose(key: str) -> str:
    return f"e-?{re.escape(key[1:])}" if key.startswith("e") else re.escape(key)


def _counts(word: str) -> bool:
    """A word in small letters throughout is another word (a mic, a MiC), unless it starts as "email" does."""
    return not word.islower() or word.startswith("e")


def _inside(word: str) -> str:
    """The word without the capital that starts a sentence."""
    return word[0].lower() + word[1:]


def _printed(inside: str, word: str) -> str:
    """The other form with the capital that this one has, unless it is one that starts small: "eCommerce"."""
    return word[0] + inside[1:] if _capitals(inside) == 0 or not inside[1].isupper() else inside


def _capitals(word: str) -> int:
    return sum(letter.isupper() for letter in word)
