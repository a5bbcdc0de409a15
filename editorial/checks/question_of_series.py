"""A question that earlier parts put in slightly other words."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from editorial import names
from editorial.checks import Finding, Level, Reading, check
from series.manuscript import Answer, Contribution, Format

USUAL = 3  # earlier parts that agree on a wording
CLOSE = 0.8


@check("Question differs from earlier parts", Level.NOTICE)
def question_of_series(reading: Reading) -> Iterator[Finding]:
    text = reading.manuscript
    if text.format is not Format.INTERVIEWS or len(reading.known.others) < USUAL:
        return
    parts = [{prompt.text for prompt in other.prompts} for other in reading.known.others]
    counts = Counter(question for part in parts for question in part)
    usual = sorted(question for question, count in counts.items() if count >= USUAL)
    other_words = {
        prompt.key: other
        for prompt in text.prompts
        if prompt.text not in counts and (other := _close(prompt.text, usual))
    }
    for each in text.contributions:
        for answer in each.answers:
            if answer.prompt in other_words and not answer.wording:
                yield _finding(reading, each, answer, other_words[answer.prompt])


def _finding(reading: Reading, each: Contribution, answer: Answer, other: str) -> Finding:
    copy = reading.of(each, f"answers/{answer.key}/question")
    message = f"Earlier parts ask: “{other}”"
    return copy.finding(0, len(copy.text), message)


def _close(question: str, usual: list[str]) -> str:
    """The usual question that this one is, in slightly other words."""
    said = names.WORD.findall(names.fold(question))
    rated = ((SequenceMatcher(None, said, names.WORD.findall(names.fold(one))).ratio(), one) for one in usual)
    best, other = max(rated, default=(0.0, ""))
    return other if best >= CLOSE else ""
