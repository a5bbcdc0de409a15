"""What readers may see and when: nothing but live editions, by any address, in any representation."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from series import issuing, writing
from series.models import Edition
from tests.series.publish import (
    NIGHT,
    begun,
    interviews,
    picture,
    published,
    scheduled,
    somebody,
    story,
    unseen,
    withdrawn,
)
from tests.series.test_pages import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]


@pytest.fixture
def note() -> Edition:
    return published(story())


@pytest.fixture
def part(note) -> Edition:
    return published()


def test_nothing_of_what_is_not_public_is_on_any_page(client, part, note):
    begun(unseen(1))
    scheduled(unseen(2))
    withdrawn(unseen(3), reason="It was about somebody else.")
    cancelled = scheduled(unseen(4))
    issuing.cancel(cancelled.installment, now=timezone.now())
    correction = replace(interviews(), introduction="unseencorrection")
    published(correction, of=part.installment, live_from=timezone.now() + timedelta(days=1))

    for address in PAGES:
        body = client.get(address.format(story=note.slug)).content.decode().lower()
        assert "unseen" not in body, address


def test_what_is_not_public_answers_like_what_never_was(client, part):
    hidden = [begun(unseen(1)), scheduled(unseen(2)).installment, scheduled(unseen(3)).installment]
    issuing.cancel(hidden[2], now=timezone.now())
    digests = [unseen(number).contributions[0].portrait.digest for number in (1, 2, 3)]
    nothing = client.get("/series/night-shift/never-was/")
    addresses = [
        *(f"/series/night-shift/{row.slug}/" for row in hidden),
        *(f"/series/night-shift/{row.slug}/questions/" for row in hidden),
        *(f"/people/unseenname-unseen{number}/" for number in (1, 2, 3)),
        *(f"/organizations/unseenplace-{number}/" for number in (1, 2, 3)),
        *(f"/topics/unseentopic-{number}/" for number in (1, 2, 3)),
        *(f"/images/{digest}/320.{form}" for digest in digests for form in ("webp", "avif", "jpg")),
        *(
            "/people/nobody/",
            "/images/" + "0" * 64 + "/320.webp",
            "/images/x/1.webp",
            f"/images/{digests[0]}/320.png",
            "/nowhere",
            "/series/none/",
        ),
        *(f"/series/night-shift/{row.slug}.md" for row in hidden),
        *(f"/people/unseenname-unseen{number}.md" for number in (1, 2, 3)),
        *(f"/people/unseenname-unseen{number}/feed.json" for number in (1, 2, 3)),
        *(f"/topics/unseentopic-{number}/feed.rss" for number in (1, 2, 3)),
        *(
            f"/cards/{each.pk}-{each.digest[:8]}.png"
            for each in Edition.objects.filter(slug__startswith="unseen")
        ),
        *(f"/cards/{part.pk}-{'0' * 8}.png", "/archive/1999/", "/archive/1999.md", "/archive/99999/"),
        *("/sitemap-1000.xml", "/sitemap-0.xml", "/series/none.md", "/organizations/none.md"),
        *(
            "/series/none/feed.rss",
            "/series/night-shift/?before=x",
            "/people/?after=zzz",
            "/stories/?before=0-0",
            "/stories.md?before=0-0",
        ),
    ]

    for address in addresses:
        answer = client.get(address)
        assert (address, answer.status_code, answer.content) == (address, 404, nothing.content)
        same = {**answer.headers, "Vary": ""}  # pictures ask who is there, whether they exist or not
        assert same == {**nothing.headers, "Vary": ""}, address


def test_a_withdrawn_page_says_that_it_is_gone_and_why(client):
    edition = published()
    issuing.withdraw(edition.installment, reason="It named the wrong bakery.", now=timezone.now())

    pages = ("/series/night-shift/part-1/", "/series/night-shift/part-1/questions/")
    for address in (*pages, "/series/night-shift/part-1.md"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "It named the wrong bakery." in answer.content.decode()
        assert "The street was dark" not in answer.content.decode()
    for address in (
        "/series/night-shift/",
        "/people/mara-lindqvist/",
        "/organizations/ovenhouse/",
        "/topics/trades/",
    ):
        assert client.get(address).status_code == 404


def test_a_scheduled_page_appears_when_its_time_comes_and_nothing_else_runs(client):
    with time_machine.travel(NIGHT, tick=False):
        published(live_from=NIGHT + timedelta(seconds=5))
        assert client.get("/series/night-shift/part-1/").status_code == 404
        assert "Mara" not in client.get("/").content.decode()

    with time_machine.travel(NIGHT + timedelta(seconds=5), tick=False):
        assert client.get("/series/night-shift/part-1/").status_code == 200
        assert "Mara" in client.get("/").content.decode()


def test_a_correction_takes_the_place_of_the_text_and_says_so(client):
    old = published(live_from=NIGHT - timedelta(days=2), now=NIGHT)
    new = replace(interviews(), introduction="We went out when the shops were open.")
    published(new, of=old.installment, live_from=NIGHT - timedelta(days=1), now=NIGHT)

    with time_machine.travel(NIGHT, tick=False):
        page = client.get("/series/night-shift/part-1/").content.decode()

    assert "the shops were open" in page
    assert "the shops were shut" not in page
    assert 'Corrected, <time datetime="2031-02-28">28 February 2031</time>' in page
    assert '<time datetime="2031-02-27">27 February 2031</time>' in page


def test_an_old_address_leads_to_the_new_one_only_once_it_is_public(client):
    old = published()
    moved = replace(interviews(), slug="bread")
    published(moved, of=old.installment, live_from=NIGHT)

    with time_machine.travel(NIGHT - timedelta(seconds=1), tick=False):
        assert client.get("/series/night-shift/part-1/").status_code == 200
        assert client.get("/series/night-shift/bread/").status_code == 404
    with time_machine.travel(NIGHT, tick=False):
        answer = client.get("/series/night-shift/part-1/questions/")
        assert (answer.status_code, answer["Location"]) == (301, "/series/night-shift/bread/questions/")
        answer = client.get("/series/night-shift/part-1.md")
        assert (answer.status_code, answer["Location"]) == (301, "/series/night-shift/bread.md")


def test_a_picture_is_served_while_a_live_edition_shows_it_and_to_the_desk_always(client):
    shown, hidden = picture((9, 9, 9)), picture((8, 8, 8))
    published(interviews(somebody(portrait=shown), somebody("Ossi Brandt")))
    scheduled(interviews(somebody(portrait=hidden), part=2))
    addresses = [f"/images/{each.digest}/320.webp" for each in (shown, hidden)]

    answers = [client.get(address) for address in addresses]

    assert [each.status_code for each in answers] == [200, 404]
    assert answers[0]["Content-Type"] == "image/webp"
    assert client.get(addresses[0].replace("320", "321")).status_code == 404
    client.force_login(User.objects.create_user("nadia", is_staff=True))
    assert client.get(addresses[1]).status_code == 200
    assert client.get(addresses[1])["Cache-Control"] == "private, no-store"


def test_a_person_is_shown_as_of_the_newest_live_edition_and_never_from_a_working_row(client):
    published(interviews(somebody(role="Apprentice")), live_from=timezone.now() - timedelta(days=400))
    published(interviews(somebody(role="Master baker"), part=2))
    scheduled(interviews(somebody(role="unseenrole"), part=3))
    person = Edition.objects.first().appearances.first().person
    person.name, person.url = "Unseen Name", "https://unseen.example"
    writing.keep(person)

    page = client.get("/people/mara-lindqvist/").content.decode()

    assert '<h1 class="person__name">Mara Lindqvist</h1>' in page
    assert "Master baker at" in page
    assert "unseen" not in page.lower()


def test_a_list_that_lost_an_entry_is_sent_again_to_who_only_knows_a_date(client, part):
    gone = published(interviews(part=2))
    first = client.get("/series/night-shift/")
    issuing.withdraw(gone.installment, reason="", now=timezone.now())

    second = client.get("/series/night-shift/", headers={"if-modified-since": first["Last-Modified"]})

    assert second.status_code == 200
    assert "part-2" not in second.content.decode()
