"""The checks: what an exacting copy editor would stop in a manuscript.

Pure: no Django. A check is a generator over a `Reading`, in a module of its own that is named after the
fault, beside a page of the same name (`<fault>.md`) with what, why, examples and when to let it stand.

    from editorial.checks import Level, check

    @check("Placeholder text", Level.BLOCKER)
    def placeholder_text(reading):
        for copy in reading.written:
            for match in PATTERN.finditer(copy.visible):
                yield copy.finding(match.start(), match.end(), "“xxx” was never filled in.")
"""

import importlib
import logging
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from editorial.copies import Copy as Copy
from editorial.finding import ORDER as ORDER
from editorial.finding import Finding as Finding
from editorial.finding import Level as Level
from editorial.reading import Known as Known
from editorial.reading import Reading as Reading
from editorial.rules import Rules
from series.manuscript import Field, Manuscript

log = logging.getLogger(__name__)
FAILED = "This check itself fails on this text. Tell whoever runs Stet: the log says why."
MOST = 500  # findings of one check in one text: nobody reads more, and a hostile text has millions


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
    found: list[Finding] = []
    for each in _wanted(tuple(only), frozenset(rules.silent)):
        try:
            here = [*islice(each.read(reading), MOST)]
        except Exception:  # it stops publication, and nobody from mending the text
            log.exception("The check %s failed.", each.name)
            found.append(_failed(each, reading, rules))
            continue
        found += _placed(here, each, rules) if here else ()
    if found:
        order = {field.path: place for place, field in enumerate(reading.fields)}
        found.sort(key=lambda one: (order[one.path], ORDER[one.level], one.start, one.end, one.check))
    return found


@lru_cache(maxsize=64)
def _wanted(only: tuple[str, ...], silent: frozenset[str]) -> tuple[Check, ...]:
    checks = all_checks().values()
    return tuple(each for each in checks if (not only or each.name in only) and each.name not in silent)


def _placed(found: list[Finding], by: Check, rules: Rules) -> Iterator[Finding]:
    """The findings that the house rules leave, each with its level and its place among its equals."""
    seen: dict[tuple[str, str, str], int] = {}
    for one in found:
        key = (one.path, one.excerpt, one.message)
        place = seen[key] = seen.get(key, -1) + 1
        if not rules.accepts(by.name, one.excerpt):
            yield _weighed(one, by, rules, str(place))


def _failed(by: Check, reading: Reading, rules: Rules) -> Finding:
    """In place of what a check would have found. No house rules make it lighter."""
    one = reading.at(reading.fields[0].path).finding(0, 0, FAILED)
    return replace(one, check=by.name, label=by.label, level=Level.BLOCKER, place="0", rules=rules.version)


def _weighed(one: Finding, by: Check, rules: Rules, place: str) -> Finding:
    own = one.level if one.place == "level" else by.level
    level = Level(rules.weigh(by.name, by.level, own))
    label = one.label or by.label
    return replace(one, check=by.name, label=label, level=level, place=place, rules=rules.version)
