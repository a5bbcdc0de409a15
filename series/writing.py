"""The only writer of the working rows and of editions: rows <-> manuscript, manuscript -> edition.

Callers hold the transaction; `editorial.desk` is the one that decides whether something may be written.
"""

import contextlib
import itertools
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.text import slugify

from series import images
from series.addresses import free_address
from series.manuscript import Format, Manuscript, Picture
from series.rows import OWN, PERSONAL
from series.rows import manuscript as manuscript
from series.stamps import shown

from .models import Answer, Contribution, Image, Installment, Organization, Person, Prompt, Series, Topic

Row = TypeVar("Row", bound=models.Model)
Named = TypeVar("Named", Person, Organization, Topic)

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


# -- manuscript -> rows


def begin(series: Series, *, title: str = "", part: int | None = None, slug: str = "") -> Installment:
    """A new installment with the series' prompts, disclaimer and call to action."""
    if part is None and series.format == Format.INTERVIEWS:
        part = (series.installments.aggregate(last=Max("part"))["last"] or 0) + 1
    row = Installment.objects.create(
        series=series,
        part=part,
        title=title,
        slug=slug or free_address(series, f"part-{part}" if part else title),
        disclaimer=series.disclaimer,
        call_to_action=series.call_to_action,
    )
    texts = [line.strip() for line in series.prompts.splitlines() if line.strip()]
    prompts = (Prompt(installment=row, position=place, text=text) for place, text in enumerate(texts, 1))
    Prompt.objects.bulk_create(prompts)
    return row


def write(installment: Installment, text: Manuscript) -> Manuscript:
    """Make the rows hold this text; rows whose keys it names are kept, others are made or deleted.

    Returns the text under the rows' keys. ValueError (all refusals) for a text that cannot be kept.
    """
    if refusals := text.refusals():
        raise ValueError(" ".join(refusals))
    text = _stored(_keyed(text.normalised()))
    with transaction.atomic():
        _write_own(installment, text)
        prompts = _write_prompts(installment, text)
        people = _write_people(installment, text)
        _write_answers(text, people, prompts)
    return text


def _keyed(text: Manuscript) -> Manuscript:
    """The same text with a UUID for every key that is none yet (an importer's are numbers) or comes twice."""
    seen = set[str]()

    def key(wish: str) -> str:
        if not UUID.fullmatch(wish) or wish in seen:
            wish = str(uuid.uuid4())
        seen.add(wish)
        return wish

    prompts = tuple(replace(each, key=key(each.key)) for each in text.prompts)
    new = {old.key: each.key for old, each in zip(text.prompts, prompts, strict=True)}
    people = tuple(
        replace(
            each,
            key=key(each.key),
            answers=tuple(
                replace(answer, key=key(answer.key), prompt=new[answer.prompt]) for answer in each.answers
            ),
        )
        for each in text.contributions
    )
    return replace(text, prompts=prompts, contributions=people)


def _stored(text: Manuscript) -> Manuscript:
    """The same text; a picture that is not in store is a name only."""
    named = {each.digest for each in (text.cover, *(one.portrait for one in text.contributions))} - {""}
    lost = named.difference(Image.objects.filter(pk__in=named).values_list("pk", flat=True))
    if not lost:
        return text

    def kept(picture: Picture) -> Picture:
        return Picture(name=picture.name, alt=picture.alt) if picture.digest in lost else picture

    people = tuple(replace(each, portrait=kept(each.portrait)) for each in text.contributions)
    return replace(text, cover=kept(text.cover), contributions=people)


def _write_own(installment: Installment, text: Manuscript) -> None:
    for name in OWN:
        setattr(installment, name, getattr(text, name))
    installment.topics = list(text.topics)
    installment.extra = [list(pair) for pair in text.extra]
    installment.cover_id = text.cover.digest or None
    installment.cover_name, installment.cover_alt = text.cover.name, text.cover.alt
    installment.save()


def _write_prompts(installment: Installment, text: Manuscript) -> dict[str, Prompt]:
    wanted = {
        each.key: {"installment": installment, "position": place, "text": each.text}
        for place, each in enumerate(text.prompts, 1)
    }
    return _match(Prompt, installment.prompts.all(), wanted)


