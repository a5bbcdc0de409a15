"""The names of all people and organizations, read once in a process for as long as nobody changes any."""

import hashlib
from dataclasses import dataclass

from django.db import connection

from series import epoch
from series.models import Organization, Person


@dataclass(frozen=True, slots=True)
class Everybody:
    """Whom and what the desk knows by name."""

    people: tuple[str, ...]
    organizations: tuple[str, ...]
    digest: str


_kept: dict[str, tuple[str, Everybody]] = {}  # by database: the token of what readers see, and the names


def named() -> Everybody:
    """Everybody, as of now: one small query where nothing has changed since the last time.

    Within a transaction they are read each time: PostgreSQL changes the token when that ends.
    """
    if connection.in_atomic_block:
        return _read()
    place, token = str(connection.settings_dict["NAME"]), epoch.token()
    before, found = _kept.get(place, ("", None))
    if not token or not found or token != before:
        found = _read()
        _kept[place] = token, found
    return found


def _read() -> Everybody:
    people, organizations = (
        tuple(model._default_manager.filter(merged_into=None).order_by().values_list("name", flat=True))
        for model in (Person, Organization)
    )
    made_of = repr((sorted(people), sorted(organizations)))
    return Everybody(people, organizations, hashlib.sha256(made_of.encode()).hexdigest())
