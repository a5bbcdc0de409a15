"""Every address of the site: its pattern, and where it leads with rows of a state put in."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.urls import URLPattern, get_resolver

from editorial.models import Docket, HouseRules
from editorial.standing import Standing
from series.models import Announcement, Appearance, Edition, Organization, Person, Series, Topic
from tests.editorial.people import Cast, head_text

MOVES = ("submit", "approve", "publish")
KEPT = {
    "series/series": Series,
    "series/person": Person,
    "series/organization": Organization,
    "series/topic": Topic,
    "series/announcement": Announcement,
    "auth/group": Group,
    "editorial/houserules": HouseRules,
}


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the URLconf. The desk's moves are as many routes as there are named here."""
    for each in (resolver or get_resolver()).url_patterns:
        whole = before + str(each.pattern).removeprefix("^").removesuffix("$").replace("\\.", ".")
        if hasattr(each, "url_patterns"):
            yield from routes(each, whole)
        elif "/move/" in whole:
            yield from ((whole.replace("<slug:name>", name), each) for name in MOVES)
        else:
            yield whole, each


def is_desks(route: str) -> bool:
    return route.startswith("desk/")


def has_states(route: str) -> bool:
    """Whether the address is that of an installment, or of what readers have of it."""
    return "<slug:series>/<slug:slug>" in route or "installment/<int:pk>" in route


class Filling:
    """What stands in place of the angle brackets of a route: rows that are there, and this docket's."""

    def __init__(self, docket: Docket, people: Cast) -> None:
        row, text = docket.installment, head_text(docket)
        edition = Edition.objects.order_by("pk").first()
        shown = Appearance.objects.filter(edition=edition).select_related("person", "organization").first()
        found = next(iter(Standing(docket).findings), None)
        assert edition is not None
        assert shown is not None
        self.slugs = {
            "topics/": Topic.objects.earliest("pk").slug,
            "people/": shown.person.slug,
            "organizations/": shown.organization.slug,
            "series/<slug:series>/": text.slug,
            "series/": row.series.slug,
        }
        self.rows = {f"desk/{part}/": model.objects.earliest("pk").pk for part, model in KEPT.items()}
        self.rows["desk/auth/user/"] = people.eve.pk
        self.values = {
            "<int:pk>": row.pk,
            "<id>": people.eve.pk,
            "<uuid:key>": text.contributions[0].key,
            "<int:number>": 1,
            "<int:file>": 1,
            "<int:year>": edition.first_published.year,
            "<slug:fingerprint>": found.finding.fingerprint if found else "none",
            "<slug:digest>": "0" * 64,
            "<int:width>": 320,
            "<path:content_type_id>": 1,
            "<slug:series>": row.series.slug,
            r"(?P<kind>rss|atom|json)": "rss",
            r"(?P<digest>[0-9a-f]{64})": "0" * 64,
            r"(?P<width>[0-9]{1,4})": "320",
            r"(?P<form>\w+)": "webp",
            r"(?P<pk>[0-9]{1,18})": edition.pk,
            r"(?P<digest>[0-9a-f]{8})": edition.digest[:8],
            r"(?P<app_label>series|auth|editorial)": "auth",
            r"(?P<url>.*)": "nowhere",
            "<path:object_id>": row.pk,
        }

    def address(self, route: str) -> str:
        slug = next((slug for start, slug in self.slugs.items() if route.startswith(start)), "")
        some = next((pk for start, pk in self.rows.items() if route.startswith(start)), None)
        own = {"<slug:slug>": slug, r"(?P<slug>[-\w]+)": slug}
        own |= {"<int:pk>": self.values["<id>"]} if route.startswith("desk/security/") else {}
        own |= {} if some is None else {"<path:object_id>": some}
        for pattern, value in {**own, **self.values, **own}.items():
            route = route.replace(pattern, str(value))
        assert not re.search(r"[<>()\\]", route), f"say in this table what fills {route}"
        return f"/{route}"
