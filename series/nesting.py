"""Markup nested deeper than anybody means: parsing it takes the square of its depth. Pure: no Django."""

import re
from collections import Counter
from html import escape

DEEPEST = 400
TAG = re.compile(r"<(/?)(?!br\b|hr\b|img\b|wbr\b)([a-z][^\s/>]*)", re.IGNORECASE)


def shallow(markup: str) -> str:
    """The markup as it is; as text where its tags are nested deeper than anybody means."""
    opened: Counter[str] = Counter()
    depth = 0
    for tag in TAG.finditer(markup):
        name = tag[2].lower()
        step = 1 if not tag[1] else -1 if opened[name] else 0  # what was never opened closes nothing
        opened[name] += step
        depth += step
        if depth > DEEPEST:
            return escape(markup)
    return markup
