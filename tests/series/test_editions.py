"""What is public at a moment: one installment, its neighbours, lists."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from series import directory, editions, issuing
from series.manuscript import Format
from tests.series.publish import (
    NIGHT,
    begun,
    interviews,
    picture,
    published,
    scheduled,
    series,
    somebody,
    story,
    unseen,
    withdrawn,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]


def now():
    return timezone.now()


def test_a_live_edition_is_read_with_its_neighbours_in_one_query(django_assert_num_queries):
    parts = [
        published(interviews(part=number), live_from=now() - timedelta(days=number)) for number in (1, 2, 3)
    ]
    scheduled(interviews(part=4))

    with django_assert_num_queries(1):
        page = editions.at("night-shift", "part-2", now())

    assert page.card.digest == parts[1].digest
    assert [each.part for each in page.earlier] == [1]
    assert page.later.part == 3
    assert [each.name for each in page.card.people] == ["Mara Lindqvist", "Ossi Brandt"]
    assert [each.name for each in page.card.topics] == ["Trades"]


def test_parts_without_numbers_are_neighbours_by_date():
    for place, name in enumerate(("Ada Stone", "Bo Reed", "Cy Marsh"), 1):
        text = interviews(somebody(name), part=None, title=name, slug=name.split()[0].lower())
        published(replace(text, part=None), live_from=now() - timedelta(days=9 - place), of=_unnumbered(text))

    page = editions.at("night-shift", "bo", now())

    assert [each.title for each in page.earlier] == ["Ada Stone"]
    assert page.later.title == "Cy Marsh"


def _unnumbered(text):
    row = begun(text)
    row.part = None
    return row


def test_nothing_of_a_draft_a_scheduled_or_a_withdrawn_edition_is_listed(django_assert_num_queries):
    seen = published()
    begun(unseen(1))
    scheduled(unseen(2))
    withdrawn(unseen(3))
    cancelled = scheduled(unseen(4))
    issuing.cancel(cancelled.installment, now=now())

    with django_assert_num_queries(1):
        found = editions.latest(now()).cards

    assert [each.pk for each in found] == [seen.pk]
    assert [each.title for each in directory.shelves(now())] == ["Night Shift"]
    assert [each.name for each in directory.topics(now())] == ["Trades"]
    assert [each.name for each in directory.people(now())[0]] == ["Mara Lindqvist", "Ossi Brandt"]
    assert "unseen" not in repr(list(directory.directory(now()))).lower()
    assert "unseen" not in repr(list(directory.addresses(now()))).lower()


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_is_one_query_however_long(number, django_assert_num_queries):
    for part in range(1, number + 1):
        published(interviews(part=part))

    with django_assert_num_queries(1):
        assert len(editions.latest(now()).cards) == number
    with django_assert_num_queries(1):
        assert [len(each.parts) for each in directory.shelves(now())] == [number]
    with django_assert_num_queries(1):
        assert [each.count for each in directory.topics(now())] == [number]
    with django_assert_num_queries(1):
        assert len(directory.people(now())[0]) == 2


def test_a_list_goes_on_where_it_stopped():
    for part in range(1, 6):
        published(interviews(part=part), live_from=NIGHT - timedelta(days=365 * 9))  # all at one moment

    seen, before = [], ""
    while True:
        batch = editions.latest(now(), before=before, limit=2)
        seen += [each.part for each in batch.cards]
        before = batch.older
        if not before:
            break

    assert seen == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("cursor", ["x", "20310301T090000000000Z-", "20319901T090000000000Z-1", "\x00", "-1"])
def test_a_cursor_that_no_list_gave_is_refused(cursor):
    with pytest.raises(ValueError, match=r"place|match"):
        editions.latest(now(), before=cursor)


def test_lists_are_narrowed_by_series_format_person_organization_and_topic():
    part = published()
    note = published(story())

    def narrowed(**by):
        return [each.pk for each in editions.latest(now(), **by).cards]

    assert narrowed(series="night-shift") == [part.pk]
    assert narrowed(format=Format.STORY) == [note.pk]
    assert narrowed(person="ossi-brandt") == [part.pk]
    assert narrowed(organization="ovenhouse") == [note.pk, part.pk]
    assert narrowed(topic="writing") == [note.pk]
    assert narrowed(topic="trades") == [note.pk, part.pk]


def test_a_scheduled_edition_is_live_at_its_second():
    with time_machine.travel(NIGHT, tick=False):
        edition = published(live_from=NIGHT + timedelta(seconds=5))
        assert editions.at("night-shift", "part-1", now()) is None

    with time_machine.travel(NIGHT + timedelta(seconds=4), tick=False):
        assert editions.at("night-shift", "part-1", now()) is None
    with time_machine.travel(NIGHT + timedelta(seconds=5), tick=False):
        assert editions.at("night-shift", "part-1", now()).card.digest == edition.digest


def test_a_scheduled_correction_replaces_the_text_at_its_second():
    with time_machine.travel(NIGHT, tick=False):
        old = published()
        new = replace(interviews(), introduction="We went out when the shops were open.")
        published(new, of=old.installment, live_from=NIGHT + timedelta(seconds=5))

        assert editions.at("night-shift", "part-1", now()).card.digest == old.digest

    with time_machine.travel(NIGHT + timedelta(seconds=5), tick=False):
        page = editions.at("night-shift", "part-1", now())
        listed = editions.latest(now()).cards
        assert page.card.digest == new.normalised().digest
        assert page.corrected == NIGHT + timedelta(seconds=5)
        assert [(each.pk, each.first_published) for each in listed] == [(page.card.pk, old.first_published)]


def test_a_correction_that_is_called_off_leaves_the_text_live():
    with time_machine.travel(NIGHT, tick=False):
        old = published()
        new = replace(interviews(), introduction="We went out when the shops were open.")
        published(new, of=old.installment, live_from=NIGHT + timedelta(seconds=5))
        issuing.cancel(old.installment, now=now())

    with time_machine.travel(NIGHT + timedelta(days=1), tick=False):
        assert editions.at("night-shift", "part-1", now()).card.digest == old.digest


def test_what_was_at_an_address_is_known_once_it_was_public():
    begun(unseen(1))
    scheduled(unseen(2))
    gone = withdrawn(unseen(3), reason="It was about somebody else.")
    cancelled = scheduled(unseen(4))
    issuing.cancel(cancelled.installment, now=now())

    for slug in ("unseen-1", "unseen-2", "unseen-4", "unseen-5"):
        assert editions.was_at("night-shift", slug, now()) is None
    with time_machine.travel(now() + timedelta(days=3)):
        assert editions.was_at("night-shift", "unseen-4", now()) is None
    assert editions.was_at("night-shift", "unseen-3", now()) == gone


def test_a_picture_is_public_while_a_live_edition_shows_it():
    text = unseen(7)
    digest = text.contributions[0].portrait.digest
    waiting = scheduled(text)
    cover = picture((1, 2, 3))

    assert not editions.shows_picture(digest, now())
    assert editions.shows_picture(digest, waiting.live_from)
    published(replace(interviews(part=3), cover=cover))
    assert editions.shows_picture(cover.digest, now())
    assert not editions.shows_picture("d" * 64, now())


def test_related_stories_share_topics_first_and_never_name_themselves(django_assert_num_queries):
    own = published(story())
    near = published(story("Bo Reed", "A note on notes", topics=("Writing",)))
    far = published(story("Cy Marsh", "Bread at four", topics=("Bread",)))
    scheduled(story("Di Fern", "Not yet", topics=("Trades", "Writing")))
    published(interviews())
    published(interviews(somebody("Bo Reed")))

    with django_assert_num_queries(1):
        page = editions.at("notes", own.slug, now())

    assert [each.pk for each in page.related] == [near.pk, far.pk]
    assert [each.name for each in page.related[0].people] == ["Bo Reed"]
    assert [each.name for each in page.related[0].topics] == ["Writing"]


def test_people_are_listed_as_of_their_newest_appearance():
    published(interviews(somebody(role="Apprentice")), live_from=now() - timedelta(days=400))
    published(interviews(somebody(role="Master baker"), part=2))
    scheduled(interviews(somebody(role="Unseenrole"), part=3))

    (found,), more = directory.people(now())

    assert (found.role, more) == ("Master baker", "")


def test_series_are_shelved_with_the_latest_first():
    published(interviews(), series("Night Shift"), live_from=now() - timedelta(days=2))
    published(replace(interviews(), series="Day Shift"), series("Day Shift"))

    assert [each.title for each in directory.shelves(now())] == ["Day Shift", "Night Shift"]
