"""House rules as TOML: read with every fault named at once, and written again.

Pure: no Django.
"""

import json
import re
import tomllib
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from editorial import patterns
from editorial.planning import DAYS
from editorial.rules import LEVELS, OFF, PLACES, OwnPattern, Rules, WordCount

SECTIONS = (
    *("accepted", "required", "disclaimer", "levels", "preferred", "vocabulary", "words", "patterns"),
    "days",
)
PATTERN_KEYS = ("regex", "message", "level", "instead")
LONGEST, MOST = 100_000, 2_000  # characters of a rule book; entries of one section
EXAMPLE = """\
accepted = ["Kubernetes"]                # words that are spelled as they shall be
required = ["standfirst", "people.portrait"]
disclaimer = ""                          # that every text has to have

[levels]                                 # blocker, warning, notice or off
double_space = "off"

[preferred]                              # what not to write = what to write
"eCommerce" = "e-commerce"

[vocabulary]                             # the only words that these fields may have
topics = ["Teams", "On-call"]

[words]                                  # a question, a field, or "*" for every answer
"*" = { least = 15, most = 400 }

[days]                                   # how long before it goes live each is due
draft = 14
review = 5

[patterns."Company line"]                # a regular expression
regex = "world[- ]class"
message = "Say what is good about it."
level = "notice"
"""


