"""The checks: what an exacting copy editor would stop in a manuscript.

Pure: no Django. A check is a generator over a `Reading`, in a module of its own that is named after the
fault, beside a page of the same name (`<fault>.md`) with what, why, examples and when to let it stand.

    from editorial.checks import Level, check

    @check("Placeholder text", Level.BLOCKER)
    def placeholder_text(reading):
        for copy in reading.copies:
            for match in PATTERN.finditer(copy.visible):
                yield copy.finding(match.start(), match.end(), "“xxx” was never filled in.")
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from editorial.finding import ORDER as ORDER
from editorial.finding import Finding as Finding
from editorial.finding import Level as Level
from editorial.rules import Rules
from series import links, markup
from series.manuscript import Contribution, Field, Kind, Manuscript
from series.once import once

UNSPOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+|\$(?=\S)[^$\n]{1,200}(?<=\S)\$(?!\w)"
)
MIXED = re.compile(r"[a-z][A-Z]")
REMEMBERED, LONGEST = 200_000, 30  # chunks of text, and letters of a chunk, that are kept for the next text
_plain: set[str] = set()  # chunks that are not `mixed`
MOST = 500  # findings of one check in one text: nobody reads more, and a hostile text has millions


@dataclass(frozen=True)
class Copy:
    """A field that is being read, with its parse."""

    field: Field
    references: str = ""
    contribution: Contribution | None = None

    @property
    def text(self) -> str:
        return self.field.text

    @property
    def path(self) -> str:
        return self.field.path

    @once
    def name(self) -> str:
        return self.field.name

    @once
    def is_markdown(self) -> bool:
        return self.field.kind is Kind.MARKDOWN

    @once
    def parsed(self) -> markup.Parsed:
        """The field's Markdown; other kinds are one plain text, leftovers of a source are HTML."""
        if len(self.text) + len(self.references) > markup.LONGEST:
            return markup.Parsed(self.text, ())  # no manuscript keeps such a text (see `refusals`)
        if self.is_markdown:
            return markup.parse(self.text, self.references if self.name != "references" else "")
        spans = [(0, len(self.text))] if self.text else []
        tags: tuple[markup.Token, ...] = ()
        if self.is_leftover:
            spans = list(markup.between_tags(self.text, 0, len(self.text)))
            tags = (markup.Token("html", 0, len(self.text), self.text),)
        return markup.Parsed(
            self.text, (*tags, *(markup.Token("text", *s, self.text[slice(*s)]) for s in spans))
        )

    @property
    def is_leftover(self) -> bool:
        """Whether this is a piece of a source file that has no field."""
        return self.path.startswith("source/")

    @once
    def visible(self) -> str:
        """The visible prose at its own positions, everything else blanked out (see `markup.Parsed`)."""
        return self.parsed.visible if self.field.kind not in (Kind.URL, Kind.FILE) else " " * len(self.text)

    @once
    def prose(self) -> str:
        """The visible prose without what is no language: addresses, file names, formulas. Same positions."""
        if self.name in ("slug", "date"):
            return " " * len(self.text)
        if not any(sign in self.visible for sign in ("://", "www.", "@", "$")):
            return self.visible
        return UNSPOKEN.sub(lambda match: " " * len(match[0]), self.visible)

    @once
    def spoken(self) -> str:
        """The prose, and what shows on hovering: titles of links, descriptions of pictures."""
        if not self.is_markdown:
            return self.prose
        out, at = [], 0
        for start, end in sorted(links.hovering(self.parsed, self.definitions)):
            if start >= at:
                out += [self.prose[at:start], self.text[start:end]]
                at = end
        return "".join([*out, self.prose[at:]]) if out else self.prose

    @once
    def low(self) -> str:
        """The spoken text in small letters, to look quickly whether a word is in it. Not for positions."""
        return self.spoken.lower()

    @once
    def words(self) -> list[str]:
        """What stands between the spaces of `low`, in order: words with the marks at their ends."""
        return self.low.split()

    @once
    def targets(self) -> tuple[links.Target, ...]:
        """Where the field's links and pictures lead, with the place where that is written."""
        if self.field.kind is Kind.URL:
            return (links.Target(self.text, 0, len(self.text), "Field"),) if self.text.strip() else ()
        markdown = self.is_markdown or self.is_leftover
        return tuple(links.targets(self.parsed, self.definitions)) if markdown and self.text else ()

    @once
    def definitions(self) -> tuple[links.Definition, ...]:
        """The link definitions that stand in this field."""
        return tuple(links.definitions(self.parsed)) if self.is_markdown else ()

    def finding(
        self, start: int, end: int, message: str, *, level: Level | None = None, instead: str | None = None
    ) -> Finding:
        """A finding on these words; check, label and default level are filled in by `run`."""
        return Finding(
            check="",
            label="",
            level=level or Level.NOTICE,
            path=self.path,
            start=start,
            end=end,
            excerpt=self.text[start:end],
            message=message,
            instead=instead,
            whose=self.field.whose,
            place="" if level is None else "level",
        )


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the desk knows of other texts, as plain data; empty where a text is read by itself."""

    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    others: tuple[Manuscript, ...] = ()  # earlier parts of the series, newest first
    today: str = ""  # ISO date, for checks of dates


@dataclass(frozen=True)
class Reading:
    """A manuscript as the checks read it. `leftovers` are pieces of a source that have no field of
    their own (path `source/N`): wrappers, stray tags, what an importer could not place."""

    manuscript: Manuscript
    known: Known = field(default_factory=Known)
    leftovers: tuple[Field, ...] = ()
    rules: Rules = field(default_factory=Rules)

    @once
    def copies(self) -> tuple[Copy, ...]:
        """Every field with text or without, leftovers last."""
        people = {each.key: each for each in self.manuscript.contributions}
        shared = self.manuscript.references
        every = (*self.manuscript.fields(), *self.leftovers)
        return tuple(Copy(each, shared, people.get(each.whose)) for each in every)

    @once
    def written(self) -> tuple[Copy, ...]:
        """Every field that has text."""
        return tuple(copy for copy in self.copies if copy.text and not copy.text.isspace())

    @once
    def whole(self) -> str:
        """All that is written, to look once for the text whether a check has anything to do."""
        return "\n".join([copy.text for copy in self.written])

    @once
    def low(self) -> str:
        """All that is spoken, in small letters: see `whole`."""
        return "\n".join([copy.low for copy in self.written])

    @once
    def words(self) -> set[str]:
        """What stands between the spaces of `low`."""
        return set(self.low.split())

    @once
    def mixed(self) -> set[str]:
        """What stands between spaces and has a capital behind a small letter, as MacBook has."""
        chunks = {chunk for copy in self.written for chunk in copy.spoken.split()} - _plain
        found = {chunk for chunk in chunks if not chunk[1:].islower() and MIXED.search(chunk)}
        if len(_plain) > REMEMBERED:
            _plain.clear()
        _plain.update(chunk for chunk in chunks - found if len(chunk) <= LONGEST)
        return found

    def at(self, path: str) -> Copy:
        """The field at this path. KeyError where there is none."""
        return self._by_path[path]

    @once
    def _by_path(self) -> dict[str, Copy]:
        return {copy.path: copy for copy in self.copies}

    def of(self, contribution: Contribution, name: str) -> Copy:
        """One field of a person's part: `reading.of(each, "background")`."""
        return self.at(f"contributions/{contribution.key}/{name}")


