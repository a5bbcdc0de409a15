"""A portrait whose file name or description names somebody else."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from editorial import names
from editorial.checks import Finding, Level, Reading, check
from series.manuscript import Contribution

PIECE = re.compile(r"[A-Z]?[a-zà-öø-ÿ]+|[A-Z]+(?![a-z])")
# Words of file names that name nobody.
WORDS = (
    "and at author avatar background beach bio black blog blue bright bw by camera casual city close "
    "color colour compressed conference contributor copy copyright cover crop cropped dark desk "
    "director edit edited engineer face female files final formal foto from full garden gray green "
    "grey guest head headshot high hires home image images img in indoor interview interviewee jpeg "
    "jpg kitchen large light lowres main male me medium mini mono mug new of office on original "
    "outdoor outside person photo photograph photos pic picture pix placeholder png podcast portrait "
    "portraits post print prof profile raw red resized round rounded scaled screen screenshot selfie "
    "shot sitting small speaker square stage standing street studio team the thumb thumbnail tiny to "
    "unnamed untitled update upload user v version web webp white window with work"
)


PLAIN = frozenset(WORDS.split())


@check("Wrong portrait", Level.WARNING)
def wrong_portrait(reading: Reading) -> Iterator[Finding]:
    for each in reading.manuscript.contributions:
        yield from _file(reading, each)
        yield from _description(reading, each)


def _everybody(reading: Reading) -> list[str]:
    """Everybody that is known, by the alphabet."""
    known = reading.known
    earlier = (name for other in known.others for name in other.people)
    return sorted({*reading.manuscript.people, *known.people, *earlier} - {""})


def _file(reading: Reading, each: Contribution) -> Iterator[Finding]:
    pieces = _pieces(each, reading)
    if not each.name or not pieces or _theirs(each.name, pieces):
        return
    copy = reading.of(each, "portrait")
    stem = PurePosixPath(copy.text).stem
    start = copy.text.rindex(stem)
    owner = next((name for name in _everybody(reading) if _names(name, pieces)), "")
    if owner:
        message = f"This picture is named after {owner}, and it stands beside {each.name}."
        yield copy.finding(start, start + len(stem), message, level=Level.BLOCKER)
    elif neighbour := _neighbour(reading, pieces):
        message = f"This picture seems to be {neighbour}'s, and it stands beside {each.name}."
        yield copy.finding(start, start + len(stem), message)
    elif len(pieces) in (2, 3) and max(map(len, pieces)) > 3:
        message = f"This picture's file seems to be named after somebody else than {each.name}."
        yield copy.finding(start, start + len(stem), message)


def _description(reading: Reading, each: Contribution) -> Iterator[Finding]:
    said = set(names.words(each.portrait.alt))
    if not each.name or not said or said & set(names.words(each.name)):
        return
    copy = reading.of(each, "portrait_alt")
    for name in _everybody(reading):
        found = re.search(rf"\b{re.escape(name)}\b", copy.text)
        if found and " " in name:
            message = f"The description names {name}, and the picture stands beside {each.name}."
            yield copy.finding(found.start(), found.end(), message)
            return


def _pieces(each: Contribution, reading: Reading) -> list[str]:
    """The words of the file's name that could be a name: not "img", "large", the series or the company."""
    ours = names.WORD.findall(names.fold(f"{each.organization} {each.role} {each.field}"))
    text = reading.manuscript
    ours += names.WORD.findall(names.fold(f"{text.series} {text.title} {text.slug}"))
    found = [names.fold(piece) for piece in PIECE.findall(PurePosixPath(each.portrait.name).stem)]
    return [piece for piece in found if len(piece) > 1 and piece not in PLAIN and piece not in ours]


def _theirs(name: str, pieces: list[str]) -> bool:
    """Whether any part of the name is in the file's name: "imara", "okello", "iokello", "io"."""
    whole, own = "".join(pieces), names.words(name)
    if any(
        word in whole or any(names.near(word, piece) for piece in pieces) for word in own if len(word) > 1
    ):
        return True
    short = "".join(word[0] for word in own)
    return short in pieces or any(piece[:3] == word[:3] for word in own for piece in pieces)


def _neighbour(reading: Reading, pieces: list[str]) -> str:
    """Somebody else of this text one of whose names is in the file's name: "tomas-small.jpg"."""
    people = sorted(reading.manuscript.people)
    return next((name for name in people if any(len(w) > 3 and w in pieces for w in names.words(name))), "")


def _names(name: str, pieces: list[str]) -> bool:
    """Whether the file's name holds the whole name of this person."""
    own = names.words(name)
    return len(own) > 1 and "".join(own) in "".join(pieces)
