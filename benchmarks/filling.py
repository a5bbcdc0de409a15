"""Fills a database with editions for measurements: some as the desk would issue them, with all that a page
has, and any number of small ones written straight into the tables.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model

from series import issuing, writing
from series.manuscript import Answer, Contribution, Format, Manuscript, Prompt
from series.models import (
    Appearance,
    Edition,
    Filing,
    Installment,
    Organization,
    Person,
    Section,
    Series,
    Topic,
)
from series.words import stem

BEGIN = datetime(2001, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=30)
BATCH = 2_000
REGULAR = 20  # every so many small editions are by the same person
FAR = 1_000_000  # beyond the numbers of what was issued
SYLLABLES = [a + b for a in "b c d f g l m n p r s t v".split() for b in "a e i o u".split()]


class Words:
    """Made-up words, a few of them frequent and most of them rare, always the same."""

    def __init__(self, number: int = 6_000) -> None:
        self.chance = random.Random(5)  # noqa: S311 – nothing secret
        words = {
            "".join(self.chance.choices(SYLLABLES, k=self.chance.choice((2, 3, 3, 4)))) for _ in range(number)
        }
        self.all = sorted(sorted(words), key=lambda _: self.chance.random())
        total, self.weights = 0.0, []
        for place in range(len(self.all)):
            total += 1 / (place + 20)
            self.weights.append(total)

    def some(self, number: int) -> list[str]:
        """So many of them."""
        return self.chance.choices(self.all, cum_weights=self.weights, k=number)

    def text(self, number: int) -> str:
        """A paragraph."""
        return f"{' '.join(self.some(number)).capitalize()}."


def begun(parts: int) -> Words:
    """An empty database with series, and so many whole installments in the first of them."""
    call_command("migrate", verbosity=0)
    words = Words()
    own = writing.begin_series(title="Keeping Time", slug="keeping-time", format=Format.INTERVIEWS)
    for number in range(1, 30):
        format = Format.INTERVIEWS if number < 25 else Format.STORY
        writing.begin_series(title=f"Shelf {number}", slug=f"shelf-{number}", format=format)
    installments(parts, words, own)
    return words


def installments(number: int, words: Words, into: Series) -> list[Edition]:
    """Parts of a series by four people with four answers each, issued as the desk issues them."""
    return [_issued(part, words, into) for part in range(1, number + 1)]


@transaction.atomic
def _issued(part: int, words: Words, into: Series) -> Edition:
    prompts = tuple(Prompt(key=str(n), text=f"{words.text(7)[:-1]}?") for n in range(1, 5))
    text = Manuscript(
        format=Format.INTERVIEWS,
        series=into.title,
        part=part,
        title=f"{into.title}, part {part}: {words.text(3)[:-1]}",
        slug=f"part-{part}",
        standfirst=words.text(20),
        introduction="\n\n".join(words.text(60) for _ in range(2)),
        topics=tuple(f"Topic {(part + n) % 40}" for n in range(3)),
        prompts=prompts,
        contributions=tuple(_person(n, part, words, prompts) for n in range(1, 5)),
        closing=words.text(20),
    )
    row = writing.begin(into, title=text.title, part=part, slug=text.slug)
    writing.write(row, text)
    then = BEGIN + part * STEP
    return issuing.issue(row, text.normalised(), revision=1, live_from=then, now=then)


def _person(number: int, part: int, words: Words, prompts: tuple[Prompt, ...]) -> Contribution:
    answers = tuple(
        Answer(
            key=f"{number}-{each.key}", prompt=each.key, body="\n\n".join(words.text(50) for _ in range(2))
        )
        for each in prompts
    )
    return Contribution(
        key=str(number),
        name=" ".join(words.some(2)).title(),
        role=words.text(3)[:-1],
        organization=f"Place {(part * 4 + number) % 200}",
        field=words.some(1)[0],
        background=words.text(40),
        fun_fact=words.text(12),
        answers=answers,
    )


# -- straight into the tables


def regular() -> Person:
    """Who is in so many editions that a list of them has several pages."""
    return Person.objects.order_by("pk")[0]


@dataclass(frozen=True)
class Cast:
    """What small editions are about, and what they have in common."""

    words: Words
    series: list[Series]
    people: list[Person]
    places: list[Organization]
    topics: list[Topic]
    manuscript: str


def small(number: int, words: Words) -> None:
    """So many more editions of one person with two answers, spread over all series, people and topics."""
    newest = Edition.objects.order_by("-pk").first()
    assert newest is not None, "some have to be issued first"
    cast = Cast(
        words,
        *(
            list(model._default_manager.order_by("pk")[:2000])
            for model in (Series, Person, Organization, Topic)
        ),
        newest.manuscript,
    )
    for start in range(newest.pk + 1, newest.pk + 1 + number, BATCH):
        end = min(start + BATCH, newest.pk + 1 + number)
        rows = [row for pk in range(start, end) for row in _rows(pk, cast)]
        with transaction.atomic():
            for model in (Installment, Edition, Filing, Appearance, Section):
                _insert(model, [row for row in rows if isinstance(row, model)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert(model: type[Model], rows: Sequence[Model]) -> None:
    """Faster than issuing by far: no checks, no objects to keep."""
    fields = [each for each in model._meta.concrete_fields if not each.generated]
    columns = ", ".join(f'"{each.column}"' for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [
        [each.get_db_prep_save(each.pre_save(row, True), connection) for each in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", values)  # noqa: S608


def _rows(pk: int, cast: Cast) -> Iterator[Model]:
    series, person, place = (each[pk % len(each)] for each in (cast.series, cast.people, cast.places))
    person = person if pk % REGULAR else cast.people[0]
    topics, words = [cast.topics[(pk + n) % len(cast.topics)] for n in (0, 7)], cast.words
    then, title, part = BEGIN + pk * STEP, words.text(5)[:-1], 1000 + pk
    yield Installment(pk=pk, series=series, part=part, title=title, slug=f"part-{part}")
    yield Edition(
        **{
            "pk": pk,
            "installment_id": pk,
            "series": series,
            "series_title": series.title,
            "number": 1,
            "format": series.format,
        },
        **{
            "revision": 1,
            "digest": f"{pk:064x}",
            "manuscript": cast.manuscript,
            "part": part,
            "title": title,
        },
        **{
            "slug": f"part-{part}",
            "summary": words.text(20),
            "words": 150,
            "html": f"<p>{words.text(100)}</p>",
        },
        **{"first_published": then, "live_from": then},
    )
    for number, topic in enumerate(topics):
        yield Filing(
            pk=2 * pk + number + FAR, edition_id=pk, topic=topic, name=topic.name, first_published=then
        )
    shown = {"name": person.name, "role": "Maker", "organization_name": place.name, "anchor": "p1"}
    yield Appearance(
        pk=pk + FAR,
        edition_id=pk,
        person=person,
        organization=place,
        first_published=then,
        position=1,
        quote=words.text(9),
        **shown,
    )
    about = " ".join(map(stem, f"{person.name} {place.name} {series.title}".lower().split()))
    tags = " ".join([f"s{series.pk}", *(f"t{each.pk}" for each in topics), f"p{person.pk}"])
    for number, kind in enumerate((Section.INTERVIEW, Section.ANSWER, Section.ANSWER)):
        head, body = words.some(5), words.some(50)
        yield Section(
            **{"pk": 3 * pk + number + FAR, "edition_id": pk, "appearance_id": pk + FAR, "position": number},
            **{"kind": kind, "anchor": "p1", "title": " ".join(head), "body": " ".join(body), "about": about},
            **{
                "head": " ".join(map(stem, head)),
                "words": " ".join(map(stem, body)),
                "tags": f"k{kind} {tags}",
            },
        )
