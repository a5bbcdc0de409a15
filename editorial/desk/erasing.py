"""Takes a person's words out of everything the desk keeps, because they asked for it.

Digests and chains stay as they were, and an `Erasure` says which rows do not hold all of what these were made
of. The guards are down for the one transaction in which that is done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify

from editorial import guards
from editorial.blanking import GONE, Words, theirs, without
from editorial.models import (
    Buffer,
    Comment,
    Docket,
    Erasure,
    Import,
    ImportFile,
    Notice,
    Revision,
    Step,
    Stet,
)
from editorial.names import fold
from editorial.workflow import Refused, Stage
from series import indexing, renditions
from series.manuscript import Manuscript
from series.models import Answer, Appearance, Contribution, Edition, Image, Installment, Person
from series.stamps import shown

from .recording import Actor, acting, link

KEPT = {"digest", "chain", "seal", "fingerprint", "file", "key", "claim", "password"}
APPS = ("series", "editorial", "admin")
CLOSED = (Stage.WITHDRAWN, Stage.KILLED)


@dataclass
class Erased:
    """How much was taken out, by kind of row."""

    rows: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def count(self, kind: str, number: int = 1) -> None:
        if number:
            self.rows[kind] = self.rows.get(kind, 0) + number


def erase(person: Person, *, by: Actor, reason: str, also: Iterable[str] = (), dry: bool = False) -> Erased:
    """Take this person out. Refused while readers, or texts still being written, have them."""
    admin = acting(by)
    if not admin.is_superuser or not reason.strip():  # type: ignore[attr-defined]
        raise Refused(("An administrator erases a person, and says why.",))
    words = Words(_names(person, also))
    done = Erased()
    with transaction.atomic():
        if against := list(_against(words)):
            raise Refused(tuple(against))
        guards.lift()
        _erase(person, words, done, admin, reason)
        guards.put()
        transaction.set_rollback(dry)
    if not dry:
        for name in done.files:
            drop = storages["images"].delete
            drop(name)
    return done


def _names(person: Person, also: Iterable[str]) -> set[str]:
    people = Person.objects.filter(merged_into=person)
    names = {person.name, *people.values_list("name", flat=True), *also}
    return names | {fold(each) for each in names} | {slugify(each) for each in names}


def _against(words: Words) -> Iterator[str]:
    now = timezone.now()
    for edition in Edition.objects.filter(ended="").select_related("installment"):
        if (edition.live_until is None or edition.live_until > now) and words.are_in(edition.manuscript):
            yield f"Readers have “{edition.title}”: withdraw it first, or publish a correction without them."
    for docket in Docket.objects.exclude(stage__in=CLOSED).select_related("head", "installment"):
        if docket.head and words.are_in(docket.head.manuscript):
            yield f"“{docket}” is being worked on: kill it first, or file a text without them."


@shown
def _erase(person: Person, words: Words, done: Erased, by: Actor, reason: str) -> None:
    dockets = {each.pk: each for each in Docket.objects.select_related("installment")}
    seals: list[tuple[int, str, int, str]] = []
    keys, pictures = _texts(words, dockets.values(), seals, done)
    _around(keys, {docket for docket, *_ in seals}, done)
    _rows(person, words, done)
    _sweep(words, done)
    seals += _chained(done)
    now = timezone.now()
    Erasure.objects.bulk_create(
        Erasure(
            docket_id=docket, kind=kind, row=row, seal=seal, reason=words.out_of(reason), by_id=by.pk, at=now
        )
        for docket, kind, row, seal in seals
    )
    _pictures(pictures, done)
    indexing.rebuild()


def _texts(
    words: Words, dockets: Iterable[Docket], seals: list[tuple[int, str, int, str]], done: Erased
) -> tuple[set[str], set[str]]:
    """Revisions and editions. Gives the keys of this person's contributions, and their portraits."""
    keys: set[str] = set()
    pictures: set[str] = set()
    blank = {"html": "", "html_by_question": "", "summary": ""}
    for docket in dockets:
        of_readers = docket.installment.editions.all()
        for kind, rows, more in (
            (Erasure.REVISION, docket.revisions.all(), {}),
            (Erasure.EDITION, of_readers, blank),
        ):
            for row in rows:
                if not words.are_in(row.manuscript):
                    continue
                text = Manuscript.from_json(row.manuscript)
                keys |= {each.key for each in theirs(text, words)}
                pictures |= {each.portrait.digest for each in theirs(text, words)} - {""}
                left = without(text, words).to_json()
                type(row)._base_manager.filter(pk=row.pk).update(manuscript=left, **more)
                seals.append((docket.pk, kind, row.pk, Erasure.sealed(left)))
                done.count(kind)
    return keys, pictures