Reader = Callable[[Reading], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check's name (its module's), its label in plain words, its default level, and what reads."""

    name: str
    label: str
    level: Level
    read: Reader


_checks: dict[str, Check] = {}


def check(label: str, level: Level) -> Callable[[Reader], Reader]:
    """Register a check under the name of its module."""

    def register(read: Reader) -> Reader:
        name = read.__module__.rpartition(".")[2]
        _checks[name] = Check(name, label, level, read)
        return read

    return register


@cache
def all_checks() -> dict[str, Check]:
    """Every check by name; each module of this package is one."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_checks.items()))


def run(
    manuscript: Manuscript,
    known: Known | None = None,
    leftovers: Sequence[Field] = (),
    only: Sequence[str] = (),
    rules: Rules | None = None,
) -> list[Finding]:
    """Every finding in this text under these house rules, in reading order, heaviest first in a field."""
    rules = rules or Rules()
    reading = Reading(manuscript, known or Known(), tuple(leftovers), rules)
    order = {copy.path: place for place, copy in enumerate(reading.copies)}
    found = []
    for each in all_checks().values():
        if (only and each.name not in only) or rules.is_off(each.name):
            continue
        seen: dict[tuple[str, str, str], int] = {}
        for one in islice(each.read(reading), MOST):
            key = (one.path, one.excerpt, one.message)
            place = seen[key] = seen.get(key, -1) + 1
            if not rules.accepts(each.name, one.excerpt):
                found.append(_weighed(one, each, rules, str(place)))
    found.sort(key=lambda one: (order[one.path], ORDER[one.level], one.start, one.end, one.check))
    return found


def _weighed(one: Finding, by: Check, rules: Rules, place: str) -> Finding:
    own = one.level if one.place == "level" else by.level
    level = Level(rules.weigh(by.name, by.level, own))
    label = one.label or by.label
    return replace(one, check=by.name, label=label, level=level, place=place, rules=rules.version)
