"""Where a person, an organization, a topic or a series appears: in texts, and before readers.

Read only. `filled` puts what the catalogue calls it into a text: the same for what is shown and for what a
correction files.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils import timezone

from editorial import names
from editorial.models import Docket
from series.editions import live
from series.manuscript import Contribution as Part
from series.manuscript import Manuscript
from series.models import Appearance, Contribution, Edition, Filing, Organization, Person, Series, Topic

MOST = 100  # rows of one list; what is shown is the newest
LIKE = 12  # rows that are spelled alike
COLUMNS = {Person: ("person", "name"), Organization: ("works_at", "organization")}
SHOWN = {Person: "appearances__person", Organization: "appearances__organization", Topic: "filings__topic"}
Values = dict[str, str]  # of a contribution: name, url, role…


@dataclass(frozen=True)
class Shown:
    """A live edition that shows it, and what a correction would change there."""

    edition: Edition
    stage: str
    parts: tuple[Part, ...]  # of the person, or of who works there
    changes: tuple[tuple[str, str, str], ...]  # what, as readers read it, as it would be

    @property
    def correctable(self) -> bool:
        """Whether a correction can be opened, or goes into the one that is being written."""
        return bool(self.changes) and self.stage in ("published", "draft", "changes requested")


def contributions(row: Model) -> QuerySet[Contribution]:
    """The parts that lead to it in texts that are written."""
    if type(row) not in COLUMNS:
        return Contribution.objects.none()
    link, name = COLUMNS[type(row)]  # type: ignore[index]
    called = type(row)._default_manager.filter(Q(pk=row.pk) | Q(merged_into=row)).values("name")
    unlinked = Q(**{link: None, f"{name}__in": called})  # of texts from before the row was made
    found = Contribution.objects.filter(Q(**{link: row}) | unlinked)
    return found.select_related("installment__series", "installment__docket").order_by("-installment")[:MOST]


def editions(row: Model) -> QuerySet[Edition]:
    """The live editions that show it, the newest first."""
    ways = {**SHOWN, Series: "series"}
    found = Edition.objects.filter(live(timezone.now()), **{ways[type(row)]: row}).distinct()  # type: ignore[index]
    light = found.select_related("series", "installment__docket").defer("html", "html_by_question")
    lists = (Prefetch("appearances", Appearance.objects.order_by("position")), "filings")
    return light.prefetch_related(*lists).order_by("-first_published", "-pk")[:MOST]


def shown(row: Model, values: Values | None = None) -> list[Shown]:
    """What readers read of it now. A constant number of queries."""
    return [_shown(row, each, values or called(row)) for each in editions(row)]


def _shown(row: Model, edition: Edition, values: Values) -> Shown:
    text = edition.read()
    own = places(row, edition)
    parts = tuple(each for number, each in enumerate(text.contributions, 1) if number in own)
    new = filled(row, text, {each.key for each in parts}, values, _topics(row, edition))
    changes = list(_changes(text, new))
    if edition.installment_id and (docket := getattr(edition.installment, "docket", None)):
        return Shown(edition, docket.stage, parts, tuple(changes))
    return Shown(edition, "", parts, tuple(changes))


def places(row: Model, edition: Edition) -> set[int]:
    """The numbers of the parts that are about it."""
    column = {Person: "person_id", Organization: "organization_id"}.get(type(row))  # type: ignore[call-overload]
    rows = edition.appearances.all() if column else ()
    return {each.position for each in rows if getattr(each, column) == row.pk}


def _topics(row: Model, edition: Edition) -> set[str]:
    return {each.name for each in edition.filings.all() if isinstance(row, Topic) and each.topic_id == row.pk}


def called(row: Model) -> Values:
    """What the catalogue says, as fields of a contribution."""
    if isinstance(row, Person):
        found = {"name": row.name, "url": row.url}
    elif isinstance(row, Organization):
        found = {"organization": row.name, "organization_url": row.url}
    else:
        found = {}
    return {name: value for name, value in found.items() if value}


def filled(
    row: Model, text: Manuscript, keys: Collection[str], values: Values, topics: Collection[str] = ()
) -> Manuscript:
    """The text with what the catalogue says, in these people's parts."""
    if isinstance(row, Series):
        return replace(text, series=row.title)
    if isinstance(row, Topic):
        renamed = (row.name if each in topics else each for each in text.topics)
        return replace(text, topics=tuple(dict.fromkeys(renamed)))
    people = (replace(each, **values) if each.key in keys else each for each in text.contributions)
    return replace(text, contributions=tuple(people)).normalised()


def in_hand(row: Model, docket: Docket, text: Manuscript, values: Values) -> Manuscript:
    """The newest text of a docket, with what the catalogue says."""
    if isinstance(row, Topic):
        old = Filing.objects.filter(topic=row, edition__installment=docket.installment_id)
        return filled(row, text, (), values, set(old.values_list("name", flat=True)))
    if isinstance(row, Series):
        return filled(row, text, (), values)
    column, field = ("person", "name") if isinstance(row, Person) else ("organization", "organization")
    given = Appearance.objects.filter(**{column: row}, edition__installment=docket.installment_id)
    shown_as = "name" if isinstance(row, Person) else "organization_name"
    old = {str(row), *given.values_list(shown_as, flat=True)}
    keys = {each.key for each in text.contributions if getattr(each, field) in old}
    return filled(row, text, keys, values)


def _changes(old: Manuscript, new: Manuscript) -> Iterable[tuple[str, str, str]]:
    after = {field.path: field for field in new.fields()}
    for field in old.fields():
        now = after.get(field.path)
        if now is not None and now.text != field.text:
            yield field.label, field.text, now.text
    if old.series != new.series:
        yield "Series", old.series, new.series


def spelled_like(row: Person | Organization | Topic) -> list[Person | Organization | Topic]:
    """Other rows that may be the same: accents, titles, initials or one slip apart."""
    others = type(row).objects.filter(merged_into=None).exclude(pk=row.pk)
    alike = {pk for pk, name in others.values_list("pk", "name") if _alike(row, name)}
    return list(others.filter(pk__in=sorted(alike)[:LIKE])) if alike else []


def _alike(row: Model, other: str) -> bool:
    own = str(row)
    if isinstance(row, Person):
        return names.same_person(own, other) or names.misspelled(names.words(own), names.words(other))
    one, two = names.key(own), names.key(other)
    return one == two or names.near(one, two)
