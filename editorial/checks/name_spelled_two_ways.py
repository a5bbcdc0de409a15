"""A person's or an organization's name in two spellings: Okello and Okelo, Quill Works and QuillWorks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from editorial import cards, names
from editorial.checks import Copy, Finding, Level, Reading, check
from series.manuscript import Contribution

ADDRESSES = ("url", "organization_url", "portrait", "cover", "slug")
NAME_LIKE = re.compile(rf"{cards.CAPITAL}[^\W_]*(?:[ \n.’'-]{{1,2}}[^\W_]+)*")
IN_ADDRESS = tuple("/_-@#.=%&?")
OWN_TEXTS = ("background", "fun_fact", "portrait_alt")  # where a lone surname is the person's own
LONGEST = 6  # words of a name
SHORTEST = 3  # letters of a word that may be a name with a slip; a shorter one may be the name itself
WIDEST = 100  # characters; what is longer is nobody's name, and every place of it would be compared
OWNER = re.compile(r"['’]s ")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as one place spells it."""

    copy: Copy
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.copy.text[self.start : self.end]

    def finding(
        self, other: str, where: str = "elsewhere in this text", level: Level = Level.WARNING
    ) -> Finding:
        message = f"“{self.text}” is spelled “{other}” {where}."
        return self.copy.finding(self.start, self.end, message, level=level)


@check("Name spelled two ways", Level.WARNING)
def name_spelled_two_ways(reading: Reading) -> Iterator[Finding]:
    yield from _people(reading)
    yield from _known_people(reading)
    yield from _organizations(reading)


# -- people


def _people(reading: Reading) -> Iterator[Finding]:
    """Every other spelling of each person's name, and the name itself once."""
    for key, others in _spellings(reading).items():
        each = next(one for one in reading.manuscript.contributions if one.key == key)
        copy = reading.of(each, "name")
        # Where only what surrounded the text says otherwise, this is the one place left to mend.
        beside = all(other.copy.path.startswith("source/") for other in others)
        level = Level.WARNING if beside else Level.NOTICE
        yield Spelling(copy, 0, len(copy.text)).finding(min(other.text for other in others), level=level)
        yield from (other.finding(_as_in(each.name, other.text)) for other in others)


def _as_in(name: str, other: str) -> str:
    """The word of the name that a lone word is a slip of; the whole name for a whole name."""
    if " " in other or "." in other:
        return name
    return next((word for word in name.split() if names.near(names.fold(word), names.fold(other), 4)), name)


def _spellings(reading: Reading) -> dict[str, list[Spelling]]:
    """The other spellings of each person's name, by the person's key. One pass over the text for all."""
    named = [each for each in reading.manuscript.contributions if len(each.name) <= WIDEST]
    people = [each for each in named if 1 < len(names.words(each.name)) <= LONGEST]
    found: defaultdict[str, list[Spelling]] = defaultdict(list)
    told, close = set[tuple[str, str, int]](), _Close(people)
    for at, word in close.likely(reading.whole):
        for each in close.to(word):
            copy, start = reading.placed(at)
            spelling = _spelling(reading, Spelling(copy, start, start + len(word)), each)
            if spelling and (each.key, copy.path, spelling.start) not in told:
                told.add((each.key, copy.path, spelling.start))
                found[each.key].append(spelling)
    return found


def _spelling(reading: Reading, word: Spelling, each: Contribution) -> Spelling | None:
    """The other spelling of this person's name that this word is, or is a part of."""
    copy = word.copy
    if copy.name in ADDRESSES:
        return None
    printed = copy.text.find(each.name, max(0, word.start - len(each.name)), word.end + len(each.name))
    if 0 <= printed <= word.start < printed + len(each.name):
        return None
    own = names.words(each.name)
    whole = _whole(word, each.name, own)
    if whole:
        return None if whole.text in reading.manuscript.people else whole
    alone = copy.contribution is each or len(reading.manuscript.contributions) == 1
    return _alone(word, own) if alone and names.fold(word.text) not in own else None


