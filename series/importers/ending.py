"""The text after the last answer: thanks, and a call to action."""

import re

from series.importers.layout import Layout, Span
from series.importers.outline import Heading

RULE = re.compile(r"^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$", re.M)
THANKS = re.compile(r"\bthank(?:s| you)\b.{0,60}\b(?:for (?:joining|reading)|to)\b|\bfor joining\b", re.I)
LINK = re.compile(r"\]\([^)\s]|https?://")


def read_ending(layout: Layout, start: int, end: int, headings: list[Heading]) -> tuple[int, str, str]:
    """Where the last part ends, the closing, and the call to action: a last paragraph with a link.

    `headings` are those after the last question that can no longer belong to its answer.
    """
    solid = max((span[1] for cut in layout.cut(start, end) for span in [layout.trimmed(*cut)]), default=start)
    rules = [rule for rule in rules_in(layout, start, end) if rule[1] < solid]
    if rules:
        rule = next((each for each in rules if _thanks(layout, each[1], end)), rules[-1])
        layout.mark(*rule)
        return (rule[0], *_divide(layout, rule[1], end))
    if headings:
        return (headings[0].start, *_divide(layout, headings[0].start, end))
    for span in layout.paragraphs(start, end):
        if span[0] > start and THANKS.search(layout.source, *span):
            return (span[0], *_divide(layout, span[0], end))
    return end, "", ""


def rules_in(layout: Layout, start: int, end: int) -> list[Span]:
    """The rules (`---`) between two offsets; under a line of text the same marks make a heading."""
    found = []
    for rule in RULE.finditer(layout.source, start, end):
        before = layout.source.rfind("\n", 0, max(rule.start() - 1, 0)) + 1
        if before <= start or not layout.source[before : rule.start()].strip():
            found.append(layout.trimmed(*rule.span()))
    return found


def without_rule(layout: Layout, start: int, end: int) -> int:
    """The end of a text without the rule that separates it from what follows."""
    rules = rules_in(layout, start, end)
    if not rules or layout.source[rules[-1][1] : end].strip():
        return end
    layout.mark(*rules[-1])
    return rules[-1][0]


def _thanks(layout: Layout, start: int, end: int) -> bool:
    first = next(layout.paragraphs(start, end), None)
    return bool(first and THANKS.search(layout.source, *first))


def _divide(layout: Layout, start: int, end: int) -> tuple[str, str]:
    spans = [each for cut in list(layout.cut(start, end)) for each in layout.paragraphs(*cut)]
    if len(spans) > 1 and LINK.search(layout.source, *spans[-1]):
        closing = layout.take("closing", start, spans[-1][0])
        return closing, layout.join("call_to_action", spans[-1:])
    return layout.take("closing", start, end), ""
