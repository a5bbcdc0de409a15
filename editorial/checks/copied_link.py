"""A person's or an organization's link that is somebody else's: the line above was copied."""

import re
from collections.abc import Iterator

from editorial import names
from editorial.checks import Finding, Level, Reading, check
from editorial.checks.tracking_parameter import without
from series.manuscript import Contribution


@check("Link of somebody else", Level.WARNING)
def copied_link(reading: Reading) -> Iterator[Finding]:
    people = reading.manuscript.contributions
    if len(people) < 2 and not reading.known.others:
        return
    everybody = [*people, *(one for other in reading.known.others for one in other.contributions)]
    for each in people:
        strangers = [one.name for one in everybody if _same(each.url, one.url) and _are_strangers(each, one)]
        yield from _told(reading, each, "url", strangers)
        site = each.organization_url
        owners = [
            one.organization for one in everybody if _same(site, one.organization_url) and _are_two(each, one)
        ]
        yield from _told(reading, each, "organization_url", owners)


def _told(reading: Reading, each: Contribution, name: str, owners: list[str]) -> Iterator[Finding]:
    if owners:
        copy = reading.of(each, name)
        yield copy.finding(0, len(copy.text), f"This is also the link of {min(owners)}.")


def _same(one: str, other: str) -> bool:
    return bool(one.strip()) and _bare(one) == _bare(other)


def _bare(address: str) -> str:
    plain = re.sub(r"^https?://(?:www\.)?|^www\.", "", without(address.strip(), campaigns=True), flags=re.I)
    return plain.rstrip("/").casefold()


def _are_strangers(each: Contribution, other: Contribution) -> bool:
    return (
        bool(each.name.strip()) and bool(other.name.strip()) and not names.same_person(each.name, other.name)
    )


def _are_two(each: Contribution, other: Contribution) -> bool:
    """Whether these are two organizations, and neither is a part of the other by its name."""
    one, two = names.key(each.organization), names.key(other.organization)
    return bool(one) and bool(two) and one not in two and two not in one