class RulesError(ValueError):
    """House rules that cannot be taken; `reasons` says what is wrong, where, and how to mend it."""

    def __init__(self, reasons: Collection[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


def from_toml(text: str, checks: Collection[str] = ()) -> Rules:
    """The rules that a text says. `checks` are the names that there are; none: any name is taken.

    Raises RulesError with every reason against it.
    """
    if len(text) > LONGEST:
        raise RulesError([f"It has {len(text):,} characters; {LONGEST:,} is the most."])
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulesError(
            [f"This is no TOML: {error}. Mend that line, or compare it with the example."]
        ) from None
    return from_data(data, checks)


def from_data(data: Mapping[str, Any], checks: Collection[str] = ()) -> Rules:
    """The rules that parsed TOML says. Raises RulesError with every reason against it."""
    form = _Form(data, checks)
    rules = Rules(
        levels=form.levels(),
        patterns=form.patterns(),
        preferred=form.preferred(),
        accepted=form.texts("accepted", data.get("accepted", [])),
        vocabulary=form.vocabulary(),
        required=form.required(),
        words=form.words(),
        disclaimer=form.text("disclaimer", data.get("disclaimer", "")),
        days=form.days(),
    )
    if form.reasons:
        raise RulesError(form.reasons)
    return rules


class _Form:
    """Parsed TOML that is read section by section; what is wrong is gathered."""

    def __init__(self, data: Mapping[str, Any], checks: Collection[str]) -> None:
        self.data, self.checks = data, checks
        self.reasons: list[str] = []
        for name in data:
            self.known(name, SECTIONS, "There is no section", "The sections are")

    def known(self, name: str, names: Collection[str], fault: str, all_are: str) -> bool:
        """Whether a name is one of these; else says so, with what may have been meant."""
        if name in names:
            return True
        near = get_close_matches(name, names, 1)
        hint = f"Is “{near[0]}” meant?" if near else f"{all_are}: {', '.join(names)}."
        self.reasons.append(f"{fault} “{name}”. {hint}")
        return False

    def text(self, where: str, value: object) -> str:
        if isinstance(value, str):
            return value.strip()
        self.reasons.append(f"{where}: a text in quotation marks is expected, not {_shown(value)}.")
        return ""

    def texts(self, where: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            self.reasons.append(f'{where}: a list of texts is expected, such as ["one", "two"].')
            return ()
        return tuple(dict.fromkeys(each.strip() for each in value))

    def table(self, name: str) -> Mapping[str, Any]:
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            self.reasons.append(f"{name}: a section is expected, which begins with a line [{name}].")
            return {}
        if len(value) > MOST:
            self.reasons.append(f"{name}: there are {len(value):,} entries; {MOST:,} is the most.")
            return {}
        return value

    def levels(self) -> dict[str, str]:
        found = {}
        for check, level in self.table("levels").items():
            named = not self.checks or self.known(
                check, self.checks, "levels: there is no check", "The checks are"
            )
            if named and self.is_level(f"levels, {check}", level, (*LEVELS, OFF)):
                found[check] = level
        return found

    def is_level(self, where: str, value: object, levels: Collection[str]) -> bool:
        if value not in levels:
            self.reasons.append(f"{where}: {_shown(value)} is no level. Choose one of: {', '.join(levels)}.")
        return value in levels

    def preferred(self) -> dict[str, str]:
        terms = self.table("preferred")
        found = {
            " ".join(term.split()): self.text(f"preferred, {term}", better) for term, better in terms.items()
        }
        for term, better in found.items():
            if not re.search(r"\w", term) or not better:
                self.reasons.append(f"preferred: “{term}” = “{better}” lacks words on one side.")
            elif term == better:
                self.reasons.append(f"preferred: “{term}” is said to be better than itself.")
        sound = {term: better for term, better in found.items() if term.strip() and better and term != better}
        return self.settled(sound)

    def settled(self, terms: dict[str, str]) -> dict[str, str]:
        """The terms, if what is preferred is never itself unwanted: mending would not end."""
        unwanted = Rules(preferred=terms).unwanted
        for term, better in terms.items():
            if unwanted and (match := unwanted.search(better)):
                self.reasons.append(
                    f"preferred: “{better}” is to replace “{term}”, but holds “{match[0]}”, which is to be "
                    "replaced itself. Write a pattern for it."
                )
        return terms

    def vocabulary(self) -> dict[str, tuple[str, ...]]:
        return {
            place: self.texts(f"vocabulary, {place}", words)
            for place, words in self.table("vocabulary").items()
            if self.is_place("vocabulary", place)
        }

    def is_place(self, section: str, name: str) -> bool:
        return self.known(name, PLACES, f"{section}: there is no field", "The fields are")

    def required(self) -> tuple[str, ...]:
        places = self.texts("required", self.data.get("required", []))
        return tuple(place for place in places if self.is_place("required", place))

    def words(self) -> dict[str, WordCount]:
        return {
            " ".join(place.split()): self.count(f"words, {place}", limits)
            for place, limits in self.table("words").items()
        }

    def count(self, where: str, limits: object) -> WordCount:
        numbers = limits if isinstance(limits, dict) else {}
        sound = all(type(each) is int and 0 <= each <= MOST * 50 for each in numbers.values())
        if not numbers or not numbers.keys() <= {"least", "most"} or not sound:
            self.reasons.append(f"{where}: numbers are expected, such as {{ least = 15, most = 400 }}.")
            return WordCount()
        if 0 < numbers.get("most", 0) < numbers.get("least", 0):
            self.reasons.append(f"{where}: the most is less than the least.")
        return WordCount(**numbers)

    def days(self) -> dict[str, int]:
        found = dict(self.table("days"))
        for name, number in list(found.items()):
            known = self.known(name, tuple(DAYS), "days: there is no", "The days are those of")
            if not (known and type(number) is int and 0 <= number <= 365):
                self.reasons.append(f"days, {name}: a number from 0 to 365 is expected.")
                del found[name]
        return found

    def patterns(self) -> tuple[OwnPattern, ...]:
        return tuple(self.pattern(name, about) for name, about in self.table("patterns").items())

    def pattern(self, name: str, about: object) -> OwnPattern:
        where, about = f"patterns, {name}", about if isinstance(about, dict) else {}
        for key in about:
            self.known(key, PATTERN_KEYS, f"{where}: there is no", "A pattern has")
        given = {key: self.text(f"{where}, {key}", about[key]) for key in PATTERN_KEYS if key in about}
        regex = str(about.get("regex", ""))
        if not given.get("message"):
            self.reasons.append(
                f"{where}: the message is missing: say what to write, or why not to write this."
            )
        if fault := patterns.refusal(regex) if regex else "The regular expression is missing.":
            self.reasons.append(f"{where}, regex: {fault}")
        elif fault := _template_fault(regex, about.get("instead")):
            self.reasons.append(f"{where}, instead: {fault}")
        level = given.get("level", "warning")
        self.is_level(f"{where}, level", level, LEVELS)
        instead = about.get("instead")
        return OwnPattern(
            name=name, regex=regex, message=given.get("message", ""), level=level, instead=instead
        )


def _template_fault(regex: str, instead: object) -> str:
    """What is wrong with the words that are to replace a match; "" where nothing is."""
    if not isinstance(instead, str):
        return ""
    try:
        written = re.compile(regex)
        written.sub(instead, "")
    except (re.error, IndexError) as error:
        return f"{error}. A backslash refers to a group of the pattern; write two for one."
    return "The pattern matches it again: mending would not end." if written.search(instead) else ""


def _shown(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value).lower()


# -- written again


def to_toml(rules: Rules) -> str:
    """Rules as TOML that `from_toml` reads as the same rules; "" for none."""
    lines = [
        f"{name} = {_list(values)}" for name in ("accepted", "required") if (values := getattr(rules, name))
    ]
    if rules.disclaimer:
        lines.append(f"disclaimer = {_quoted(rules.disclaimer)}")
    lines += _section("levels", {check: _quoted(level) for check, level in rules.levels.items()})
    lines += _section("preferred", {term: _quoted(better) for term, better in rules.preferred.items()})
    lines += _section("vocabulary", {place: _list(words) for place, words in rules.vocabulary.items()})
    counts = {name: f"{{ least = {each.least}, most = {each.most} }}" for name, each in rules.words.items()}
    lines += _section("words", counts)
    lines += _section("days", {name: str(number) for name, number in rules.days.items()})
    for each in rules.patterns:
        values = {key: getattr(each, key) for key in PATTERN_KEYS if getattr(each, key) is not None}
        lines += _section(
            f"patterns.{_quoted(each.name)}", {key: _quoted(text) for key, text in values.items()}
        )
    return "\n".join(lines) + "\n" if lines else ""


def _section(name: str, entries: Mapping[str, str]) -> list[str]:
    return (
        ["", f"[{name}]", *(f"{_quoted(key)} = {value}" for key, value in entries.items())] if entries else []
    )


def _list(texts: Collection[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
