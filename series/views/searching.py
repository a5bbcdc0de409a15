"""The search page, and the description that lets a browser offer this search."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from series import directory, structured
from series.search import Results, find

from .answering import document, not_found, page
from .head import Head

FILTERS = {"kind": "Show", "series": "Series", "topic": "Topic", "person": "Person"}


@dataclass(frozen=True)
class Choice:
    """A filter as the page offers it."""

    label: str
    address: str
    count: int | None
    chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is live and has the words of `q`; topics to start from where nothing has."""
    now, query = timezone.now(), request.GET.get("q", "")
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    try:
        results = find(query, now, before=request.GET.get("before", ""), **chosen)
    except ValueError:
        return not_found(request)
    asked = {"q": results.query, **{name: value for name, value in chosen.items() if value}}
    head = Head(
        title=f"{results.query} – search | Stet" if results.query else "Search | Stet",
        description="Search interviews, stories and people.",
        path=reverse("search"),
        section="search",
        current="page",
        robots="noindex, follow",
        next=_address({**asked, "before": results.older}) if results.older else "",
    )
    return page(
        request,
        "search.html",
        head,
        results=results,
        count=_count(results),
        groups=_groups(results, asked),
        first=_address(asked),
        older_than=request.GET.get("before", ""),
        topics=() if results.hits else directory.topics(now),
    )


def _address(asked: dict[str, str]) -> str:
    return f"{reverse('search')}?{urlencode(asked)}"


def _count(results: Results) -> str:
    if not results.query:
        return ""
    number = f"More than {results.total}" if results.capped else f"{results.total or 'No'}"
    return f"{number} result{'' if results.total == 1 and not results.capped else 's'}"


def _groups(results: Results, asked: dict[str, str]) -> list[tuple[str, list[Choice]]]:
    """Each sort of filter with its choices; a chosen one leads back to the results without it."""
    groups = []
    for name, found in results.facets:
        without = {key: value for key, value in asked.items() if key != name}
        choices = [
            Choice(
                each.label, _address({**without, name: each.value}), each.count, asked.get(name) == each.value
            )
            for each in found
        ]
        if name == "kind":
            everything = sum(each.count for each in found)
            choices.insert(0, Choice("Everything", _address(without), everything, name not in asked))
        elif name in asked:
            choices = [Choice(each.label, _address(without), None, True) for each in choices if each.chosen]
        if len(choices) > 1 or name in asked:
            groups.append((FILTERS[name], choices))
    return groups


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch description (version 1.1)."""
    template = escape(structured.absolute(reverse("search")) + "?q={searchTerms}")
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        "<ShortName>Stet</ShortName>",
        "<Description>Search interviews, stories and people.</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        f'<Url type="text/html" method="get" template="{template}"/>',
        "</OpenSearchDescription>",
        "",
    )
    return document(request, "\n".join(lines), "application/opensearchdescription+xml; charset=utf-8")
