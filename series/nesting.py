"""Markup nested deeper than anybody means: parsing it takes the square of its depth. Pure: no Django."""

import re
from html import escape

DEEPEST = 400
TAG = re.compile(r"<(/?)(?!br\b|hr\b|img\b|wbr\b)[a-z]", re.IGNORECASE)


def shallow(markup: str) -> str:
    """The markup as it is; as text where its tags are nested deeper than anybody means."""
    depth = 0
    for tag in TAG.finditer(markup):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST:
            return escape(markup)
    return markup
