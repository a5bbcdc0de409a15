"""Feeds, sitemap and robots.txt."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from tests.series.publish import NIGHT, interviews, published, scheduled, story, unseen, withdrawn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:8000"


def xml(client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314


def test_the_feed_names_what_is_live_newest_first(client):
    published(live_from=timezone.now() - timedelta(days=2))
    note = published(story())
    scheduled(unseen(1))
    withdrawn(unseen(2))

    items = xml(client, "/feed.rss").findall("channel/item")

    assert [each.findtext("title") for each in items] == [note.title, "Night Shift, part 1: Bread"]
    assert items[0].findtext("link") == f"{SITE}/series/notes/{note.slug}/"
    assert items[0].findtext("description") == "Ida Falk on notes that were never read."
    assert [each.text for each in items[0].findall("category")] == ["Trades", "Writing"]


def test_an_entry_has_the_picture_of_its_page_in_every_kind_of_feed(client):
    edition = published()
    address = f"/cards/{edition.pk}-{edition.digest[:8]}.png"

    pictures = [xml(client, f"/feed.{kind}").find(f".//{MEDIA}content").attrib for kind in ("rss", "atom")]
    named = client.get("/feed.json").json()["items"][0]["image"]

    assert named == f"{SITE}{address}"
    assert pictures[0] == pictures[1]
    assert (pictures[0]["url"], pictures[0]["type"]) == (named, client.get(address)["Content-Type"])


def test_an_atom_entry_has_the_day_of_its_first_and_of_its_last_text(client):
    old = published(live_from=NIGHT - timedelta(days=2), now=NIGHT)
    published(interviews(introduction="Mended."), of=old.installment, live_from=NIGHT, now=NIGHT)

    with time_machine.travel(NIGHT, tick=False):
        entry = xml(client, "/feed.atom").find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}published") == "2031-02-27T09:00:00+00:00"
    assert entry.findtext(f"{ATOM}updated") == "2031-03-01T09:00:00+00:00"
    assert entry.findtext(f"{ATOM}id") == f"{SITE}/series/night-shift/part-1/"


def test_each_format_and_each_series_has_feeds_of_its_own(client):
    published()
    note = published(story())

    def titles(address):
        return [each.findtext("title") for each in xml(client, address).findall("channel/item")]

    assert titles("/interviews/feed.rss") == ["Night Shift, part 1: Bread"]
    assert titles("/stories/feed.rss") == [note.title]
    assert titles("/series/notes/feed.rss") == [note.title]
    assert client.get("/series/never/feed.rss").status_code == 404


def test_an_empty_feed_is_the_same_twice(client):
    with time_machine.travel(NIGHT, tick=False):
        first = client.get("/feed.atom")
    with time_machine.travel(NIGHT + timedelta(hours=1), tick=False):
        second = client.get("/feed.atom", headers={"if-none-match": first["ETag"]})

    assert second.status_code == 304


def test_the_sitemap_names_every_public_page_and_its_date(client):
    edition = published()
    scheduled(unseen(1))

    rows = xml(client, "/sitemap.xml").findall(f"{MAP}url")

    found = {each.findtext(f"{MAP}loc").removeprefix(SITE): each.findtext(f"{MAP}lastmod") for each in rows}
    assert set(found) == {
        *("/", "/series/", "/stories/", "/topics/", "/people/", "/archive/"),
        f"/archive/{timezone.localtime(edition.live_from).year}/",
        *("/series/night-shift/", "/people/mara-lindqvist/", "/people/ossi-brandt/"),
        *("/organizations/ovenhouse/", "/organizations/tramway/", "/topics/trades/"),
        "/series/night-shift/part-1/",
    }
    assert found["/series/night-shift/part-1/"] == edition.live_from.isoformat()
    for address in found:
        assert client.get(address).status_code == 200


def test_robots_are_kept_from_the_desk_and_led_to_the_sitemap(client):
    body = client.get("/robots.txt").content.decode()

    assert "Disallow: /desk/" in body
    assert f"Sitemap: {SITE}/sitemap.xml" in body
