"""What machines read: whole texts in feeds, Markdown beside each page, cards, JSON-LD, sitemaps."""

import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from series import issuing, markup, sitemaps
from series.exporters import copy
from series.manuscript import Answer
from series.prose import plain
from tests.series.publish import NIGHT, interviews, picture, published, scheduled, series, somebody, story

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM = "{http://www.w3.org/2005/Atom}"
WHOLE = ("We went out when the shops were shut.", "How did you come to baking?", "The street was dark")


def body(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# -- feeds


def test_every_kind_of_feed_carries_the_whole_text(client):
    published()

    rss = ElementTree.fromstring(body(client, "/feed.rss")).find("channel/item")  # noqa: S314
    atom = ElementTree.fromstring(body(client, "/feed.atom")).find(f"{ATOM}entry")  # noqa: S314
    entry = json.loads(body(client, "/feed.json"))["items"][0]

    for text in (rss.findtext(CONTENT), atom.findtext(f"{ATOM}content"), entry["content_html"]):
        for words in WHOLE:
            assert words in text
    assert atom.find(f"{ATOM}content").get("type") == "html"


def test_a_json_feed_says_what_its_version_asks_for(client):
    edition = published()

    feed = json.loads(body(client, "/series/night-shift/feed.json"))

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{SITE}/series/night-shift/feed.json"
    assert feed["home_page_url"] == f"{SITE}/series/night-shift/"
    entry = feed["items"][0]
    assert entry["id"] == entry["url"] == f"{SITE}/series/night-shift/part-1/"
    assert entry["date_published"] == edition.first_published.isoformat()
    assert entry["authors"][0] == {"name": "Mara Lindqvist", "url": f"{SITE}/people/mara-lindqvist/"}
    assert entry["tags"] == ["Trades"]


def test_a_topic_and_a_person_have_feeds_of_their_own(client):
    published()
    published(story())

    def titles(address):
        return [each["title"] for each in json.loads(body(client, address))["items"]]

    assert titles("/topics/writing/feed.json") == ["The handover that nobody read"]
    assert titles("/people/mara-lindqvist/feed.json") == ["Night Shift, part 1: Bread"]
    assert 'href="/topics/writing/feed.rss"' in body(client, "/topics/writing/")
    assert 'href="/people/ida-falk/feed.rss"' in body(client, "/people/ida-falk/")


def test_a_text_with_characters_that_no_xml_may_hold_breaks_no_feed(client):
    published(interviews(title="Bell \x07 rings", introduction="A form feed \x0c and \uffff more."))

    for kind in ("rss", "atom"):
        ElementTree.fromstring(body(client, f"/feed.{kind}"))  # noqa: S314


def test_links_to_this_site_are_whole_in_a_feed(client):
    published(interviews(introduction="See [the series](/series/night-shift/) and //nothing."))

    text = json.loads(body(client, "/feed.json"))["items"][0]["content_html"]

    assert f'href="{SITE}/series/night-shift/"' in text


# -- Markdown


def test_an_installment_has_a_markdown_version_that_its_page_names(client):
    published()

    page, text = body(client, "/series/night-shift/part-1/"), body(client, "/series/night-shift/part-1.md")

    assert '<link rel="alternate" type="text/markdown" href="/series/night-shift/part-1.md">' in page
    assert text.startswith("# Night Shift, part 1: Bread\n\n> We went out when the shops were shut.\n")
    assert "## Mara Lindqvist\n\nBaker at Ovenhouse\n\n**Background**\n\nMara Lindqvist has worked" in text
    assert "### How did you come to baking?\n\nThe street was dark" in text
    assert f"[Night Shift]({SITE}/series/night-shift.md), part 1" in text
    answer = client.get("/series/night-shift/part-1.md")
    assert answer["Link"] == f'<{SITE}/series/night-shift/part-1/>; rel="canonical"'


def test_the_markdown_shows_no_more_than_the_page(client):
    text = "Seen <!-- unseen --> <b>bold</b>\n\n<script>unseen()</script>\n\n<div hidden>\nshown\n</div>"
    silent = somebody("Unseen Somebody", background="unseen", answers=(Answer(key="u", prompt="1"),))
    published(interviews(somebody(), silent, introduction=text, extra=(("note", "unseen"),)))

    copied = body(client, "/series/night-shift/part-1.md")
    fed = json.loads(body(client, "/feed.json"))["items"][0]["content_html"]

    assert "Seen" in copied
    assert "bold" in copied
    for each in (copied.partition("## ")[2], fed):
        assert "unseen" not in each.lower()
        assert "<script" not in each


@given(
    st.text(st.sampled_from("ab1.)( -+=*_`#>&;~|[]!\\<\n\t:/é") | st.characters(codec="utf-8"), max_size=20)
)
def test_a_line_of_any_characters_stays_what_it_is_in_markdown(text):
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\ufffd]", " ", text)

    assert plain(markup.html(copy.line(text))) == " ".join(text.split())


