"""House rules' own patterns: whether one could run away on a text, and reading with those that cannot.

Pure: no Django. Python's engine tries the ways in which a pattern may match one after another. `refusal`
walks the parsed pattern and bounds how many steps that can be from one place of LONGEST characters: a
choice costs its alternatives together, unless the next character always decides between them.
"""

import importlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

LONGEST = 1_000  # characters of text that a pattern is tried on at once
DEAREST = 6_000  # steps from one place
WIDEST, MOST_GROUPS = 400, 12  # characters and parentheses of a pattern

_parser: Any = importlib.import_module("re._parser")
COMMON = frozenset(
    map(chr, (*range(0x300), *range(0x2000, 0x2070), 0x3A9, 0x416, 0x5D0, 0x660, 0x4E00, 0x1F600))
)
CATEGORIES: dict[str, Callable[[str], bool]] = {
    "DIGIT": str.isdecimal,
    "SPACE": str.isspace,
    "WORD": lambda sign: sign.isalnum() or sign == "_",
}
LOOKAROUNDS = {"ASSERT", "ASSERT_NOT"}
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
TOO_DEAR = (
    "It could run away on a long text: {}. Say how often at most, as in {{0,40}}, or begin what follows with "
    "a character that cannot be repeated."
)


class Dear(ValueError):
    """A pattern could take too long; the text says which part."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What follows a place in a pattern: the characters it can begin with, whether it can be nothing at
    all, the steps it costs at most, and in how many ways it can match."""

    first: frozenset[str] = frozenset()
    empty: bool = True
    cost: float = 0
    ways: float = 1


def refusal(regex: str) -> str:
    """Why this pattern is not taken, in sentences; "" for one that is."""
    if len(regex) > WIDEST:
        return f"It has {len(regex):,} characters; {WIDEST} is the most."
    if regex.count("(") > MOST_GROUPS:
        return f"It has more than {MOST_GROUPS} opening parentheses: make two patterns of it."
    try:
        compiled, parsed = re.compile(regex), _parser.parse(regex)
        cost = _walk(list(parsed), Rest(), _signs(repr(parsed.data))).cost
    except Dear as dear:
        return TOO_DEAR.format(dear)
    except (re.error, RecursionError, OverflowError) as error:
        return f"It is no regular expression: {error}."
    if compiled.match(""):
        return "It matches where nothing is, and so everywhere: say what has to be there."
    if cost > DEAREST:
        return TOO_DEAR.format("too many open-ended repeats (* or +) follow each other")
    return ""


def occurrences(regex: str, text: str) -> Iterator[re.Match[str]]:
    """Where a pattern that was not refused matches something, without overlap.

    Long paragraphs are read in pieces, so that no text makes a pattern slow.
    """
    pattern = _compiled(regex)
    for start, end in _pieces(text):
        for match in pattern.finditer(text, start, end):
            if match[0] and not match[0].isspace():
                yield match


@lru_cache(maxsize=256)
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        end = min(at + LONGEST, len(text))
        blank = text.find("\n\n", at, end)
        if blank >= 0:
            end = blank + 2
        elif end < len(text):
            cut = max(text.rfind(". ", at, end), text.rfind(" ", at, end) if ". " not in text[at:end] else -1)
            end = cut + 1 if cut > at else end
        yield at, end
        at = end


def _signs(parsed: str) -> frozenset[str]:
    """The characters that sets are compared by: all common ones, and those around what the pattern names."""
    codes = {int(code) for code in re.findall(r"\d+", parsed)}
    near = {code + step for code in codes for step in (-1, 0, 1)}
    return COMMON | _cased(chr(code) for code in near if 0 <= code < 0x110000)


Node = tuple[Any, Any]


def _walk(nodes: Sequence[Node], rest: Rest, signs: frozenset[str]) -> Rest:
    """What follows before these nodes, given what follows after them."""
    for node in reversed(nodes):
        rest = _before(str(node[0]), node[1], rest, signs)
    return rest


