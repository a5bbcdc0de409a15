"""An answer or a field with fewer or more words than the house rules ask for."""

from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from editorial.rules import ALL_ANSWERS, WordCount, place_of
from series.links import folded


@check("Word count", Level.WARNING)
def word_count(reading: Reading) -> Iterator[Finding]:
    limits = {folded(name): count for name, count in reading.rules.words.items()}
    if not limits:
        return
    answers = _answers(reading)
    for copy in reading.written:
        names = answers[copy.path] if copy.path in answers else (place_of(copy.path),)
        count = next((limits[name] for name in map(folded, names) if name in limits), None)
        if count and (message := _message(copy, count)):
            yield copy.finding(0, len(copy.text), message)


def _answers(reading: Reading) -> dict[str, tuple[str, ...]]:
    """The path of each answer -> what the house rules may call it."""
    text = reading.manuscript
    return {
        reading.of(each, f"answers/{answer.key}/body").path: (
            text.question(each, answer),
            text.prompt(answer.prompt).text,
            ALL_ANSWERS,
        )
        for each in text.contributions
        for answer in each.answers
        if not answer.declined
    }


def _message(copy: Copy, count: WordCount) -> str:
    words = copy.parsed.words
    have = f"{words} word{'' if words == 1 else 's'}"
    if words < count.least:
        return f"{have}: the house rules ask for at least {count.least}."
    if 0 < count.most < words:
        return f"{have}: the house rules ask for at most {count.most}."
    return ""
