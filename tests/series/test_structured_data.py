"""JSON-LD: what a page says to machines about itself."""

import json
import re
from datetime import datetime

import pytest

from tests.series.publish import interviews, picture, published, somebody, story
from tests.series.test_machines import body

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


REQUIRED = {
    "Article": {"headline", "description", "datePublished", "dateModified", "image", "publisher", "author"},
    "CreativeWorkSeries": {"name"},
    "CollectionPage": {"name", "url"},
    "Person": {"name"},
    "Organization": {"name"},
    "ProfilePage": {"mainEntity"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Conversation": {"name", "hasPart"},
    "Question": {"name", "url", "position"},
    "WebPageElement": {"name", "url"},
    "WebSite": {"name", "url"},
}


def things(data):
    if isinstance(data, dict):
        if "@type" in data:
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from things(each)


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/", {"WebSite"}),
        ("/series/night-shift/", {"CreativeWorkSeries", "Article"}),
        ("/series/night-shift/part-1/", {"Article", "Conversation", "Question", "BreadcrumbList", "Person"}),
        ("/series/notes/the-handover-that-nobody-read/", {"Article", "WebPageElement", "Person"}),
        ("/people/mara-lindqvist/", {"ProfilePage", "Person"}),
        ("/topics/trades/", {"CollectionPage"}),
        ("/organizations/ovenhouse/", {"CollectionPage"}),
    ],
)
def test_what_a_page_says_to_machines_has_all_that_its_kind_asks_for(client, address, kinds):
    published(interviews(somebody(portrait=picture(), role="</script><b>Baker")))
    published(story())
    page = body(client, address)

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])

    found = list(things(data["@graph"]))
    assert data["@context"] == "https://schema.org"
    assert kinds <= {each["@type"] for each in found}
    for each in found:
        listed = each["@type"] == "Article" and "datePublished" not in each and "@id" not in each
        missing = set() if listed else REQUIRED[each["@type"]] - each.keys()
        assert not missing, each
        for name in ("url", "item", "image", "@id", "mainEntityOfPage"):
            for link in [each.get(name, SITE)] if isinstance(each.get(name, SITE), str) else each[name]:
                assert link.startswith(SITE), (name, link)
        for name in ("datePublished", "dateModified"):
            assert datetime.fromisoformat(each.get(name, "2031-01-01T00:00:00+00:00")).tzinfo


def test_the_places_that_json_ld_names_are_on_the_page(client):
    published()
    page = body(client, "/series/night-shift/part-1/")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])

    anchors = {each["url"].partition("#")[2] for each in things(data) if each["@type"] == "Question"}

    assert len(anchors) == 4
    for anchor in anchors:
        assert f'id="{anchor}"' in page