class _Close:
    """Whose name a word belongs to, give or take a slip; each word is looked at once."""

    def __init__(self, people: list[Contribution]) -> None:
        self.words: defaultdict[str, list[tuple[str, Contribution]]] = defaultdict(list)
        self.seen: dict[str, list[Contribution]] = {}
        printed = {word[0] for each in people for word in names.WORD.findall(each.name)}
        for each in people:
            for word in names.words(each.name):
                self.words[word[0]].append((word, each))
        self.letters = printed | {letter.upper() for letter in self.words}
        self.short = {word for own in self.words.values() for word, _ in own if len(word) < SHORTEST}

    def likely(self, text: str) -> Iterator[tuple[int, str]]:
        """Every place of the words that somebody's name is like."""
        for letter in sorted(self.letters):
            pattern = _beginning(letter)
            for word in sorted(set(pattern.findall(text))):
                if len(word) < SHORTEST and names.fold(word) not in self.short:
                    continue
                at = text.find(word) if self.to(word) else -1
                while at >= 0:
                    end = at + len(word)
                    if not text[end : end + 1].isalnum():  # the word does not go on
                        yield at, word
                    at = text.find(word, end)

    def to(self, word: str) -> list[Contribution]:
        """The people one of whose names this word is, or nearly is."""
        if word not in self.seen:
            said = names.fold(word)
            like = [
                each for own, each in self.words.get(said[:1], ()) if own == said or names.near(said, own, 4)
            ]
            self.seen[word] = list({each.key: each for each in like}.values())
        return self.seen[word]


@lru_cache(maxsize=512)
def _beginning(letter: str) -> re.Pattern[str]:
    """Words that begin so; one with a capital may stand within another: “AnnOkello”."""
    within = "" if letter.isupper() else rf"(?<![^\W_]{letter})"
    return re.compile(rf"{letter}{within}[^\W_]*")


def _whole(word: Spelling, name: str, own: tuple[str, ...]) -> Spelling | None:
    """The run of words around this one that is the name but for a slip, an accent, a space or a capital."""
    copy, offset = word.copy, max(0, word.start - len(name) - 4)
    run = [*names.WORD.finditer(copy.text, offset, word.end + len(name) + 4)]
    folded = [names.fold(one[0]) for one in run]
    here = next(at for at, one in enumerate(run) if one.end() >= word.end)
    for first in range(max(0, here - len(own) + 1), here + 1):
        words = tuple(folded[first : first + len(own)])
        if words != own and not names.misspelled(words, own):
            continue
        start, end = run[first].start(), run[first + len(own) - 1].end()
        raw = copy.text[start:end]
        plain = NAME_LIKE.fullmatch(raw) and copy.text[max(0, start - 1) : start] not in IN_ADDRESS
        if plain and (words != own or _differs(raw, name)):
            return Spelling(copy, start, end)
    return None


def _differs(raw: str, name: str) -> bool:
    """Whether two spellings of equal letters differ to a reader; capitals throughout are a style."""
    if raw.isupper() or name.isupper() or not all(word[:1].isupper() for word in raw.split()):
        return False
    return _plain(raw) != _plain(name)


def _plain(name: str) -> str:
    """The name as printed, without "Dr." before it and full stops behind initials."""
    bare = re.sub(r"^(?:Dr|Prof|Mr|Mrs|Ms)\.? |\.(?= |$)", "", name)
    return re.sub(r"[\s’']+", " ", bare)


def _alone(word: Spelling, own: tuple[str, ...]) -> Spelling | None:
    """A lone word that is one slip away from the person's name, where nobody else can be meant:
    in what is said about the person, or as the owner of a link ("Madeline's site.")."""
    text = word.copy.text
    before, after = text[max(0, word.start - 30) : word.start], text[word.end : word.end + 30]
    owner = before.endswith(('"', "“")) and OWNER.match(after)
    named = re.search(rf"{cards.CAPITAL}[\w.’'-]* $", before) or re.match(rf"[ -]{cards.CAPITAL}", after)
    said, least = names.fold(word.text), 4 if owner else names.SHORTEST
    slip = any(names.near(said, one, least) and not _inflected(said, one) for one in own)
    return word if slip and (owner or (word.copy.name in OWN_TEXTS and not named)) else None


