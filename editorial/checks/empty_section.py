"""A story's section, or a part of a text under a heading, that has no text."""

from collections.abc import Iterator

from editorial.checks import Copy, Finding, Level, Reading, check
from editorial.checks.empty_answer import says_something
from editorial.checks.unanswered_question import headings
from series.manuscript import Format


@check("Empty section", Level.WARNING)
def empty_section(reading: Reading) -> Iterator[Finding]:
    manuscript = reading.manuscript
    if manuscript.format is Format.STORY:
        for each in manuscript.contributions:
            for answer in each.answers:
                copy = reading.of(each, f"answers/{answer.key}/body")
                if not says_something(copy) and not answer.declined:
                    name = manuscript.question(each, answer).strip() or "This section"
                    message = f"“{name}” has no text."
                    yield copy.finding(0, len(copy.text), message, level=Level.BLOCKER)
    for copy in reading.markdown:
        yield from _under_headings(copy)


def _under_headings(copy: Copy) -> Iterator[Finding]:
    for heading, is_empty in headings(copy):
        words = heading.text.strip()
        if is_empty and words and not words.endswith("?"):
            end = heading.start + len(copy.text[heading.start : heading.end].rstrip())
            level = Level.WARNING if copy.text[end:].strip() else Level.NOTICE
            yield copy.finding(
                heading.start, end, f"Nothing stands under the heading “{words}”.", level=level
            )
