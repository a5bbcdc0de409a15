"""A word in a field that has a closed vocabulary in the house rules, and is not in it."""

from collections.abc import Iterator
from difflib import get_close_matches

from editorial.checks import Copy, Finding, Level, Reading, check
from editorial.rules import place_of


@check("Word outside the vocabulary", Level.WARNING)
def unlisted_word(reading: Reading) -> Iterator[Finding]:
    vocabulary = reading.rules.vocabulary
    if not vocabulary:
        return
    for copy in reading.written:
        if (place := place_of(copy.path)) in vocabulary:
            yield from _of(copy, vocabulary[place])


def _of(copy: Copy, words: tuple[str, ...]) -> Iterator[Finding]:
    folded = {word.casefold(): word for word in words}
    at = 0
    for line in copy.text.split("\n"):
        word = line.strip()
        start = at + line.find(word)
        at += len(line) + 1
        if not word or word in words:
            continue
        if same := folded.get(word.casefold()):
            message = f"The house rules write it “{same}”."
            yield copy.finding(start, start + len(word), message, instead=same)
        else:
            yield copy.finding(start, start + len(word), _message(copy, word, words))


def _message(copy: Copy, word: str, words: tuple[str, ...]) -> str:
    near = get_close_matches(word, words, 1)
    hint = f" Is “{near[0]}” meant?" if near else ""
    return f"“{word}” is not among the words that the house rules allow in “{copy.field.label}”.{hint}"