def _before(name: str, about: Any, rest: Rest, signs: frozenset[str]) -> Rest:
    """What follows before one node."""
    if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
        return Rest(_set(name, about, signs), False, 1 + rest.cost, rest.ways)
    if name == "AT":
        return replace(rest, cost=1 + rest.cost)
    if name == "BRANCH":
        return _branch([list(each) for each in about[1]], rest, signs)
    if name in REPEATS:
        least, most, body = about
        return _repeat(int(least), int(most), list(body), rest, signs)
    if name == "SUBPATTERN":
        return _walk(list(about[3]), rest, signs)
    if name == "ATOMIC_GROUP":
        return _walk(list(about), rest, signs)
    if name in LOOKAROUNDS:
        inner = _walk(list(about[1]), Rest(), signs)
        return replace(rest, first=signs, cost=inner.cost + rest.cost)
    if name == "GROUPREF":
        return Rest(signs, rest.empty, LONGEST + rest.cost, rest.ways)
    raise Dear("it asks whether a group has matched")


def _branch(choices: list[list[Node]], rest: Rest, signs: frozenset[str]) -> Rest:
    tried = [_walk(each, rest, signs) for each in choices]
    together: frozenset[str] = frozenset().union(*(each.first for each in tried))
    decided = sum(len(each.first) for each in tried) == len(together)
    pick: Callable[[Iterable[float]], float] = max if decided else sum
    return Rest(
        together,
        any(each.empty for each in tried),
        len(tried) + pick(each.cost for each in tried),
        pick(each.ways for each in tried),
    )


def _repeat(least: int, most: int, body: list[Node], rest: Rest, signs: frozenset[str]) -> Rest:
    most = min(most, LONGEST)
    if most <= 1:
        return _branch([body, []] if least < most else [body], rest, signs) if most else rest
    alone = _walk(body, Rest(), signs)
    if alone.empty:
        raise Dear("something that may be nothing is repeated")
    inner = _walk(body, Rest(alone.first | rest.first), signs)
    first = alone.first if least else alone.first | rest.first
    rounds = 1 if least >= most or not alone.first & rest.first else most - least + 1
    if inner.ways > 1:
        rounds *= _ways(inner.ways, most)
    once = most * inner.cost if _looks(body) else min(most * inner.cost, 2 * LONGEST)
    cost = once + rest.cost if rounds == 1 else rounds * (1 + rest.cost) + once * max(1, inner.ways**most - 1)
    return Rest(first, not least and rest.empty, cost, rounds * rest.ways)


def _ways(ways: float, most: int) -> int:
    """In how many ways a repeat goes through a body that can itself match in several. Raises Dear."""
    if most * math.log(ways) > math.log(DEAREST):
        raise Dear("a repeat stands inside a repeat, and one text can be cut up between them in many ways")
    return math.ceil(ways**most)


def _looks(body: Iterable[Any]) -> bool:
    """Whether a lookaround or a reference stands in it: it reads text that is not consumed."""
    text = repr(list(body))
    return "ASSERT" in text or "GROUPREF" in text


def _set(name: str, about: Any, signs: frozenset[str]) -> frozenset[str]:
    """The characters that one place of a pattern takes, small and capital letters alike."""
    if name == "ANY":
        return signs
    if name == "LITERAL":
        return _cased(chr(about))
    if name == "NOT_LITERAL":
        return signs - {chr(about)}
    members = [(str(kind), value) for kind, value in about]
    taken = {sign for sign in signs if any(_takes(kind, value, sign) for kind, value in members)}
    return signs - taken if ("NEGATE", None) in members else _cased(taken)


def _takes(kind: str, value: Any, sign: str) -> bool:
    if kind == "LITERAL":
        return sign == chr(value)
    if kind == "RANGE":
        return bool(value[0] <= ord(sign) <= value[1])
    if kind == "CATEGORY":
        belongs = CATEGORIES[str(value).rpartition("_")[2]](sign)
        return belongs != ("_NOT_" in str(value))
    return False


def _cased(signs: Iterable[str]) -> frozenset[str]:
    return frozenset(each for sign in signs for each in (sign, *sign.lower(), *sign.upper()))
