"""The readers' pages: what they show, how they are sent, where they lead."""

import json
import re
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from series import writing
from series.models import Announcement, Edition
from tests.series.publish import (
    interviews,
    published,
    somebody,
    story,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]
LISTS = [
    *("/", "/series/", "/series/night-shift/", "/stories/", "/topics/", "/topics/trades/", "/people/"),
    *("/people/mara-lindqvist/", "/organizations/ovenhouse/"),
    *("/feed.rss", "/feed.atom", "/interviews/feed.rss", "/stories/feed.atom", "/sitemap.xml", "/robots.txt"),
    *("/series/night-shift/feed.rss", "/series/night-shift/feed.atom", "/feed.json"),
    "/topics/trades/feed.rss",
    *("/people/mara-lindqvist/feed.json", "/archive/", "/search/", "/opensearch.xml", "/llms.txt"),
    *(
        "/index.md",
        "/series.md",
        "/series/night-shift.md",
        "/stories.md",
        "/topics.md",
        "/topics/trades.md",
        "/people.md",
    ),
    *("/people/mara-lindqvist.md", "/organizations/ovenhouse.md", "/archive.md"),
]
PAGES = [
    *LISTS,
    "/series/night-shift/part-1/",
    "/series/night-shift/part-1/questions/",
    "/series/notes/{story}/",
    "/series/night-shift/part-1.md",
    "/series/notes/{story}.md",
]


@pytest.fixture
def note() -> Edition:
    return published(story())


@pytest.fixture
def part(note) -> Edition:
    return published()


def test_every_page_is_there(client, part, note):
    for address in PAGES:
        response = client.get(address.format(story=note.slug))
        assert (address, response.status_code) == (address, 200)


def test_an_installment_shows_what_was_said(client, part):
    page = client.get("/series/night-shift/part-1/").content.decode()

    assert '<h1 class="cover__title">Night Shift <span class="cover__part">Part 1: Bread</span></h1>' in page
    assert "The street was dark and one window was not, says Mara Lindqvist." in page
    assert 'How did you come to <span class="stet">driving</span>?' in page
    assert '<a href="/people/ossi-brandt/">Ossi Brandt</a>' in page
    assert '<a href="/topics/trades/">Trades</a>' in page
    assert f'<time datetime="{timezone.localtime(part.first_published):%Y-%m-%d}">' in page


def test_an_installment_by_question_names_the_page_by_person_as_the_one_to_link_to(client, part):
    page = client.get("/series/night-shift/part-1/questions/").content.decode()

    assert 'How did you come to <span class="stet">your field</span>?' in page
    assert 'Asked about <span class="stet">driving</span>' in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/series/night-shift/part-1/">' in page


def test_a_single_persons_interview_and_a_story_have_no_page_by_question(client, note):
    published(interviews(somebody()))

    for address in ("/series/night-shift/part-1/questions/", f"/series/notes/{note.slug}/questions/"):
        assert client.get(address).status_code == 404


def test_parts_lead_to_one_another(client):
    for number in (1, 2, 3):
        published(interviews(part=number))

    page = client.get("/series/night-shift/part-2/").content.decode()

    assert '<a class="pager__link" rel="prev" href="/series/night-shift/part-1/">' in page
    assert '<a class="pager__link pager__link--next" rel="next" href="/series/night-shift/part-3/">' in page
    last = client.get("/series/night-shift/part-3/").content.decode()
    assert "This is the latest part" in last


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_a_handful_of_queries_however_much_there_is(client, number, django_assert_num_queries):
    for part in range(1, number + 1):
        published(interviews(part=part))
        published(story(title=f"Note number {part}"))
    cache.clear()

    for address, queries in (
        ("/series/night-shift/part-1/", 2),
        ("/series/night-shift/part-1/questions/", 2),
        ("/series/notes/note-number-1/", 2),
        ("/", 6),
        ("/series/", 2),
        ("/series/night-shift/", 4),
        ("/stories/", 2),
        ("/topics/", 2),
        ("/topics/trades/", 3),
        ("/people/", 2),
        ("/people/mara-lindqvist/", 3),
        ("/organizations/ovenhouse/", 3),
        ("/feed.rss", 2),  # the second for whole texts that no feed has shown before
        ("/series/night-shift/feed.atom", 2),
        ("/topics/trades/feed.json", 2),
        ("/people/mara-lindqvist/feed.json", 1),
        ("/archive/", 4),
        ("/series/night-shift/part-1.md", 1),
        ("/llms.txt", 2),
        ("/sitemap.xml", 8),
    ):
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2031-02-27", False), ("2031-02-28", True), ("2031-03-02", True), ("2031-03-03", False)],
)
def test_an_announcement_is_shown_from_its_first_to_its_last_day(client, day, shown):
    writing.keep(
        Announcement(text="Open ovens on Sunday", first_day=date(2031, 2, 28), last_day=date(2031, 3, 2))
    )

    with time_machine.travel(f"{day}T12:00:00+00:00", tick=False):
        assert ("Open ovens on Sunday" in client.get("/").content.decode()) is shown


