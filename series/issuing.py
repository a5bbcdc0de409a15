"""The only writer of editions: issue one, cancel a scheduled one, withdraw what is live."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.models import Max, Q

from series import indexing, rendering
from series.manuscript import Contribution as ContributionText
from series.manuscript import Manuscript
from series.stamps import shown
from series.writing import named

from .models import Appearance, Edition, Filing, Installment, Organization, Person, Topic


@shown
def issue(
    installment: Installment,
    text: Manuscript,
    *,
    revision: int,
    live_from: datetime,
    now: datetime,
    correction: str = "",
) -> Edition:
    """Make an edition that is live from a moment on, in place of what is live then.

    `correction` tells readers of an earlier edition what has changed. Runs inside the caller's transaction;
    HTML is rendered here, once.
    """
    cancel(installment, now=now)
    installment.editions.filter(ended="", live_until=None).update(live_until=live_from)
    people = {
        each.key: named(Person, each.name, url=_web(each.url)) for each in text.contributions if each.name
    }
    organizations = {
        each.key: named(Organization, each.organization, url=_web(each.organization_url))
        for each in text.contributions
        if each.organization
    }
    address = f"/series/{installment.series.slug}/{text.slug}/"
    rendered = rendering.render(
        text,
        address=address,
        people={key: row.get_absolute_url() for key, row in people.items()},
        organizations={key: row.get_absolute_url() for key, row in organizations.items()},
    )
    before = installment.editions.aggregate(last=Max("number"))["last"] or 0
    read = installment.editions.filter(~Q(ended=Edition.CANCELLED)).order_by("number")
    first, last = read.first(), read.only("corrections").last()
    edition = Edition.objects.create(
        installment=installment,
        series=installment.series,
        number=before + 1,
        revision=revision,
        series_title=text.series,
        digest=text.digest,
        manuscript=text.to_json(),
        format=installment.series.format,
        part=text.part,
        title=text.title,
        slug=text.slug,
        summary=rendered.summary,
        words=rendered.words,
        cover=text.cover.digest,
        html=rendered.html,
        html_by_question=rendered.html_by_question,
        first_published=first.first_published if first else live_from,
        corrections=[*last.corrections, *_notice(correction, live_from)] if last else [],
        live_from=live_from,
    )
    topics = {named(Topic, name): name for name in text.topics if name}
    then = edition.first_published
    Filing.objects.bulk_create(
        Filing(edition=edition, topic=row, name=name, first_published=then) for row, name in topics.items()
    )
    Appearance.objects.bulk_create(
        _appearance(edition, place, each, rendered, people.get(each.key), organizations.get(each.key))
        for place, each in enumerate(text.contributions, 1)
    )
    indexing.put(edition)
    return edition


def _notice(correction: str, moment: datetime) -> Iterator[dict[str, str]]:
    """Of a correction, if there is anything to tell."""
    if told := " ".join(correction.split()):
        yield {"at": moment.astimezone(UTC).isoformat(), "text": told}


def _appearance(
    edition: Edition,
    place: int,
    each: ContributionText,
    rendered: rendering.Rendered,
    person: Person | None,
    organization: Organization | None,
) -> Appearance:
    return Appearance(
        edition=edition,
        position=place,
        person=person,
        organization=organization,
        first_published=edition.first_published,
        name=each.name,
        role=each.role,
        organization_name=each.organization,
        portrait=each.portrait.digest,
        quote=rendered.quotes.get(each.key, ""),
        anchor=rendered.anchors.get(each.key, f"p{place}"),
    )


def _web(url: str) -> str:
    """The address, if it is one of the web that a column can keep."""
    return url if url.startswith(("https://", "http://")) and len(url) <= 500 else ""


@shown
def cancel(installment: Installment, *, now: datetime) -> None:
    """Take back what is scheduled; what is live stays live."""
    coming = installment.editions.filter(ended="", live_from__gt=now)
    moments = list(coming.values_list("live_from", flat=True))
    if not moments:
        return
    indexing.drop(installment=installment, ended="", live_from__gt=now)
    coming.update(ended=Edition.CANCELLED, ended_at=now)
    installment.editions.filter(ended="", live_until__in=moments).update(live_until=None)


@shown
def withdraw(installment: Installment, *, reason: str, now: datetime) -> None:
    """Take everything of this installment from the readers, who get the reason instead."""
    cancel(installment, now=now)
    indexing.drop(installment=installment, ended="", live_until=None)
    installment.editions.filter(ended="", live_until=None).update(
        ended=Edition.WITHDRAWN, ended_at=now, reason=reason
    )
