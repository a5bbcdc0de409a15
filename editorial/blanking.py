"""Takes a person out of texts: their own contribution whole, their name wherever it stands.

Pure: no Django. What is left is a manuscript like any other.
"""

import json
import re
from dataclasses import replace
from typing import Any

from series.manuscript import Contribution, Manuscript

GONE = "[erased]"


class Words:
    """The names of a person, in any case, as whole words."""

    def __init__(self, names: set[str]) -> None:
        longest_first = sorted((re.escape(each) for each in names if each.strip()), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)

    def are_in(self, value: Any) -> bool:
        return bool(self._pattern.search(_text(value)))

    def is_one(self, name: str) -> bool:
        return bool(self._pattern.fullmatch(name.strip()))

    def out_of(self, value: Any, gone: str = GONE) -> Any:
        """The value without them: a text, or whatever JSON holds."""
        if isinstance(value, str):
            return self._pattern.sub(gone, value)
        if isinstance(value, list):
            return [self.out_of(each, gone) for each in value]
        if isinstance(value, dict):
            return {self.out_of(name, gone): self.out_of(each, gone) for name, each in value.items()}
        return value


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def theirs(text: Manuscript, words: Words) -> list[Contribution]:
    """The contributions of this person."""
    return [each for each in text.contributions if words.is_one(each.name)]


def without(text: Manuscript, words: Words) -> Manuscript:
    """The text without this person."""
    own = {each.key for each in theirs(text, words)}
    blank = tuple(_blank(each) if each.key in own else each for each in text.contributions)
    left = words.out_of(json.loads(replace(text, contributions=blank).to_json()))
    return Manuscript.from_json(json.dumps(left))


def _blank(each: Contribution) -> Contribution:
    answers = tuple(replace(answer, body="", wording="") for answer in each.answers)
    return Contribution(key=each.key, name=GONE, answers=answers)