def test_the_announcements_last_day_ends_in_the_sites_zone(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    writing.keep(
        Announcement(text="Open ovens on Sunday", first_day=date(2031, 3, 1), last_day=date(2031, 3, 2))
    )

    with time_machine.travel("2031-03-02T10:59:00+00:00", tick=False):
        assert "Open ovens" in client.get("/").content.decode()
    with time_machine.travel("2031-03-02T11:01:00+00:00", tick=False):
        assert "Open ovens" not in client.get("/").content.decode()


def test_a_page_that_the_reader_has_is_not_sent_again(client, part):
    first = client.get("/series/night-shift/part-1/")

    second = client.get("/series/night-shift/part-1/", headers={"if-none-match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")
    published(interviews(part=2))
    third = client.get("/series/night-shift/part-1/", headers={"if-none-match": first["ETag"]})
    assert third.status_code == 200
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_pages_set_no_cookie_and_hold_no_script_and_no_style_of_their_own(client, part, note):
    for address in PAGES:
        answer = client.get(address.format(story=note.slug))
        assert not answer.cookies, address
        assert "Cookie" not in answer.get("Vary", ""), address
        assert "default-src 'none'; style-src 'self'" in answer["Content-Security-Policy"]
        body = answer.content.decode()
        assert not re.search(r'<script(?! type="application/ld\+json")|\sstyle="|<style|\son\w+="', body), (
            address
        )


def test_what_people_say_cannot_break_out_of_the_page(client):
    name = 'Mara </script><script>alert("x")</script>'
    published(
        interviews(somebody(name, url="javascript:alert(1)", field="<b>bread</b>"), title="<i>Bread</i>")
    )

    for address in ("/", "/people/", "/series/night-shift/", "/series/night-shift/part-1/", "/feed.rss"):
        body = client.get(address).content.decode()
        assert "<script>" not in body
        assert "javascript:" not in body
        assert "<b>bread" not in body
        assert "<i>Bread" not in body


def test_structured_data_names_series_part_people_and_questions(client, part):
    page = client.get("/series/night-shift/part-1/").content.decode()

    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])["@graph"]

    article = data[0]
    assert article["headline"] == "Night Shift, part 1: Bread"
    assert article["isPartOf"]["name"] == "Night Shift"
    assert [each["name"] for each in article["contributor"]] == ["Mara Lindqvist", "Ossi Brandt"]
    questions = article["hasPart"][1]["hasPart"]
    assert [each["name"] for each in questions] == ["How did you come to driving?", "What is hard about it?"]
    for each in questions:
        assert f'id="{each["url"].partition("#")[2]}"' in page


def test_every_link_inside_leads_somewhere(client, part, note):
    published(interviews(part=2))
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer["Content-Type"].startswith("text/html"):
            body = answer.content.decode()
            links = re.findall(r'<a [^>]*href="([^"]*)"', body)
            for link in links:
                path, _, anchor = link.partition("#")
                if not path and anchor:
                    assert f'id="{anchor}"' in body, (address, link)
            waiting += [path for link in links if (path := link.partition("#")[0]).startswith("/")]

    assert reverse("questions", args=["night-shift", "part-2"]) in seen


def test_an_empty_site_says_so(client):
    for address in (
        "/",
        "/series/",
        "/stories/",
        "/topics/",
        "/people/",
        "/feed.rss",
        "/feed.atom",
        "/sitemap.xml",
    ):
        assert client.get(address).status_code == 200
    assert "Nothing is published yet." in client.get("/").content.decode()


def test_long_lists_go_on(client, note):
    for number in range(2, 24):
        published(story(title=f"Note number {number}"))

    first = client.get("/stories/").content.decode()
    more = re.search(r'<a href="(/stories/\?before=[^"]+)" rel="next">', first)[1]
    second = client.get(more).content.decode()

    assert first.count('class="story-item"') == 20
    assert second.count('class="story-item"') == 3