def test_lists_lead_on_in_markdown_and_every_link_there_is_alive(client):
    published()
    published(story())
    seen, waiting = set(), ["/index.md", "/llms.txt"]

    while waiting:
        address = waiting.pop()
        seen.add(address)
        found = re.findall(rf"\]\({re.escape(SITE)}([^)]+)\)", body(client, address))
        waiting += [each for each in found if each not in seen and each not in waiting]

    assert {
        "/series/night-shift/part-1.md",
        "/people/ida-falk.md",
        "/topics/writing.md",
        "/archive.md",
    } <= seen


# -- the archive


def test_the_archive_has_each_year_with_what_first_appeared_in_it(client):
    into, eve = series(), datetime(2029, 12, 31, 23, 30, tzinfo=UTC)  # 2030 in Paris
    old = published(into=into, live_from=eve, now=eve)
    mended = interviews(introduction="Mended.")
    published(mended, of=old.installment, live_from=NIGHT - timedelta(days=1), now=NIGHT - timedelta(days=1))
    published(interviews(part=2), into, live_from=NIGHT - timedelta(days=2), now=NIGHT)
    published(interviews(part=3), into, live_from=NIGHT + timedelta(days=400), now=NIGHT)

    with time_machine.travel(NIGHT, tick=False):
        years, year = body(client, "/archive/"), body(client, "/archive/2030/")
        assert client.get("/archive/2029/").status_code == 404
        assert client.get("/archive/2032/").status_code == 404

    assert re.findall(r'href="/archive/(\d+)/"', years) == ["2031", "2030"]
    assert re.findall(r'<h2 class="story-item__title"><a href="([^"]+)"', year) == [
        "/series/night-shift/part-1/"
    ]


# -- cards


def test_an_installment_has_a_card_for_where_it_is_shared(client):
    edition = published(interviews(somebody(portrait=picture()), somebody("Łucja Ż. Dąbrowska")))
    page = body(client, "/series/night-shift/part-1/")

    address = re.search(r'<meta property="og:image" content="([^"]+)">', page)[1]
    answer = client.get(address)

    assert address == f"{SITE}/cards/{edition.pk}-{edition.digest[:8]}.png"
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert '<meta property="og:image:width" content="1200">' in page
    assert client.get(address).content == answer.content


@pytest.mark.parametrize("title", ["Каждый день", "W" * 300, "word " * 120, "中文 " * 30, "A\nB", "🍞", "x"])
def test_a_card_is_drawn_whatever_the_title(client, title):
    edition = published(story(title=title, slug="odd"))

    answer = client.get(f"/cards/{edition.pk}-{edition.digest[:8]}.png")

    assert Image.open(BytesIO(answer.content)).size == (1200, 630)


def test_a_card_is_there_while_its_text_is_live_and_no_longer(client):
    edition = published(live_from=NIGHT, now=NIGHT - timedelta(days=1))
    address = f"/cards/{edition.pk}-{edition.digest[:8]}.png"

    with time_machine.travel(NIGHT - timedelta(seconds=1), tick=False):
        assert client.get(address).status_code == 404
    with time_machine.travel(NIGHT, tick=False):
        assert client.get(address).status_code == 200
        issuing.withdraw(edition.installment, reason="", now=NIGHT)
        assert client.get(address).status_code == 404


# -- sitemaps


def test_the_sitemap_names_the_pictures_of_a_page(client):
    face = picture()
    published(interviews(somebody(portrait=face)))
    scheduled(interviews(somebody(portrait=picture((1, 2, 3))), part=2))

    found = re.findall(r"<image:loc>([^<]+)</image:loc>", body(client, "/sitemap.xml"))

    assert found == [f"{SITE}/images/{face.digest}/640.webp"]


def test_a_long_sitemap_becomes_an_index_of_several(client, monkeypatch):
    published()
    whole = re.findall("<loc>([^<]+)", body(client, "/sitemap.xml"))
    monkeypatch.setattr(sitemaps, "MOST", 5)

    numbered = re.findall("<loc>([^<]+)", body(client, "/sitemap.xml"))
    pages = [re.findall("<loc>([^<]+)", body(client, each.removeprefix(SITE))) for each in numbered]

    assert len(pages) == 3
    assert [each for page in pages for each in page] == whole
    assert client.get("/sitemap-4.xml").status_code == 404


def test_llms_txt_begins_with_what_this_is_and_leads_to_the_newest(client):
    published()

    text = body(client, "/llms.txt")

    assert text.startswith("# Stet\n\n> Interviews in series")
    assert f"- [Night Shift, part 1: Bread]({SITE}/series/night-shift/part-1.md): We went out" in text


def test_a_feed_is_the_same_again_from_what_is_kept(client):
    published(live_from=timezone.now() - timedelta(days=1))

    assert client.get("/feed.rss").content == client.get("/feed.rss").content
