"""Results as the search page shows them: where they lead, what they say, with the words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from series import wording
from series.models import Appearance, Edition, Section
from series.words import found, stem

KINDS = {
    Section.INTERVIEW: "Interview",
    Section.ANSWER: "Answer",
    Section.STORY: "Story",
    Section.PERSON: "Person",
}
AROUND, LEAD = (
    34,
    8,
)  # words of a snippet, and how many of them may stand before the first that was looked for
SEARCHED = 20_000  # characters of a text that a snippet is taken from


@dataclass(frozen=True)
class Hit:
    """One result."""

    kind: str
    title: SafeString
    address: str
    where: str
    snippet: SafeString
    date: datetime | None


def hits(pks: Sequence[int], marks: set[str]) -> Iterable[Hit]:
    """What these sections look like as results, in this order; three queries."""
    light = Edition.objects.defer("html", "html_by_question", "manuscript").select_related("series")
    sections = (
        Section.objects.filter(pk__in=pks)
        .defer("head", "about", "words")
        .select_related("appearance__person")
        .prefetch_related(
            Prefetch("edition", light),
            Prefetch("edition__appearances", Appearance.objects.order_by("position")),
        )
    )
    by_pk = {each.pk: each for each in sections}
    return (_hit(by_pk[pk], marks) for pk in pks if pk in by_pk)


def _hit(section: Section, marks: set[str]) -> Hit:
    edition, who = section.edition, section.appearance
    title, where, date, page = section.title, "", None, edition.get_absolute_url()
    names = wording.joined([each.name for each in edition.appearances.all() if each.name][:8])
    headline = wording.headline(edition.series_title, edition.part, edition.title)
    if section.kind == Section.PERSON and who and who.person:
        page = who.person.get_absolute_url()
    elif section.kind == Section.ANSWER:
        where = ", ".join(filter(None, [who.name, who.organization_name, headline] if who else [headline]))
    elif section.kind == Section.STORY:
        title, date = headline, edition.first_published
        where = ", ".join(filter(None, [f"by {names}" if names else "", section.anchor and section.title]))
    elif section.kind == Section.INTERVIEW:
        date, where = edition.first_published, f"with {names}" if names else ""
    if section.anchor and not (section.kind == Section.PERSON and who and who.person):
        page = f"{page}#{section.anchor}"
    return Hit(KINDS[section.kind], marked(title, marks), page, where, snippet(section.body, marks), date)


def marked(text: str, marks: set[str]) -> SafeString:
    """The text as HTML, with the words that were looked for marked; words side by side under one mark."""
    spans: list[list[int]] = []
    for start, end, word in found(text):
        if stem(word) in marks:
            if spans and not text[spans[-1][1] : start].strip(" -"):
                spans[-1][1] = end
            else:
                spans.append([start, end])
    out, at = [], 0
    for start, end in spans:
        out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*out, escape(text[at:])]))


def snippet(text: str, marks: set[str]) -> SafeString:
    """The words around where most of what was looked for stands close together, marked."""
    words = list(found(text[:SEARCHED]))
    places = [place for place, (_, _, word) in enumerate(words) if stem(word) in marks]
    if not words:
        return SafeString("")

    def near(first: int) -> int:
        return len({words[place][2] for place in places if first <= place < first + AROUND - LEAD})

    best = max(places, key=lambda place: (near(place), -place), default=0)
    first = max(0, best - LEAD) if len(words) > AROUND else 0
    last = min(len(words), first + AROUND) - 1
    start = 0 if first == 0 else words[first][0]
    end = len(text) if last == len(words) - 1 and len(text) <= SEARCHED else words[last][1]
    shown = marked(text[start:end].strip(), marks)
    return mark_safe(f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}")
