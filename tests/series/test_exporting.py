"""The static copy: every public file, nothing else, nothing twice, no link that leads nowhere."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from series import duplicates, issuing
from series.folder import LIST
from series.models import Person
from series.writing import named
from tests.series.publish import (
    NIGHT,
    begun,
    interviews,
    picture,
    published,
    series,
    somebody,
    story,
    unseen,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]
EVE = NIGHT - timedelta(days=1)
PART = "series/night-shift/part-1/index.html"


@pytest.fixture
def site(tmp_path) -> Path:
    return tmp_path / "site"


def export(site: Path, *options: str, at=NIGHT) -> str:
    from io import StringIO

    out = StringIO()
    with time_machine.travel(at, tick=False):
        call_command("export_site", str(site), *options, stdout=out, stderr=out)
    return out.getvalue()


def files(site: Path) -> dict[str, bytes]:
    found = (path for path in site.rglob("*") if path.is_file() and path.name != LIST)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in found}


def part(**more: object):
    return published(interviews(**more), live_from=EVE, now=EVE)


def test_the_copy_has_every_page_feed_picture_card_and_static_file(site):
    face = picture()
    edition = part(contributions=(somebody(portrait=face), somebody("Ossi Brandt")))
    note = published(story(), live_from=EVE, now=EVE)

    export(site, "--check")

    found = set(files(site))
    assert {
        *("index.html", "404.html", "robots.txt", "sitemap.xml", "llms.txt", "index.md", PART),
        *("series/night-shift/part-1/questions/index.html", "series/night-shift/part-1.md"),
        *(f"series/notes/{note.slug}/index.html", "people/mara-lindqvist/index.html", "topics/trades.md"),
        *(
            "organizations/ovenhouse/index.html",
            "archive/2031/index.html",
            "feed.rss",
            "topics/trades/feed.json",
        ),
        *(f"images/{face.digest}/320.webp", f"cards/{edition.pk}-{edition.digest[:8]}.png"),
        *(
            "static/site/frame.css",
            "static/site/fonts/literata-italic-latin.woff2",
            "static/site/img/icon.svg",
        ),
    } <= found
    assert not [each for each in found if each.startswith(("desk", "search", "opensearch"))]


def test_a_page_is_the_one_that_the_server_sends_but_for_the_search_that_it_cannot_do(client, site):
    part()
    export(site)

    with time_machine.travel(NIGHT, tick=False):
        served = client.get("/series/night-shift/part-1/").content.decode()

    copied = (site / PART).read_text()
    assert "/search/" not in copied
    assert "opensearch" not in copied
    lines = set(served.splitlines()) - set(copied.splitlines())
    assert all("search" in line for line in lines)


def test_nothing_that_is_not_live_is_in_any_file(site):
    part()
    begun(unseen(1))
    published(unseen(2), live_from=NIGHT + timedelta(days=1), now=EVE)
    gone = published(unseen(3), live_from=EVE, now=EVE)
    issuing.withdraw(gone.installment, reason="unseenreason", now=EVE)

    export(site)

    assert [name for name, content in files(site).items() if b"unseen" in content.lower()] == []


def test_a_second_run_writes_nothing_and_a_copy_elsewhere_is_the_same(site, tmp_path):
    part()
    published(story(), live_from=EVE, now=EVE)
    export(site)
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.name != LIST}

    assert export(site) == "Nothing has changed.\n"
    assert ": 0 written, " in export(site, "--all")
    export(tmp_path / "other")

    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.name != LIST} == times
    assert files(tmp_path / "other") == files(site)


def test_a_scheduled_page_is_there_from_the_first_run_after_its_time(site):
    part()
    published(interviews(part=2), live_from=NIGHT + timedelta(minutes=1), now=EVE)

    said = export(site)
    before = set(files(site))
    export(site, "--check", at=NIGHT + timedelta(minutes=1))

    assert "Next: 2031-03-01 10:01 CET." in said
    assert "series/night-shift/part-2/index.html" not in before
    assert "series/night-shift/part-2/index.html" in files(site)
    assert b"part-2" in (site / "index.html").read_bytes()


def test_a_withdrawn_page_is_gone_with_all_that_was_only_there_for_it(site):
    part()
    second = published(
        interviews(somebody("Ida Falk", portrait=picture()), part=2, topics=("Trams",)),
        live_from=EVE,
        now=EVE,
    )
    export(site)
    before = set(files(site))

    issuing.withdraw(second.installment, reason="", now=NIGHT)
    export(site, "--check")

    lost = before - set(files(site))
    assert {"series/night-shift/part-2/index.html", "people/ida-falk.md", "topics/trams/index.html"} <= lost
    assert any(each.startswith("images/") for each in lost)
    assert any(each.startswith("cards/") for each in lost)
    assert not (site / "series/night-shift/part-2").exists()
    assert [name for name, content in files(site).items() if b"Ida Falk" in content] == []


def test_a_former_address_leads_on(site):
    old = part()
    published(interviews(slug="bread"), of=old.installment, live_from=NIGHT, now=EVE)

    export(site, "--check")

    assert 'url=/series/night-shift/bread/"' in (site / PART).read_text()
    questions = (site / "series/night-shift/part-1/questions/index.html").read_text()
    assert 'url=/series/night-shift/bread/questions/"' in questions


def test_the_further_pages_of_a_list_have_addresses_of_their_own(site):
    into = series("Long Row")
    for number in range(1, 24):
        when = EVE + timedelta(minutes=number)
        published(interviews(part=number, slug=f"part-{number}"), into, live_from=when, now=when)

    export(site, "--check")

    first = (site / "series/long-row/index.html").read_text()
    older = re.search(r'<a href="(/series/long-row/before/[^"]+/)" rel="next"', first)[1]
    assert "/series/long-row/part-3/" in (site / f"{older[1:]}index.html").read_text()
    assert "?before=" not in first + (site / "series/long-row.md").read_text()
    assert list((site / "series/long-row/before").glob("*.md"))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("/series/night-shift/part-9/", "leads to /series/night-shift/part-9/, which is not there."),
        ("part-9", "leads to /series/night-shift/part-1/part-9, which is not there."),
        ("#nowhere", "leads to /series/night-shift/part-1/#nowhere, and that page has no such place."),
        ("http://127.0.0.1:8000/desk/", "leads to /desk/, which is not there."),
        ("/people/mara-lindqvist/#x", "leads to /people/mara-lindqvist/#x, and that page has no such place."),
    ],
)
def test_a_link_that_leads_nowhere_fails_the_check_and_is_named(site, capsys, link, said):
    part(introduction=f"See [this]({link}).")

    export(site)
    with (
        pytest.raises(CommandError, match=r"links? inside lead nowhere"),
        time_machine.travel(NIGHT, tick=False),
    ):
        call_command("export_site", str(site), "--check")

    assert said in capsys.readouterr().err


def test_other_peoples_files_are_never_touched(site, tmp_path):
    part()
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("Dear")
    export(site)
    (site / "CNAME").write_text("stet.example")

    export(site, "--all")
    with pytest.raises(CommandError, match="holds other files"):
        export(tmp_path / "home")

    assert (site / "CNAME").read_text() == "stet.example"
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letter.txt"]


def test_a_run_that_broke_off_leaves_nothing_that_the_next_does_not_know(site, monkeypatch):
    part()
    from series import exporting

    real, calls = exporting._answer, []

    def breaks(address):
        calls.append(address)
        if len(calls) > 30:
            raise KeyboardInterrupt
        return real(address)

    monkeypatch.setattr(exporting, "_answer", breaks)
    with pytest.raises(KeyboardInterrupt):
        export(site)
    listed = set((site / LIST).read_text().splitlines())
    assert set(files(site)) <= listed

    monkeypatch.setattr(exporting, "_answer", real)
    export(site)
    assert set(files(site)) == {line for line in (site / LIST).read_text().splitlines() if line[0] != "#"}


def test_two_at_once_do_not_mix(site):
    from series.folder import Folder

    part()
    with Folder(site), pytest.raises(CommandError, match="being written by another"):
        export(site)


def test_who_turned_out_to_be_somebody_else_has_a_page_that_leads_on(site):
    published()
    kept = Person.objects.get(slug="mara-lindqvist")
    for name in ("Mara L.", "Nobody Public"):
        duplicates.merge(named(Person, name), kept if name == "Mara L." else named(Person, "Never Shown"))

    export(site)

    page = (site / "people/mara-l/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=/people/mara-lindqvist/">' in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/people/mara-lindqvist/">' in page
    assert not (site / "people/nobody-public").exists()