def _inflected(word: str, name: str) -> bool:
    return word in (name + "s", name + "n") or name in (word + "s",)


def _known_people(reading: Reading) -> Iterator[Finding]:
    """People of this text whom the desk knows in another spelling as well."""
    here = {words[0] for name in reading.manuscript.people if (words := names.words(name))}
    likely = [name for name in reading.known.people if names.words(name)[:1] and names.words(name)[0] in here]
    for each in reading.manuscript.contributions:
        own = names.words(each.name)
        twins = [name for name in likely if own and name != each.name and _one(own, name, each.name)]
        if twins:
            copy = reading.of(each, "name")
            yield Spelling(copy, 0, len(copy.text)).finding(min(twins), "among the people of this desk")


def _one(own: tuple[str, ...], name: str, printed: str) -> bool:
    """Whether a known name is this person's, misspelled here or there."""
    other = names.words(name)
    # A first name may well differ in a letter (Mario, Maria); a surname with the same first name does not.
    return _differs(name, printed) if other == own else other[0] == own[0] and names.misspelled(own, other)


# -- organizations


def _organizations(reading: Reading) -> Iterator[Finding]:
    said, desk = [*_said(reading)], _spelled(reading.known.organizations)
    heads = _spelled(each.organization for each in reading.manuscript.contributions)
    spelled = _spelled([*reading.known.organizations, *(each.text for each in said)])
    told = set[tuple[str, int]]()
    for each in [*said, *_mentions(reading, spelled)]:
        one, place = names.key(each.text), (each.copy.path, each.start)
        other = min((text for text in spelled[one] if _unlike(text, each.text)), default="")
        if not other or place in told:
            continue
        told.add(place)
        if other in desk[one]:
            yield each.finding(other, "among the organizations of this desk")
        elif heads[one] != {each.text}:
            yield each.finding(other)
        elif each.copy.name == "organization":  # the head of a part leads: there the name is shown once
            yield each.finding(other, level=Level.NOTICE)


def _spelled(organizations: Iterable[str]) -> defaultdict[str, set[str]]:
    """Every spelling of each organization."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in organizations:
        found[names.key(name)].add(name)
    return found


def _unlike(one: str, other: str) -> bool:
    """Whether two spellings differ to a reader; "Inc." and "The" are a matter of taste."""
    first, second = _without_form(one), _without_form(other)
    return first != second and not (first.isupper() or second.isupper())


def _without_form(name: str) -> str:
    words = re.split(r"[\s,.]+", name)
    return " ".join(word for word in words if word and names.fold(word) not in names.CORPORATE)


def _said(reading: Reading) -> Iterator[Spelling]:
    """Every place that names an organization as such: a person's, and those on the cards of a page."""
    for each in reading.manuscript.contributions:
        copy = reading.of(each, "organization")
        if copy.text.strip():
            yield Spelling(copy, 0, len(copy.text))
    for card in cards.cards(reading):
        yield Spelling(card.copy, card.named, card.end)


def _mentions(reading: Reading, spelled: dict[str, set[str]]) -> Iterator[Spelling]:
    """Where the running text writes an organization's name with other spaces or capitals within."""
    canon = {one for one in spelled if len(one) > 4}
    if not canon:
        return
    for copy in reading.written:
        if copy.is_markdown:
            found = [*re.finditer(r"[^\W_]+", copy.visible)]
            for at, word in enumerate(found):
                if word[0][0].isupper():
                    yield from _joined(copy, found[at : at + 4], canon)


def _joined(copy: Copy, run: list[re.Match[str]], canon: set[str]) -> Iterator[Spelling]:
    start, joined = run[0].start(), ""
    for word in run:
        if not word[0][0].isupper() or len(copy.visible[start : word.end()]) > 60:
            return
        joined += names.fold(word[0])
        if joined in canon and copy.text[word.end() : word.end() + 2] not in (".c", ".o", ".n", ".i"):
            yield Spelling(copy, start, word.end())
