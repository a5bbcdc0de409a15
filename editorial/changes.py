"""Word-level changes between two texts of one field, as escaped HTML; and what of a manuscript is
compared. Pure: no Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from series.manuscript import Field, Kind, Manuscript, Picture

PATIENCE = 0.3  # seconds for one field; after that the rest is shown as removed and added
WORD = re.compile(r"\w+(?:['’]\w+)*|\n|[^\S\n]+|[^\w\s]")
KEPT = 8  # words that stay on either side of a fold
FOLD = 24  # an unchanged run of more words than this is folded
FIRST, SURROGATES = 0x100, range(0xD800, 0xE000)  # characters that stand for words while comparing


class Run(NamedTuple):
    """Words that were removed (-1), kept (0) or added (1)."""

    sign: int
    words: list[str]

    @property
    def size(self) -> int:
        """How many words a reader would count."""
        return sum(word[0].isalnum() or word[0] == "_" for word in self.words)


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a field: HTML in which nothing is left unescaped, and how many words."""

    html: str = ""
    added: int = 0
    removed: int = 0


def changes(before: str, after: str, *, patience: float = PATIENCE) -> Change:
    """What became of `before`. Equal texts give an empty Change."""
    if before == after:
        return Change()
    runs = list(_runs(before, after, patience))
    last = len(runs) - 1
    return Change(
        html="".join(_html(run, first=not place, last=place == last) for place, run in enumerate(runs)),
        added=sum(run.size for run in runs if run.sign > 0),
        removed=sum(run.size for run in runs if run.sign < 0),
    )


def _runs(before: str, after: str, patience: float) -> Iterator[Run]:
    known: dict[str, str] = {}
    old, new = _coded(before, known), _coded(after, known)
    words = {code: word for word, code in known.items()}
    differ = diff_match_patch()
    differ.Diff_Timeout = max(patience, 0.001)  # 0 would mean: as long as it takes
    found = differ.diff_main(old, new, False)
    differ.diff_cleanupSemantic(found)
    for sign, codes in found:
        yield Run(sign, [words[code] for code in codes])


def _coded(text: str, known: dict[str, str]) -> str:
    """One character for each word, the same for the same word, so that characters are compared."""
    codes = []
    for word in WORD.findall(text):
        if word not in known:
            code = FIRST + len(known)
            known[word] = chr(code if code < SURROGATES.start else code + len(SURROGATES))
        codes.append(known[word])
    return "".join(codes)


def _html(run: Run, *, first: bool, last: bool) -> str:
    text = escape("".join(run.words))
    if run.sign < 0:
        return f'<del class="st-del">{_said("removed: ")}{text}{_said("")}</del>'
    if run.sign > 0:
        return f'<ins class="st-ins">{_said("added: ")}{text}{_said("")}</ins>'
    return _folded(run, first, last) if run.size > FOLD else text


def _said(word: str) -> str:
    """Brackets for those who hear the page."""
    return f'<span class="visually-hidden">{f"[{word}" if word else "]"}</span>'


def _folded(run: Run, first: bool, last: bool) -> str:
    head = 0 if first else _cut(run.words)
    tail = len(run.words) - (0 if last else _cut(run.words[::-1]))
    folded = Run(0, run.words[head:tail]).size
    before, after = "".join(run.words[:head]), "".join(run.words[tail:])
    return f'{escape(before)}<span class="st-skip">{folded} words unchanged</span>{escape(after)}'


def _cut(words: list[str]) -> int:
    """Where the first KEPT words end."""
    left = KEPT
    for place, word in enumerate(words):
        left -= word[0].isalnum()
        if not left:
            return place + 1
    return len(words)


def belongs(text: Manuscript) -> Iterator[Field]:
    """What the digest covers beside the fields, as fields of our own making."""
    yield Field("series", "Series", text.series, Kind.LINE)
    yield Field("format", "Format", text.format.value, Kind.LINE)
    yield Field("part", "Part", "" if text.part is None else str(text.part), Kind.LINE)


def compared(text: Manuscript) -> dict[str, str]:
    """What is compared of a manuscript, by path: every field's words, and which picture it is."""
    found = {each.path: each.text for each in (*text.normalised().fields(), *belongs(text))}
    found["cover"] = _picture(text.cover)
    for each in text.contributions:
        head = f"contributions/{each.key}"
        found[f"{head}/portrait"] = _picture(each.portrait)
        for answer in each.answers:
            if answer.declined:
                path = f"{head}/answers/{answer.key}/body"
                found[path] = f"{found[path]}\n(declined to answer)".strip()
    return found


def _picture(picture: Picture) -> str:
    """Another picture under the same name is another text."""
    if not picture.digest:
        return picture.name.strip()
    return f"{picture.name.strip()} ({picture.width} × {picture.height}, {picture.digest[:7]})"
