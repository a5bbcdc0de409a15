"""The search page: what it says of what was found, and what a browser is told of it."""

import pytest
import time_machine
from django.utils import timezone

from series.search import find
from tests.series.publish import (
    interviews,
    published,
    series,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "",
            " ",
            "\x00",
            '"',
            '""',
            "'",
            "*",
            "-",
            "()",
            "NEAR(",
            "AND",
            "head:x",
            "{a b}:c",
            "a AND",
            "^bread",
        ),
        *("' OR 1=1 --", "bread'; DROP TABLE x", "%s %d %(a)s", "\\", "🍞", "<script>", "x" * 10_000),
        *("bread " * 2_000, "\ud800", "a" * 39 + "é" * 50, "' & | ! <-> :* ", "中文 bread", "\u202ebread"),
    ],
)
def test_no_query_breaks_it(client, query):
    published()

    find(query, timezone.now())
    answer = client.get("/search/", {"q": query.encode("utf-8", "replace")})

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_the_page_says_what_was_found_and_is_not_to_be_listed(client):
    published()

    page = client.get("/search/", {"q": "bread <decides>"}).content.decode()

    assert "2 results for “bread &lt;decides&gt;”" in page
    assert '<meta name="robots" content="noindex, follow">' in page
    assert 'value="bread &lt;decides&gt;"' in page
    assert 'href="/search/?q=bread+%3Cdecides%3E&amp;person=mara-lindqvist"' in page


def test_the_page_offers_topics_where_nothing_was_found(client):
    published()

    page = client.get("/search/", {"q": "zebra"}).content.decode()

    assert "No results for “zebra”" in page
    assert '<a href="/topics/trades/">Trades</a>' in page


def test_every_page_leads_to_search_and_the_lost_can_search_at_once(client):
    published()

    assert '<a href="/search/">Search</a>' in client.get("/").content.decode()
    assert '<form class="search" role="search" action="/search/"' in client.get("/nowhere").content.decode()


def test_a_browser_is_told_how_to_search_here(client):
    answer = client.get("/opensearch.xml")

    assert 'template="http://127.0.0.1:8000/search/?q={searchTerms}"' in answer.content.decode()
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"


@pytest.mark.parametrize("parts", [1, 3])
def test_the_number_of_queries_does_not_depend_on_how_much_is_found(client, parts, django_assert_num_queries):
    into = series()
    for part in range(1, parts + 1):
        published(interviews(part=part, slug=f"part-{part}", title=f"Part {part}"), into)

    with time_machine.travel(timezone.now(), tick=False), django_assert_num_queries(9):
        client.get("/search/", {"q": "bread"})