def _around(keys: set[str], dockets: set[int], done: Erased) -> None:
    """What was said about their words, and what was typed, imported or mailed with them."""
    for key in keys:
        about = {"path__startswith": f"contributions/{key}/"}
        said = {"quote": GONE, "before": "", "after": "", "instead": "", "text": GONE}
        done.count("comment", Comment._base_manager.filter(**about).update(**said))
        stood = {"excerpt": GONE, "message": GONE, "reason": GONE}
        done.count("stet", Stet._base_manager.filter(**about).update(**stood))
    mails = Notice.objects.filter(docket__in=dockets)
    done.count("notice", mails.update(subject=GONE, text=GONE, html=GONE))
    done.count("buffer", Buffer.objects.filter(docket__in=dockets).delete()[0])
    ImportFile.objects.filter(docket__in=dockets).update(summary={}, content=b"")


def _rows(person: Person, words: Words, done: Erased) -> None:
    """The working rows, what lists show, and the person's own."""
    people = Person.objects.filter(models.Q(pk=person.pk) | models.Q(merged_into=person))
    own = [
        each.pk
        for each in Contribution.objects.only("name", "person_id")
        if words.is_one(each.name) or each.person_id in set(people.values_list("pk", flat=True))
    ]
    bare = {each.name: "" for each in Contribution._meta.fields if isinstance(each, models.TextField)}
    rows = Contribution.objects.filter(pk__in=own)
    done.count("contribution", rows.update(**{**bare, "name": GONE, "portrait": None}))
    Answer.objects.filter(contribution__in=own).update(body="", wording="")
    shown_as = {"name": GONE, "role": "", "organization_name": "", "portrait": "", "quote": ""}
    done.count("appearance", Appearance._base_manager.filter(person__in=people).update(**shown_as))
    for each in people:
        Person.objects.filter(pk=each.pk).update(name=GONE, slug=f"erased-{each.pk}", url="")
        done.count("person")
    held = [each.held_id for each in ImportFile.objects.filter(docket=None) if words.are_in(each.content)]
    done.count("import", len(set(held)))
    Import.objects.filter(pk__in=held).delete()


def _sweep(words: Words, done: Erased) -> None:
    """Every other text column of every row, whatever it is for."""
    for model in (each for app in APPS for each in apps.get_app_config(app).get_models()):
        texts = [each for each in model._meta.concrete_fields if _is_text(each)]
        if not texts or model in (Revision, Erasure):
            continue
        left = {
            row.pk: {each.name: _left(row, each, words) for each in found}
            for row in model._base_manager.only("pk", *(each.name for each in texts)).iterator(500)
            if (found := [each for each in texts if words.are_in(getattr(row, each.attname))])
        }
        for pk, values in left.items():
            model._base_manager.filter(pk=pk).update(**values)
        kind = str(model._meta.verbose_name)
        done.count(kind, max(0, len(left) - done.rows.get(kind, 0)))  # some were counted already


def _is_text(column: Any) -> bool:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return (
        isinstance(column, kinds)
        and column.name not in KEPT
        and not column.primary_key
        and not column.choices
    )


def _left(row: models.Model, column: Any, words: Words) -> Any:
    gone = "erased" if isinstance(column, models.SlugField) or column.name in ("slug", "anchor") else GONE
    return words.out_of(getattr(row, column.attname), gone)


def _chained(done: Erased) -> Iterator[tuple[int, str, int, str]]:
    """Steps whose note is not what their hash was made of any more."""
    sealed = set(Erasure.objects.filter(kind=Erasure.STEP).values_list("row", "seal"))
    before: tuple[int, str] = (0, "")
    for step in Step.objects.select_related("revision").order_by("docket", "number").iterator():
        now = link(before[1] if before[0] == step.docket_id else "", step)
        if now != step.chain and (step.pk, now) not in sealed:
            yield step.docket_id, Erasure.STEP, step.pk, now
        before = (step.docket_id, step.chain)


def _pictures(digests: set[str], done: Erased) -> None:
    """Portraits that nothing else shows: rows now, files once that is committed."""
    for digest in digests:
        used = Contribution.objects.filter(portrait=digest).exists() or Installment.objects.filter(
            cover=digest
        )
        kept = Edition.objects.filter(manuscript__contains=digest).exists()
        row = Image.objects.filter(pk=digest).first()
        if row is None or used or kept:
            continue
        sizes = [(width, form) for width in renditions.WIDTHS for form in renditions.FORMATS]
        done.files += [row.file.name, *(renditions.path_of(digest, f"-{w}.{form}") for w, form in sizes)]
        row.delete()
        done.count("picture")
