"""Whom the names in an import mean: known people and organizations are offered instead of new ones."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from editorial.models import Import, ImportFile
from editorial.recognising import ORGANIZATIONS, PEOPLE, Known, Meant
from series.models import Organization, Person

KINDS = {PEOPLE: (Person, "person"), ORGANIZATIONS: (Organization, "organization")}
Names = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Asked:
    """A name that is close to a known one."""

    kind: str  # in words: “person”
    field: str
    meant: Meant
    chosen: str


def asked(held: Import, names: Mapping[str, Iterable[str]] | None = None) -> list[Asked]:
    """The names to decide about: of all posts, or these."""
    return [
        Asked(KINDS[kind][1], _field(kind, each.name), each, _choice(held, kind, each))
        for kind, some in _meant(held, names).items()
        for each in some
        if each.asks
    ]


def chosen(held: Import, posted: Mapping[str, str]) -> Names:
    """What a posted form says of the names that it asked about."""
    if not any(name.startswith("who-") for name in posted):
        return {}
    return {
        kind: {
            each.name: posted[_field(kind, each.name)]
            for each in some
            if posted.get(_field(kind, each.name)) in (each.name, *each.known)
        }
        for kind, some in _meant(held, None).items()
    }


def settled(held: Import) -> Names:
    """Whom each name means in the end: as chosen, else the known one where that is sure."""
    return {
        kind: {each.name: _choice(held, kind, each) for each in some if each.asks}
        for kind, some in _meant(held, None).items()
    }


def _choice(held: Import, kind: str, meant: Meant) -> str:
    return str(held.names.get(kind, {}).get(meant.name) or meant.sure or meant.name)


def _meant(held: Import, names: Mapping[str, Iterable[str]] | None) -> dict[str, list[Meant]]:
    found = {}
    if names is None:
        names = _names(held)
    for kind, (model, _) in KINDS.items():
        known = Known(kind, model._default_manager.values_list("name", flat=True))  # type: ignore[attr-defined]
        found[kind] = [known.meant(name) for name in sorted(set(names[kind]))]
    return found


def _names(held: Import) -> dict[str, list[str]]:
    rows: Any = held.files.filter(state=ImportFile.READ).order_by().values_list("summary", flat=True)
    said = [(row.get(PEOPLE, ()), row.get(ORGANIZATIONS, ())) for row in rows]
    return {
        PEOPLE: [name for people, _ in said for name in people],
        ORGANIZATIONS: [name for _, houses in said for name in houses],
    }


def _field(kind: str, name: str) -> str:
    return "who-" + hashlib.sha256(f"{kind}/{name}".encode()).hexdigest()[:12]
