"""Two texts of one installment that started from the same revision, put together field by field.

Pure: no Django. What only one side changed is taken from that side; what both changed is a clash that
somebody has to decide. Nothing that either side wrote is dropped without saying so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from series.manuscript import Answer, Contribution, Manuscript, Picture, Prompt

KEYED = (Prompt, Contribution, Answer)
SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”’)]*\s+|\n+|$)", re.DOTALL)
LABELS = {"organization_url": "Organization’s link", "url": "Profile link", "slug": "Address",
          "field": "Field of work", "about_organization": "About the organization",
          "references": "Link definitions", "fun_fact": "Fun fact"}  # fmt: skip


@dataclass(frozen=True)
class Clash:
    """A field that both changed. `both` is set where they changed different sentences."""

    path: str
    label: str
    base: str
    theirs: str
    mine: str
    both: str | None = None
    is_text: bool = True


@dataclass
class Merge:
    """The text with theirs in every clash, the clashes, and what was put together without asking."""

    text: Manuscript
    clashes: list[Clash] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)  # labels of fields that only they changed
    mine: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # sentences on what one side took out and the other changed


def merge(base: Manuscript | None, theirs: Manuscript, mine: Manuscript, picks: Mapping[str, Any]) -> Merge:
    """Put two texts together. `picks` decides clashes: by path, the value to keep.

    Without a base every difference is a clash.
    """
    theirs, mine = theirs.normalised(), mine.normalised()
    work = _Work(theirs, mine, picks)
    text = work.record(base.normalised() if base else None, theirs, mine, "")
    work.merge.text = _whole(text, theirs, mine)
    return work.merge


class _Work:
    def __init__(self, theirs: Manuscript, mine: Manuscript, picks: Mapping[str, Any]) -> None:
        self.merge, self.picks = Merge(theirs), picks
        self.names = {each.key: each.name for text in (mine, theirs) for each in text.contributions}
        self.numbers = {p.key: n for text in (mine, theirs) for n, p in enumerate(text.prompts, 1)}
        self.asked = {a.key: a.prompt for t in (mine, theirs) for c in t.contributions for a in c.answers}

    def record(self, base: Any, theirs: Any, mine: Any, path: str) -> Any:
        """Two records of the same key, field by field."""
        values = {}
        for each in fields(theirs):
            name = each.name
            old = getattr(base, name) if base is not None else None
            values[name] = self.value(old, getattr(theirs, name), getattr(mine, name), f"{path}{name}")
        return replace(theirs, **values)

    def value(self, base: Any, theirs: Any, mine: Any, path: str) -> Any:
        if _is_keyed(theirs) or _is_keyed(mine):
            return self.records(base or (), theirs, mine, path)
        if theirs == mine:
            return theirs
        if base is not None and theirs == base:
            self.merge.mine.append(self.label(path))
            return mine
        if base is not None and mine == base:
            self.merge.theirs.append(self.label(path))
            return theirs
        self.merge.clashes.append(self.clash(base, theirs, mine, path))
        return self.picks.get(path, theirs)

    def clash(self, base: Any, theirs: Any, mine: Any, path: str) -> Clash:
        is_text = isinstance(theirs, str) and isinstance(mine, str)
        both = together(base, theirs, mine) if is_text and isinstance(base, str) else None
        return Clash(path, self.label(path), _said(base), _said(theirs), _said(mine), both, is_text)

    def records(self, base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any], path: str) -> Any:
        """Two lists of records, by key."""
        old, one, two = ({each.key: each for each in some} for some in (base, theirs, mine))
        result = []
        for key in _order(list(old), list(one), list(two)):
            if key in one and key in two:
                result.append(self.record(old.get(key), one[key], two[key], f"{path}/{key}/"))
            elif (kept := one.get(key) or two.get(key)) != old.get(key):
                result.append(kept)
                if key in old:
                    self.merge.kept.append(self.label(f"{path}/{key}/"))
        return tuple(result)

    def label(self, path: str) -> str:
        """A path in words."""
        parts = path.split("/")
        name = parts[-1]
        words = LABELS.get(name) or name.replace("_", " ").capitalize()
        if parts[0] == "prompts":
            return f"Question {self.numbers.get(parts[1], '')}"
        if parts[0] != "contributions":
            return words
        whose = self.names.get(parts[1]) or "Somebody"
        if len(parts) > 3:
            number = self.numbers.get(self.asked.get(parts[3], ""), "")
            part = {"body": "answer", "wording": "wording of question"}.get(name, name or "answer")
            return f"{whose}: {part} {number}".strip()
        return f"{whose}: {words.lower()}" if name else whose


def _is_keyed(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], KEYED)


def _said(value: Any) -> str:
    if isinstance(value, Picture):
        return value.name + (f" ({value.alt})" if value.alt else "")
    if isinstance(value, tuple):
        return "\n".join(": ".join(each) if isinstance(each, tuple) else each for each in value)
    return "" if value is None else "yes" if value is True else "no" if value is False else str(value)


def _order(old: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    """All keys of both: in the order of whoever moved some, the additions behind what they followed."""
    moved = [key for key in theirs if key in old] != [key for key in old if key in theirs]
    result, others = (list(theirs), mine) if moved else (list(mine), theirs)
    for place, key in enumerate(others):
        if key not in result:
            before = next((each for each in reversed(others[:place]) if each in result), None)
            result.insert(result.index(before) + 1 if before else 0, key)
    return result


def _whole(text: Manuscript, theirs: Manuscript, mine: Manuscript) -> Manuscript:
    """The text with a question for every answer, and one answer to a question."""
    known = {each.key: each for side in (mine, theirs) for each in side.prompts}
    have = {each.key for each in text.prompts}
    wanted = [a.prompt for each in text.contributions for a in each.answers if a.prompt not in have]
    prompts = (*text.prompts, *(known[key] for key in dict.fromkeys(wanted)))
    people = (replace(each, answers=_single(each.answers)) for each in text.contributions)
    return replace(text, prompts=prompts, contributions=tuple(people))


def _single(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Where both began an answer to the same question, one answer with both bodies."""
    kept: dict[str, Answer] = {}
    for each in answers:
        first = kept.get(each.prompt)
        bodies = [one for one in (first.body if first else "", each.body) if one]
        kept[each.prompt] = replace(first or each, body="\n\n".join(dict.fromkeys(bodies)))
    return tuple(kept.values())


def together(base: str, theirs: str, mine: str) -> str | None:
    """Both changes in one text, where they touch different sentences; else None."""
    old = SENTENCE.findall(base)
    edits = sorted(_edits(old, SENTENCE.findall(theirs)) + _edits(old, SENTENCE.findall(mine)))
    for (first, end, _), (start, *_) in pairwise(edits):
        if start < end or start == first:
            return None
    for start, end, new in reversed(edits):
        old[start:end] = new
    return "".join(old).strip()


def _edits(old: list[str], new: list[str]) -> list[tuple[int, int, list[str]]]:
    """What was done to the sentences: from, to, and what stands there now."""
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i1, i2, new[j1:j2]) for tag, i1, i2, j1, j2 in found if tag != "equal"]
