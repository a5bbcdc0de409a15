"""A text or a paragraph that breaks off: it ends in a comma, or in a word that wants another."""

import re
from collections.abc import Iterator

from editorial.checks import Finding, Level, Reading, check

OPEN = re.compile(
    r"(?:\b(?:the|a|an|of|to|with|for|while|because|although|but|that|which|is|are|was|were|my|your|our|their|at|from|by"
    r"|as|than|into)|\b(?:while|because|although|but|that|which|with|for|of|to|if|when)\s?,)\s*$",
    re.IGNORECASE,
)
ENDINGS = tuple(  # one of these ends every match
    "the a an of to with for while because although but that which is are was were my your our their at from"
    " by as than into if when".split()
)
CLOSED = (".", "!", "?", "…", ")", '"', "”", "’", "'", ":", ";", "]", "*", "_", ">", "`")
LIST = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s|\s*(?:```|~~~|<|!\[|>|\|)")
GOES_ON = re.compile(r"\w+[ \t]+\w+[ \t]+\w+[,:]\s*\Z")
WHOLE = ("body", "background", "fun_fact")


@check("Breaks off", Level.NOTICE)
def broken_off(reading: Reading) -> Iterator[Finding]:
    for copy in reading.running:
        if (
            copy.name in WHOLE
            and copy.text.rstrip().endswith((",", ":"))
            and (end := GOES_ON.search(copy.text, max(0, len(copy.text) - 80)))
        ):
            yield copy.finding(*end.span(), "The text ends in the middle of a sentence.")
            continue
        for token in (*copy.parsed.of("paragraph"), *copy.parsed.of("item")):
            words = copy.text[max(token.start, token.end - 40) : token.end].rstrip()
            if words.endswith(CLOSED) or not words.rstrip(", \n").lower().endswith(ENDINGS):
                continue
            match = OPEN.search(words)
            if match and (token.kind == "item" or not LIST.match(copy.text, token.end)):
                start = max(token.start, token.end - 40)
                yield copy.finding(start + match.start(), start + len(words), "The text breaks off here.")
