"""What a search finds, in short."""

from django.utils import timezone
from django.utils.html import strip_tags

from series.search import find


def titles(query: str, **which: str) -> list[str]:
    return [strip_tags(each.title) for each in find(query, timezone.now(), **which).hits]


def addresses(query: str, **which: str) -> list[str]:
    return [each.address for each in find(query, timezone.now(), **which).hits]
