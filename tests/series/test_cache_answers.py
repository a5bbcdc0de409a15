"""Pages that are kept: what is answered, and what never is kept."""

import gzip

import pytest
from django.db import DatabaseError

from series import epoch
from tests.series.publish import interviews, published, somebody, story, withdrawn
from tests.series.site import PART, Site


def test_a_page_is_compressed_once_and_has_a_tag_for_each_encoding(site):
    published()

    _, plain, body = site.get()
    status, packed, compressed = site.get(accept_encoding="br, gzip")

    assert (status, gzip.decompress(compressed)) == (200, body)
    assert packed["Content-Length"] == str(len(compressed))
    assert (plain["Vary"], packed["Vary"], packed["Content-Encoding"]) == ("Accept-Encoding",) * 2 + ("gzip",)
    assert plain["ETag"].startswith('"')
    assert plain["ETag"] != packed["ETag"]
    assert plain["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert site.get(accept_encoding="gzip;q=0, br") == site.get()
    assert site.get(accept_encoding="gzip", if_none_match=f'"x", W/{packed["ETag"]}')[::2] == (304, b"")
    assert site.get(if_none_match=packed["ETag"])[0] == 200
    assert site.get(method="HEAD") == (200, plain, b"")


def test_whoever_has_a_page_already_does_not_spoil_it_for_others(site):
    published()
    tag = site.get()[1]["ETag"]
    site.application.store.forget()

    assert site.get(if_none_match=tag)[::2] == (304, b"")
    site.application.store.forget()
    assert site.get(method="HEAD")[::2] == (200, b"")
    assert len(site.get()[2]) > 5000


def test_pages_name_what_a_browser_needs_first(site):
    published()

    link = site.get()[1]["Link"]

    assert '</static/site/fonts/literata-latin.woff2>; rel=preload; as=font; type="font/woff2"' in link


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (PART, True),
        (f"{PART}?utm_source=letter&fbclid=1", True),
        ("/series/night-shift/part-9/", True),  # withdrawn
        ("/feed.atom", True),
        ("/series/night-shift/part-1.md", True),
        ("/series/night-shift/?before=20990101T000000000000Z-1", False),
        ("/search/?q=bread", False),
        ("/series/night-shift/never-was/", False),
        ("/nowhere/", False),
        ("/desk/login/", False),
        ("/static/site/frame.css", False),
        ("/series", False),
    ],
)
def test_only_what_its_address_alone_decides_is_kept(site, path, kept):
    published()
    withdrawn(interviews(part=9))

    first = site.get(path)

    assert bool(site.application.store._answers) is kept
    assert site.get(path)[::2] == first[::2] or path.startswith("/desk")


def test_nothing_that_somebody_puts_behind_an_address_is_in_what_others_get(site):
    published(story())

    for path in ("/", "/people/", "/stories/", "/series/notes/the-handover-that-nobody-read/"):
        site.get(f"{path}?utm_campaign=unseen")
        assert b"unseen" not in site.get(path)[2]


def test_other_hosts_have_pages_of_their_own_and_none_where_there_is_no_such_site(site):
    published()
    site.get()

    assert site.get(host="elsewhere.test")[0] == 400
    assert len(site.application.store._answers) == 1


def test_the_memory_that_pages_take_is_bounded(stamp):
    for part in range(1, 7):
        published(interviews(somebody(background="Long. " * 2000), part=part))
    site = Site(stamp, most=150_000)

    for part in range(1, 7):
        site.get(f"/series/night-shift/part-{part}/")

    store = site.application.store
    assert store.size <= 150_000
    assert store.size == sum(each.size for each in store._answers.values())
    assert [key[0][-3:] for key in store._answers][-1] == "-6/"
    assert 1 < len(store._answers) < 6


def test_where_the_database_does_not_know_nothing_is_kept(stamp, monkeypatch, caplog):
    published()
    site = Site(stamp)

    def refused() -> None:
        raise DatabaseError

    monkeypatch.setattr(epoch, "read", refused)

    assert site.get()[0] == 200
    assert not site.application.store._answers
    assert "does not say" in caplog.text
