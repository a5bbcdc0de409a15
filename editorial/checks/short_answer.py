"""An answer of a word or two between long ones: was the rest lost?"""

from collections.abc import Iterator
from statistics import median

from editorial.checks import Copy, Finding, Level, Reading, check
from series.manuscript import Format

SHORT = 2  # words
LONG = 30  # words that half of the other answers have at least
FEW = 3  # other answers that say what is usual


@check("Short answer", Level.NOTICE)
def short_answer(reading: Reading) -> Iterator[Finding]:
    text = reading.manuscript
    if text.format is not Format.INTERVIEWS:
        return
    given = [
        (answer.prompt, reading.of(each, f"answers/{answer.key}/body"))
        for each in text.contributions
        for answer in each.answers
        if answer.body.strip() and not answer.declined
    ]
    short = [
        (prompt, copy) for prompt, copy in given if len(copy.text) < 40 and 0 < copy.parsed.words <= SHORT
    ]
    for prompt, copy in short:
        others = [other for asked, other in given if other is not copy and asked == prompt]
        if len(others) < FEW:
            others = [other for _, other in given if other is not copy]
        if len(others) >= FEW and _usual(others) >= LONG:
            yield copy.finding(0, len(copy.text), "This answer is far shorter than the others.")


def _usual(copies: list[Copy]) -> float:
    return median(copy.parsed.words for copy in copies)
