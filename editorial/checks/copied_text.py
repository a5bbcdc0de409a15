"""An answer, background or fun fact that is another person's, or another part's."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from editorial import likeness, names
from editorial.checks import Copy, Finding, Level, Reading, check
from series.manuscript import Contribution, Manuscript


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with whose it is, and where: `copy` for this manuscript's, `part` for an earlier one's."""

    text: str
    person: str
    name: str
    copy: Copy | None = None
    part: str = ""


@check("Text of another person or part", Level.WARNING)
def copied_text(reading: Reading) -> Iterator[Finding]:
    if len(reading.manuscript.contributions) < 2 and not reading.known.others:
        return
    here, earlier = [*_here(reading)], [*_earlier(reading)]
    texts = [each.text for each in here]
    twins: defaultdict[int, list[Passage]] = defaultdict(list)
    for first, second in likeness.pairs(texts):
        twins[first].append(here[second])
        twins[second].append(here[first])
    for first, second in likeness.copies(texts, [each.text for each in earlier]):
        twins[first].append(earlier[second])
    for place, others in sorted(twins.items()):
        copy = here[place].copy
        said = sorted({_said(here[place], other) for other in others} - {""})
        if copy and said:
            yield copy.finding(0, len(copy.text), said[0])


def _here(reading: Reading) -> Iterator[Passage]:
    for copy in reading.written:
        if copy.contribution and copy.name in ("background", "fun_fact", "body"):
            yield Passage(copy.text, copy.contribution.name, copy.name, copy)


def _earlier(reading: Reading) -> Iterator[Passage]:
    for other in reading.known.others:
        for each in other.contributions:
            yield from (Passage(text, each.name, name, part=_called(other)) for name, text in _texts(each))


def _texts(each: Contribution) -> Iterator[tuple[str, str]]:
    yield "background", each.background
    yield "fun_fact", each.fun_fact
    yield from (("body", answer.body) for answer in each.answers)


def _called(other: Manuscript) -> str:
    return f"part {other.part}" if other.part else f"“{other.title}”"


def _said(passage: Passage, other: Passage) -> str:
    """What is wrong with the likeness; "" where nothing is: a person may bring the same background again."""
    own = names.same_person(passage.person, other.person)
    if other.copy:
        who = "the same person" if own else other.person or "another person"
        return f"This says nearly the same as a text of {who} in this part."
    if own and passage.name == other.name != "body":
        return ""
    return f"This says nearly the same as a text of {other.person} in {other.part}."
