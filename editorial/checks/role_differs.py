"""A role or company that differs between the head of a person's part, the standfirst and the cards."""

import re
from collections.abc import Iterator

from editorial import cards, names
from editorial.cards import Card
from editorial.checks import Finding, Level, Reading, check


@check("Role or company differs", Level.WARNING)
def role_differs(reading: Reading) -> Iterator[Finding]:
    every = [*_heads(reading), *cards.cards(reading)]
    authors = {each.name for each in reading.manuscript.contributions}
    for place, card in enumerate(every):
        for other in every[:place]:
            if not _one(card.person, other.person):
                continue
            if (card.role, card.organization) == (other.role, other.organization):
                break
            own = any(_one(card.person, author) for author in authors)
            yield _finding(card, other, Level.WARNING if own and not _close(card, other) else Level.NOTICE)
            if own:
                yield _finding(other, card, Level.NOTICE)
            break


def _heads(reading: Reading) -> Iterator[Card]:
    for each in reading.manuscript.contributions:
        if each.role and each.organization:
            copy = reading.of(each, "role")
            yield Card(each.name, each.role, each.organization, copy, 0, len(copy.text), len(copy.text))


def _one(first: str, second: str) -> bool:
    one, other = names.words(first), names.words(second)
    return one == other or names.misspelled(one, other)


def _close(card: Card, other: Card) -> bool:
    """Whether they differ in marks, case and "and" only."""
    return _flat(card) == _flat(other)


def _flat(card: Card) -> list[str]:
    text = names.fold(f"{card.role} {card.organization}")
    return [word for word in re.findall(r"[^\W_]+", text) if word != "and"]


def _finding(card: Card, other: Card, level: Level) -> Finding:
    message = f"{other.person} is “{other.role} at {other.organization}” in another place."
    return card.copy.finding(card.start, card.end, message, level=level)
