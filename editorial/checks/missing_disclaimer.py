"""The disclaimer that the house rules require stands nowhere in the text."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check
from series import markup

PLACES = ("disclaimer", "introduction", "closing", "call_to_action")
WORD = re.compile(r"\w+")


@check("Disclaimer missing", Level.BLOCKER)
def missing_disclaimer(reading: Reading) -> Iterator[Finding]:
    required = reading.rules.disclaimer
    if not required:
        return
    words = _words(markup.plain(required))
    if any(words in _words(reading.at(place).parsed.plain) for place in PLACES):
        return
    copy = reading.at("disclaimer")
    message = f"The house rules require this disclaimer: “{required}”"
    yield copy.finding(0, len(copy.text), message, instead=None if copy.text.strip() else required)


def _words(text: str) -> str:
    return " ".join(WORD.findall(text)).casefold()
