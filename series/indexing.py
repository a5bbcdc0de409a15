"""The only writer of what search looks through: rows and words, made from an edition when it is issued.

There are rows for exactly the editions that stand (not ended), so those to come are found at their second
and nothing has to run; `series.search` asks for live ones alone. `rebuild` makes the same again.
"""

from collections.abc import Iterable, Iterator
from html import unescape

from django.db import transaction
from django.utils.html import strip_tags

from series import wording
from series.article import Page
from series.models import Appearance, Edition, Section, Word
from series.parts import Part
from series.prose import plain
from series.words import found, letters, stems

LONGEST = 100_000  # characters of one section that are looked through (PostgreSQL keeps 1 MB of each)
BATCH = 100
TOGETHER = 5_000  # words asked for at once


def put(edition: Edition) -> None:
    """Make an edition's rows; runs inside the transaction that issues it."""
    rows = list(_sections(edition))
    Section.objects.bulk_create(rows, batch_size=BATCH)
    words = {word for row in rows for text in (row.title, row.body) for _, _, word in found(text)}
    _put_words(sorted(word for word in words if len(word) > 2))


def _put_words(words: list[str]) -> None:
    """Most are there from other texts; new ones in one order: two who publish at once wait for each other."""
    for start in range(0, len(words), TOGETHER):
        some = words[start : start + TOGETHER]
        known = set(Word.objects.filter(text__in=some).values_list("text", flat=True))
        new = [_word(each) for each in some if each not in known]
        Word.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)


def drop(**which: object) -> None:
    """Take away the rows of the editions that these conditions name."""
    Section.objects.filter(edition__in=Edition.objects.filter(**which).values("pk")).delete()


def renew(editions: Iterable[int]) -> None:
    """Make the rows of these again, where they stand: the filters of people and topics have moved."""
    standing = Edition.objects.filter(pk__in=set(editions), ended="")
    for edition in standing.prefetch_related("filings", "appearances"):
        drop(pk=edition.pk)
        put(edition)


@transaction.atomic
def rebuild() -> int:
    """Make all rows and words again; the number of editions."""
    Section.objects.all().delete()
    Word.objects.all().delete()
    standing = Edition.objects.filter(ended="").select_related("series").order_by("pk")
    for edition in standing.prefetch_related("filings", "appearances").iterator(BATCH):
        put(edition)
    return standing.count()


def _word(text: str) -> Word:
    return Word(text=text, start=text[0], tail=text[1:3], size=len(text), letters=letters(text))


def _sections(edition: Edition) -> Iterator[Section]:
    for place, section in enumerate(_drawn(edition)):
        section.position = place
        section.body = section.body[:LONGEST]
        section.head, section.words = stems(section.title), stems(section.body)
        yield section


def _drawn(edition: Edition) -> Iterator[Section]:
    page = Page(edition.read(), edition.get_absolute_url(), {}, {})
    appearances = {each.anchor: each for each in edition.appearances.all()}
    kind = Section.STORY if page.is_story else Section.INTERVIEW
    common = _Common(edition)
    texts = (page.standfirst, page.introduction, page.closing)
    names = [name for part in page.parts for name in (part.contribution.name, part.contribution.organization)]
    yield common.row(
        kind,
        title=wording.headline(edition.series_title, edition.part, edition.title),
        body=" ".join(filter(None, map(plain, texts))) or edition.summary,
        about=names,
        who=list(appearances.values()),
    )
    for part in page.parts:
        yield from _of_person(part, common, appearances.get(part.anchor), story=page.is_story)


def _of_person(part: Part, common: "_Common", who: Appearance | None, *, story: bool) -> Iterator[Section]:
    each = part.contribution
    about = [each.name, each.organization]
    place = " at ".join(filter(None, [each.role, each.organization]))
    facts = (part.background, part.fun_fact, part.about_organization)
    if each.name:
        body = " ".join(filter(None, [f"{place}." if place else "", *(fact.plain for fact in facts)]))
        anchor = "" if story else part.anchor
        yield common.row(Section.PERSON, title=each.name, body=body, anchor=anchor, who=[who] if who else [])
    for answer in part.answers:
        if not answer.declined:
            yield common.row(
                Section.STORY if story else Section.ANSWER,
                title=unescape(strip_tags(answer.question)),
                body=answer.prose.plain,
                anchor=answer.anchor,
                about=about,
                who=[who] if who else [],
            )


class _Common:
    """What all sections of an edition have in common."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        topics = list(edition.filings.all())
        self._names = [edition.series_title, *(each.name for each in topics)]
        self._tags = [f"s{edition.series_id}", *(f"t{each.topic_id}" for each in topics)]

    def row(
        self,
        kind: str,
        *,
        title: str,
        body: str,
        anchor: str = "",
        about: list[str] | None = None,
        who: list[Appearance],
    ) -> Section:
        """One section, without its place."""
        people = [f"p{each.person_id}" for each in who if each.person_id]
        return Section(
            edition=self.edition,
            appearance=who[0] if who and (anchor or kind == Section.PERSON) else None,
            kind=kind,
            anchor=anchor,
            title=title,
            body=body,
            about=stems(" ".join([*(about or []), *self._names])),
            tags=" ".join([f"k{kind}", *self._tags, *dict.fromkeys(people)]),
        )
