"""Findings as the pages show them: beside their field, and grouped in the rail."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from editorial import excerpts
from editorial.catalogue import page
from editorial.changes import changes
from editorial.checks import ORDER, Finding, Level
from editorial.models import Stet
from editorial.standing import Judged, Standing
from editorial.templatetags.desk_tags import fid
from series.manuscript import Field, Manuscript

SENTENCE = re.compile(r"(?:.+?[.!?](?=\s|$))|.*")
AROUND = 48  # characters of text shown around the flagged words
NEAR, REPAIRS = 24, 3  # characters around a repair; how many are shown


@dataclass(frozen=True)
class Note:
    """What one check says about one field: one finding, or several blockers or notices of the same kind."""

    pk: int
    field: Field
    findings: tuple[Finding, ...]
    stet: Stet | None = None

    @property
    def finding(self) -> Finding:
        return self.findings[0]

    @property
    def level(self) -> str:
        return self.finding.level.value

    @property
    def is_open(self) -> bool:
        return self.stet is None

    @property
    def id(self) -> str:
        return self.finding.fingerprint[:12]

    @property
    def count(self) -> int:
        return len(self.findings)

    @property
    def look(self) -> str:
        """Its class: a level, or “stet”."""
        return self.level if self.is_open else "stet"

    @property
    def messages(self) -> list[str]:
        """What the findings say, each sentence once."""
        return list(dict.fromkeys(each.message for each in self.findings))[:4]

    @property
    def has_words(self) -> bool:
        return any(each.end > each.start for each in self.findings)

    @property
    def words(self) -> str:
        """The flagged words, where they can be seen."""
        return self.finding.excerpt if self.finding.excerpt.strip() else ""

    @property
    def around(self) -> tuple[str, str, str]:
        """The flagged words with a little of the text before and after."""
        text, start, end = self.field.text, self.finding.start, self.finding.end
        before, after = excerpts.around(text, start, end, AROUND)
        return before, text[start:end], after

    @property
    def quotes(self) -> str:
        """The flagged words and where they start (as browsers count), as JSON."""
        text = self.field.text
        spans = [
            [each.excerpt, len(text[: each.start].encode("utf-16-le")) // 2]
            for each in self.findings
            if each.end > each.start
        ]
        return json.dumps(spans, ensure_ascii=False)

    @property
    def fixes(self) -> int:
        """How many of the findings can be mended with one click."""
        return sum(each.instead is not None for each in self.findings) if self.is_open else 0

    @property
    def repairs(self) -> list[SafeString]:
        """The words before and after, of the first few that can be mended."""
        found = [each for each in self.findings if each.instead is not None] if self.is_open else []
        return [self._repair(each) for each in found[:REPAIRS]]

    def _repair(self, each: Finding) -> SafeString:
        before, after = excerpts.around(self.field.text, each.start, each.end, NEAR)
        html = changes(f"{before}{each.excerpt}{after}", f"{before}{each.instead}{after}").html
        return mark_safe(html)  # escaped there

    @property
    def fix(self) -> str:
        """What the button that mends them posts."""
        return f"{self.finding.check}|{self.finding.path}"

    @property
    def why(self) -> str:
        """One sentence of the check's page on why it matters."""
        return _why(self.finding.check)

    @property
    def href(self) -> str:
        """Its field on the page where it is written."""
        return f"{page_of(self.pk, self.field.whose)}#{fid(self.finding.path)}"

    @property
    def stet_href(self) -> str:
        """The dialog that lets it stand."""
        return reverse("admin:series_installment_stet", args=[self.pk, self.finding.fingerprint])


@cache
def _why(check: str) -> str:
    try:
        return SENTENCE.match(" ".join(page(check).why.split()))[0]  # type: ignore[index]
    except (OSError, ValueError):
        return ""


@lru_cache(maxsize=1024)
def page_of(pk: int, whose: str) -> str:
    """The page where a person's fields are written, or the installment's own."""
    if whose:
        return reverse("admin:series_installment_person", args=[pk, whose])
    return reverse("admin:series_installment_change", args=[pk])


@dataclass(frozen=True)
class Group:
    """A person's notes, or those of the opening or the closing."""

    name: str
    whose: str
    notes: tuple[Note, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        return tally(self.notes)

    @property
    def rules(self) -> list[list[Note]]:
        """The open notes, those of one check together, heaviest first."""
        opened = sorted((n for n in self.notes if n.is_open), key=_weight)
        return [list(notes) for _, notes in groupby(opened, key=_weight)]

    @property
    def standing(self) -> list[Note]:
        """Those that somebody let stand."""
        return [note for note in self.notes if not note.is_open]


def _weight(note: Note) -> tuple[int, str]:
    return ORDER[note.finding.level], note.finding.check


def tally(notes: Iterable[Note]) -> dict[str, int]:
    """How many open findings of each level."""
    counts = {level.value: 0 for level in Level}
    for note in notes:
        if note.is_open:
            counts[note.level] += note.count
    return counts


def notes_on(pk: int, text: Manuscript, judged: Iterable[Judged]) -> list[Note]:
    """The findings in a text as notes, in reading order."""
    fields = {field.path: field for field in text.fields()}
    return [
        Note(pk, fields[path], tuple(each.finding for each in some), some[0].stet)
        for path, some in _together(judged)
        if path in fields
    ]


def _together(judged: Iterable[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    """Findings of one check in one field together; but warnings one by one: each is let stand by itself."""
    gathered: dict[tuple[str, ...], list[Judged]] = {}
    for each in judged:
        finding = each.finding
        own = finding.fingerprint if finding.level is Level.WARNING else ""
        gathered.setdefault((finding.path, finding.check, finding.level, own), []).append(each)
    for key, some in gathered.items():
        yield key[0], some


def groups(text: Manuscript, notes: Iterable[Note]) -> list[Group]:
    """The notes by person in print order, between those of the opening and the closing."""
    closing = {"closing", "call_to_action", "references"}
    parted: dict[str, list[Note]] = {}
    for note in notes:
        last = note.finding.path in closing or note.finding.path.startswith("extra/")
        parted.setdefault(note.field.whose or ("closing" if last else "opening"), []).append(note)
    order = [("Opening", "opening"), *((_name(c.name), c.key) for c in text.contributions)]
    named = [*order, ("Closing", "closing")]
    return [Group(name, key, tuple(parted[key])) for name, key in named if key in parted]


def _name(name: str) -> str:
    return name or "Somebody without a name"


def of(at: Standing) -> list[Note]:
    """The notes on the newest revision."""
    return notes_on(at.installment.pk, at.text, at.findings) if at.text else []
