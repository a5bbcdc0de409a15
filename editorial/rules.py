"""House rules: a series' own settings of the checks, as plain data.

Pure: no Django. `editorial.rulebook` reads and writes them as TOML; `editorial.checks.run` applies them.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property

OFF = "off"
LEVELS = ("blocker", "warning", "notice")  # heaviest first, as `editorial.checks.Level` has them
SPELLING = {"doubled_word", "inconsistent_spelling", "misspelling", "name_spelled_two_ways", "wrong_article"}
OWN = ("title", "slug", "standfirst", "date", "cover", "cover_alt", "topics", "introduction", "disclaimer")
ENDS = ("closing", "call_to_action")
PERSONAL = (
    *("name", "url", "role", "organization", "organization_url", "field", "portrait", "portrait_alt"),
    *("background", "fun_fact", "about_organization"),
)
PEOPLE = "people."
PLACES = (*OWN, *ENDS, *(f"{PEOPLE}{name}" for name in PERSONAL))  # how house rules name fields
ALL_ANSWERS = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPattern:
    """A regular expression that a house does not want to read; `instead` may refer to its groups."""

    name: str
    regex: str
    message: str
    level: str = "warning"
    instead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCount:
    """How many words an answer or a field has; `most=0` is no limit."""

    least: int = 0
    most: int = 0


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One set of house rules. Without any, every check has the level that its page names."""

    levels: Mapping[str, str] = field(default_factory=dict)  # check -> blocker, warning, notice or off
    patterns: tuple[OwnPattern, ...] = ()
    preferred: Mapping[str, str] = field(default_factory=dict)  # what not to write -> what to write
    accepted: tuple[str, ...] = ()  # words that are spelled as they shall be
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # place -> the words it may have
    required: tuple[str, ...] = ()  # places that must not be empty
    words: Mapping[str, WordCount] = field(default_factory=dict)  # prompt, place or "*" -> count
    disclaimer: str = ""  # that every text has to have
    days: Mapping[str, int] = field(default_factory=dict)  # draft, review -> how long before it goes live

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all that they say."""
        body = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(body.encode()).hexdigest()

    @cached_property
    def version(self) -> str:
        """The short name of this set, which every finding carries."""
        return "default" if self == Rules() else self.digest[:7]

    def weigh(self, check: str, default: str, own: str) -> str:
        """The level of a finding of this check. `own` is what the check gave it: where that is not the
        check's default, it is never made heavier."""
        ruled = self.levels.get(check)
        if ruled is None or OFF in (ruled, own):
            return ruled or own
        return ruled if own == default else max(ruled, own, key=LEVELS.index)

    @cached_property
    def silent(self) -> frozenset[str]:
        """The checks that are not asked at all."""
        return frozenset(check for check, level in self.levels.items() if level == OFF)

    def accepts(self, check: str, words: str) -> bool:
        """Whether a finding about the spelling of these words is none here."""
        return bool(self.accepted) and check in SPELLING and words in self.accepted

    @cached_property
    def unwanted(self) -> re.Pattern[str] | None:
        """One pattern of all terms that have a preferred one, the longest first."""
        terms = sorted(self._written, key=len, reverse=True)
        if not terms:
            return None
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(_loose, terms))})(?!\w)")

    @cached_property
    def _written(self) -> dict[str, str]:
        """Every form in which an unwanted term may stand -> what to write: a capital begins a sentence."""
        forms = dict(self.preferred)
        for term, better in self.preferred.items():
            forms.setdefault(term[:1].upper() + term[1:], better[:1].upper() + better[1:])
        return {term: better for term, better in forms.items() if term != better}

    def better(self, words: str) -> str:
        """What to write instead of an unwanted term. KeyError where it is none."""
        return self._written[" ".join(words.split())]


def _loose(term: str) -> str:
    """A term as it may be broken over lines."""
    return r"\s+".join(map(re.escape, term.split()))


def place_of(path: str) -> str:
    """How house rules name the field at this path: `people.background`; "" for what they cannot name."""
    head, _, rest = path.partition("/")
    name = rest.partition("/")[2]
    place = f"{PEOPLE}{name}" if head == "contributions" else path
    return place if place in PLACES else ""
