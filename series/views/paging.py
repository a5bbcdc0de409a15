"""One page of a list: which editions, where it goes on, who is on it."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from series import editions
from series.cards import Appears, Card, Listing


def listing(request: HttpRequest, **which: str) -> Listing | None:
    """The page of a list that is asked for; None where there is nothing on it."""
    try:
        found = editions.latest(timezone.now(), before=request.GET.get("before", ""), **which)
    except ValueError:
        return None
    return found if found.cards else None


def paged(request: HttpRequest, address: str) -> str:
    before = request.GET.get("before", "")
    return f"{address}?before={before}" if before else address


def older(address: str, batch: Listing | None) -> str:
    return f"{address}?before={batch.older}" if batch and batch.older else ""


def everybody(cards: Iterable[Card]) -> list[tuple[Appears, Card]]:
    """Everybody in these editions, once, as of the newest, with the edition."""
    found: dict[str, tuple[Appears, Card]] = {}
    for card in cards:
        for each in card.people:
            found.setdefault(each.slug or each.name, (each, card))
    return list(found.values())
