"""A question that all the others were asked, and this person was not."""

from collections import Counter
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check
from series.manuscript import Format


@check("Question not asked", Level.WARNING)
def missing_question(reading: Reading) -> Iterator[Finding]:
    people = reading.manuscript.contributions
    if reading.manuscript.format is not Format.INTERVIEWS or len(people) < 3:
        return
    asked = {each.key: {answer.prompt for answer in each.answers} for each in people}
    counts = Counter(prompt for prompts in asked.values() for prompt in prompts)
    for each in people:
        for number, prompt in enumerate(reading.manuscript.prompts, 1):
            if prompt.key not in asked[each.key] and counts[prompt.key] == len(people) - 1:
                copy = reading.of(each, "name")
                message = f"{each.name} was not asked question {number}, which all the others were."
                yield copy.finding(0, len(copy.text), message)
