"""The questions that several people were asked -> one template for each, with each person's field of work.

"How has ML changed finance?" and "How has ML changed retail?" are one prompt, "How has ML changed
{field}?", put to somebody in finance and to somebody in retail.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from series.manuscript import SLOT, Prompt

TOKEN = re.compile(r"\w+(?:[-'’/&]\w+)*|\s+|[^\w\s]")
WORD = re.compile(r"\w")
CLOSE, NUMBERED = 0.6, 0.3  # two wordings that are so alike ask the same; with the same number, so alike
BLANK = re.compile(r"\b(?:in|into|on|within|with|for|of|to|about|from)\s+\Z")  # a blank comes after it
MOST = 20  # people or questions that are compared with each other; beyond it, by order alone


@dataclass(slots=True)
class Asked:
    """One question as one person was asked it."""

    text: str
    number: int = 0


@dataclass(slots=True)
class Slot:
    """One question, as each person was asked it (by the person's place in the text)."""

    wordings: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interview:
    """The prompts, each person's field of work, and which prompt each of their questions is."""

    prompts: tuple[Prompt, ...]
    fields: tuple[str, ...]
    places: tuple[tuple[int, ...], ...]


def infer(people: list[list[Asked]]) -> Interview:
    """What was asked of everybody, from what was asked of each."""
    slots: list[Slot] = []
    places = []
    for who, questions in enumerate(people):
        mine: list[int] = []
        for asked in questions:
            mine.append(_slot(slots, who, asked, len(mine)))
        places.append(tuple(mine))
    fields = _fields(slots, len(people))
    prompts = tuple(
        Prompt(key=str(number), text=_template(slot, fields)) for number, slot in enumerate(slots, 1)
    )
    return Interview(prompts, tuple(fields), tuple(places))


def _slot(slots: list[Slot], who: int, asked: Asked, order: int) -> int:
    """The place of the question among all; a new one where nobody was asked it yet."""
    place = _known(slots, who, asked, order)
    if place is None:
        place = len(slots)
        slots.append(Slot())
    slots[place].wordings[who] = asked.text
    return place


def _known(slots: list[Slot], who: int, asked: Asked, order: int) -> int | None:
    free = [place for place, slot in enumerate(slots[: 2 * MOST]) if who not in slot.wordings]
    if not free:
        return None
    same = next((place for place in free if asked.text in slots[place].wordings.values()), None)
    if same is not None and asked.text:
        return same
    if not asked.text:
        return next((place for place in (asked.number - 1, order) if place in free), None)
    if len(slots) > MOST:
        return order if order in free else None
    likeness = {place: _likeness(slots[place], asked.text) for place in free}
    if likeness.get(asked.number - 1, 0) >= NUMBERED:
        likeness[asked.number - 1] += CLOSE
    best = max(free, key=lambda place: likeness[place])
    return best if likeness[best] >= CLOSE else None


def _likeness(slot: Slot, text: str) -> float:
    words = text.lower().split()
    return max(
        SequenceMatcher(None, other.lower().split(), words, autojunk=False).ratio()
        for other in list(slot.wordings.values())[:2]
    )


def _fields(slots: list[Slot], people: int) -> list[str]:
    """Each person's field of work: what stands in the blank of the templates that most share."""
    votes = [Counter[str]() for _ in range(people)]
    for slot in slots[:MOST]:
        before, after = _frame(list(dict.fromkeys(slot.wordings.values()))[:MOST])
        if not (before or after):
            continue
        for who, wording in slot.wordings.items():
            middle = wording[len(before) : len(wording) - len(after)]
            if wording.startswith(before) and wording.endswith(after) and WORD.search(middle):
                votes[who][middle.strip()] += 1 + bool(BLANK.search(before))
    tops = [each.most_common(1)[0] if each else ("", 0) for each in votes]
    distinct = {middle for middle, _ in tops}
    if max((count for _, count in tops), default=0) < 2 and not 2 < len(distinct) == people:
        return [""] * people  # one question that differs between few people: a slip, no blank
    return [middle for middle, _ in tops]


def _frame(wordings: list[str]) -> tuple[str, str]:
    """What stands before and after the blank: the frame that fits the most wordings."""
    tokens = [TOKEN.findall(wording) for wording in wordings]
    fits: Counter[tuple[str, str]] = Counter()
    for at, one in enumerate(tokens):
        for other in tokens[:at]:
            before, after = _shared(one, other)
            if len(WORD.findall(before + after)) and 2 * len(before + after) >= len("".join(one)):
                fits[before, after] += 1
    return max(fits, key=lambda frame: (fits[frame], len("".join(frame)))) if fits else ("", "")


def _shared(one: list[str], other: list[str]) -> tuple[str, str]:
    """What two wordings begin with and what they end with, in whole words, and leave a blank in both."""
    most = min(len(one), len(other)) - 1
    start = 0
    while start < most and one[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return "".join(one[:start]), "".join(one[len(one) - end :])


def _template(slot: Slot, fields: list[str]) -> str:
    """The wording that most were asked, with the blank; of two, the one more like all others."""
    counts = Counter(_blanked(wording, fields[who]) for who, wording in slot.wordings.items() if wording)
    if len(counts) < 2:
        return next(iter(counts), "")
    among = list(counts)[:MOST]
    return max(among, key=lambda text: (counts[text], sum(_alike(text, other) for other in among)))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, TOKEN.findall(one), TOKEN.findall(other), autojunk=False).ratio()


def _blanked(wording: str, work: str) -> str:
    if not work or SLOT in wording:
        return wording
    return re.sub(rf"(?<!\w){re.escape(work)}(?!\w)", lambda _: SLOT, wording, count=1)