def _write_people(installment: Installment, text: Manuscript) -> dict[str, Contribution]:
    persons = _known(Person, [each.name for each in text.contributions])
    organizations = _known(Organization, [each.organization for each in text.contributions])
    wanted = {
        each.key: {
            "installment": installment,
            "position": place,
            **{name: getattr(each, name) for name in PERSONAL},
            "portrait_id": each.portrait.digest or None,
            "portrait_name": each.portrait.name,
            "portrait_alt": each.portrait.alt,
            "person_id": persons.get(each.name.casefold()),
            "works_at_id": organizations.get(each.organization.casefold()),
        }
        for place, each in enumerate(text.contributions, 1)
    }
    return _match(Contribution, installment.contributions.all(), wanted)


def _write_answers(
    text: Manuscript, people: Mapping[str, Contribution], prompts: Mapping[str, Prompt]
) -> None:
    wanted = {
        answer.key: {
            "contribution": people[each.key],
            "prompt": prompts[answer.prompt],
            "position": place,
            "body": answer.body,
            "declined": answer.declined,
            "wording": answer.wording,
        }
        for each in text.contributions
        for place, answer in enumerate(each.answers, 1)
    }
    rows = Answer.objects.filter(contribution__in=people.values())
    _match(Answer, rows.select_related("contribution", "prompt"), wanted, unique=("contribution", "prompt"))


def _match(
    model: type[Row],
    rows: Iterable[Row],
    wanted: Mapping[str, Mapping[str, Any]],
    unique: Sequence[str] = (),
) -> dict[str, Row]:
    """Make the rows be what is wanted, by key: delete, change and add only what differs.

    A row whose `unique` columns change is made anew: two that trade places would be in each other's way.
    """
    have = {str(row.key): row for row in rows}  # type: ignore[attr-defined]
    kept = {
        key: row
        for key, row in have.items()
        if key in wanted and all(getattr(row, name) == wanted[key][name] for name in unique)
    }
    if gone := [row.pk for key, row in have.items() if key not in kept]:
        model._default_manager.filter(pk__in=gone).delete()
    for key, row in kept.items():
        if any(getattr(row, name) != value for name, value in wanted[key].items()):
            for name, value in wanted[key].items():
                setattr(row, name, value)
            row.save()
    new = [key for key in wanted if key not in kept]
    others = model._default_manager.filter(key__in=new).values_list("key", flat=True) if new else ()
    foreign = set(map(str, others))  # keys of another installment's rows, which are left alone
    made = {key: model(key=uuid.uuid4() if key in foreign else key, **wanted[key]) for key in new}
    model._default_manager.bulk_create(made.values())
    return kept | made


def _known(model: type[Person] | type[Organization], names: Iterable[str]) -> dict[str, int]:
    """Primary keys of those whose name exactly one row has; what was merged is the row that was kept."""
    wanted = {name for name in names if name}
    found: dict[str, set[int]] = {}
    rows = model._default_manager.filter(name__in=wanted).values_list("pk", "name", "merged_into")
    for pk, name, kept in rows:
        found.setdefault(name.casefold(), set()).add(kept or pk)
    return {name: pks.pop() for name, pks in found.items() if len(pks) == 1}


# -- what is shared


def named(model: type[Named], name: str, **values: Any) -> Named:
    """The person, organization or topic of this name; made where there is none.

    Two transactions may make the same one at once: the second finds the first's.
    """
    stem = slugify(name)[:70] or model.__name__.lower()
    for number in itertools.count(1):
        if row := model._default_manager.filter(name=name).order_by("pk").first():
            return row.merged_into or row
        slug = stem if number == 1 else f"{stem}-{number}"
        if not model._default_manager.filter(slug=slug).exists():
            with contextlib.suppress(IntegrityError), transaction.atomic():
                return model._default_manager.create(name=name, slug=slug, **values)
    raise AssertionError  # the count has no end


@shown
def keep(row: models.Model) -> None:
    """Save a series, person, organization, topic or announcement as an administrator changed it."""
    row.save()


@shown
def begin_series(**values: Any) -> Series:
    """A new series."""
    return Series.objects.create(**values)


def store_picture(picture: images.Accepted) -> Image:
    """Keep an accepted picture: the file first, then its row; the same picture twice is one."""
    if row := Image.objects.filter(pk=picture.digest).first():
        return row
    name = images.keep(picture)
    row, _ = Image.objects.get_or_create(
        digest=picture.digest,
        defaults={"name": picture.name[:200], "width": picture.width, "height": picture.height, "file": name},
    )
    return row
