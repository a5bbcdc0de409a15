"""An answer of a word or two between long ones: was the rest lost?"""

from collections.abc import Iterator
from statistics import median

from editorial.checks import Finding, Level, Reading, check
from series.manuscript import Format

SHORT = 2  # words
BRIEF = 40  # characters, at most, of so few
LONG = 30  # words that half of the other answers have at least
FEW = 3  # other answers that say what is usual


@check("Short answer", Level.NOTICE)
def short_answer(reading: Reading) -> Iterator[Finding]:
    text = reading.manuscript
    if text.format is not Format.INTERVIEWS:
        return
    given = [(each, answer) for each in text.contributions for answer in each.answers if not answer.declined]
    if not any(0 < len(answer.body) < BRIEF for _, answer in given):
        return
    read = [(answer.prompt, reading.of(each, f"answers/{answer.key}/body")) for each, answer in given]
    read = [one for one in read if one[1].parsed.words]
    for prompt, copy in read:
        if len(copy.text) >= BRIEF or copy.parsed.words > SHORT:
            continue
        others = [other for asked, other in read if other is not copy and asked == prompt]
        if len(others) < FEW:
            others = [other for _, other in read if other is not copy]
        if len(others) >= FEW and median(other.parsed.words for other in others) >= LONG:
            yield copy.finding(0, len(copy.text), "This answer is far shorter than the others.")
