"""Sentences and labels that are made from records and never typed: ordinals, rosters, thanks, headlines.

Pure: no Django.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

WORDS_A_MINUTE = 230
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth"),
)
WHOLE = str.maketrans(  # letters that Unicode does not take apart
    {
        **{"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"},
        **{"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H"},
    }
)

PART = re.compile(r"\bpart\s+([0-9]+)\b", re.IGNORECASE)
PART_IN_BRACKETS = re.compile(r"\[\s*part\s+([0-9]+)\b([^\]]*)\]", re.IGNORECASE)


def joined(names: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def ordinal(number: int) -> str:
    """“fourth”; beyond twenty “21st”."""
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def initials(name: str) -> str:
    """The first letters of the first and of the last name."""
    names = [letters for word in name.split() if (letters := re.sub(r"\W|_", "", word))]
    ends = [names[0], names[-1]] if len(names) > 1 else names
    return "".join(each[0] for each in ends).upper()


def minutes(words: int) -> int:
    """How long this many words take to read; at least one minute."""
    return max(1, round(words / WORDS_A_MINUTE))


def anchors(names: Iterable[str]) -> list[str]:
    """An id for each name, in ASCII and each different."""
    taken = {"main", "cta-title", "f-read", "f-follow", "editions", "related", "filed"}
    found = []
    for number, name in enumerate(names, 1):
        stem = slug(name)[:60] or f"person-{number}"
        if re.fullmatch(r"q\d+.*", stem):  # the ids of questions
            stem = f"person-{stem}"
        each, count = stem, 2
        while each in taken:
            each, count = f"{stem}-{count}", count + 1
        taken.add(each)
        found.append(each)
    return found


def slug(text: str) -> str:
    """The text in small ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.translate(WHOLE)).encode("ascii", "ignore").decode()
    return re.sub(r"[\W_]+", "-", plain.lower()).strip("-")


@lru_cache(maxsize=4096)
def theme(series: str, part: int | None, title: str) -> str:
    """What a part's title says beyond the series' name and the part's number: “SaaS edition”."""
    rest = title
    if part is not None:
        own = str(part)
        for pattern in (PART_IN_BRACKETS, PART):  # the same for all parts: a pattern is not made for each
            rest = pattern.sub(
                lambda found: "".join(found.groups()[1:]) if found[1] == own else found[0], rest
            )
        if rest.casefold().startswith(series.casefold()):
            rest = rest[len(series) :]
        rest = rest.strip(" ,:;|–—-")
    return rest


def headline(series: str, part: int | None, title: str) -> str:
    """How a list or a browser's tab names an installment: “Keeping Time, part 2: Stations”."""
    if part is None:
        return title
    own = theme(series, part, title)
    return f"{series}, part {part}: {own}" if own else f"{series}, part {part}"


def roster(people: Sequence[tuple[str, str]]) -> str:
    """“A of X, B and C of Z”, from names and organizations."""
    return joined([f"{name} of {organization}" if organization else name for name, organization in people])


def welcome(part: int | None, who: str) -> str:
    """A standfirst for a part that has none, from its roster."""
    return f"In this {ordinal(part)} installment, you’ll hear from {who}." if part else f"With {who}."


def thanks(series: str, part: int | None, people: Sequence[str]) -> str:
    """The line at the end of an interview."""
    names = joined(people)
    if part is None:
        return f"Big thanks to {names} for taking part in {series}." if series else f"Big thanks to {names}."
    return f"Thank you for joining us in this {ordinal(part)} installment of {series}. Big thanks to {names}."


def shortened(text: str, limit: int = 300) -> str:
    """The text, or as many of its words as fit, with an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
