"""Search: what is live is found, by its words and by nearly its words; nothing else is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from series import issuing
from series.lookup import Wanted, matching
from series.manuscript import Answer
from series.models import Section, Word
from series.search import PAGE, find
from tests.series.publish import (
    NIGHT,
    begun,
    interviews,
    published,
    scheduled,
    series,
    somebody,
    story,
    unseen,
    withdrawn,
)
from tests.series.searching import addresses, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]


def test_an_answer_is_found_and_leads_to_its_place_on_the_page(client):
    published()

    hit = find("dark street lindqvist", timezone.now()).hits[0]

    assert (hit.kind, hit.title) == ("Answer", "How did you come to baking?")
    assert hit.address == "/series/night-shift/part-1/#mara-lindqvist-q1"
    assert hit.where == "Mara Lindqvist, Ovenhouse, Night Shift, part 1: Bread"
    assert hit.snippet.startswith("The <mark>street</mark> was <mark>dark</mark> and one window")
    assert f'id="{hit.address.partition("#")[2]}"' in client.get(hit.address).content.decode()


def test_a_person_leads_to_their_page_and_a_story_to_its_section():
    published()
    note = published(story())

    assert addresses("Mara Lindqvist")[0] == "/people/mara-lindqvist/"
    assert addresses("piled up") == [f"/series/notes/{note.slug}/#problem"]
    assert titles("piled up") == ["The handover that nobody read"]


def test_words_in_a_title_come_before_words_in_a_text():
    published(story(title="Bread for a night", standfirst="About ovens."))
    published()

    assert titles("bread")[:2] == ["Night Shift, part 1: Bread", "Bread for a night"]
    assert len(titles("bread")) == 4


def test_words_side_by_side_come_before_the_same_words_apart():
    published(story(title="First", standfirst="A dark night on a long street."))
    published(story(title="Second", standfirst="Night falls. The rooms are dark."))
    published(story(title="Third", standfirst="Rooms are warm. A dark night is not."))

    found = titles("dark night")

    assert (set(found[:2]), found[2]) == ({"First", "Third"}, "Second")


def test_other_forms_of_a_word_accents_and_capitals_make_no_difference():
    published(interviews(somebody("Zoë Lukáš", background="She was planning windows.")))

    for query in ("zoe", "ZOË LUKAS", "plan", "planned window", "Zoë’s"):
        assert addresses(query)[0] == "/people/zoe-lukas/", query


def test_every_word_must_be_there_and_a_quoted_phrase_as_it_stands():
    published()

    assert addresses("bread decides sit") == [
        "/series/night-shift/part-1/#mara-lindqvist-q2",
        "/series/night-shift/part-1/#ossi-brandt-q2",
    ]
    assert len(addresses('"bread decides"')) == 2
    assert titles('"decides bread"') == []


def test_where_no_text_has_every_word_those_that_lack_one_are_shown():
    published()

    results = find("bread decides unicorn", timezone.now())

    assert results.partial
    assert results.hits[0].address == "/series/night-shift/part-1/#mara-lindqvist-q2"


@pytest.mark.parametrize("typed", ["braed", "bred", "breead", "vread", "rbead", "brea"])
def test_a_typing_error_is_forgiven_and_named(typed):
    published()

    results = find(f"{typed} decides", timezone.now())

    assert results.meant == "bread decides"
    assert results.hits[0].address == "/series/night-shift/part-1/#mara-lindqvist-q2"
    assert "<mark>bread" in results.hits[0].snippet


def test_no_word_of_what_is_not_live_is_offered_for_a_mistyped_one():
    published()
    scheduled(unseen(1))
    withdrawn(unseen(2))

    results = find("unseenanswr", timezone.now())

    assert (results.hits, results.meant) == ((), "")


def test_nothing_that_is_not_live_is_found_by_any_of_its_words():
    part = published()
    begun(unseen(1))
    scheduled(unseen(2))
    withdrawn(unseen(3))
    cancelled = scheduled(unseen(4))
    issuing.cancel(cancelled.installment, now=timezone.now())
    correction = replace(interviews(), introduction="unseencorrection")
    published(correction, of=part.installment, live_from=timezone.now() + timedelta(days=1))

    words = ("unseentitle", "unseenname", "unseenplace", "unseenanswer", "unseenbackground", "unseenrole")
    for word in (
        *words,
        "unseenintroduction",
        "unseenstandfirst",
        "unseentopic",
        "unseencorrection",
        "unseen",
    ):
        assert find(word, timezone.now()).total == 0, word
    assert find("shops", timezone.now()).total == 1


def test_a_scheduled_text_and_a_correction_are_found_from_their_second_on():
    old = published(interviews(introduction="Oldword."), live_from=NIGHT - timedelta(days=1), now=NIGHT)
    published(
        interviews(introduction="Newword."), of=old.installment, live_from=NIGHT, now=NIGHT - timedelta(1)
    )

    assert find("newword", NIGHT - timedelta(microseconds=1)).total == 0
    assert find("oldword", NIGHT - timedelta(microseconds=1)).total == 1
    assert find("newword", NIGHT).total == 1
    assert find("oldword", NIGHT).total == 0


def test_what_is_still_to_come_takes_no_place_from_what_is_live():
    published(story(title="Bread for a night"))
    for part in (2, 3):
        scheduled(interviews(part=part))
    wanted = Wanted((("bread",),))

    found = matching(wanted, timezone.now(), most=1)

    assert [row[1] for row in found] == [Section.STORY]
    assert found == matching(wanted, timezone.now(), most=9)


def test_a_withdrawn_text_is_gone_with_its_rows():
    edition = published()
    assert find("bread", timezone.now()).total

    issuing.withdraw(edition.installment, reason="", now=timezone.now())

    assert find("bread", timezone.now()).total == 0
    assert not Section.objects.exists()


def test_results_are_narrowed_by_kind_series_topic_and_person():
    published()
    published(interviews(somebody("Ossi Brandt"), part=2, topics=("Trams",)))
    published(story(standfirst="On bread."))

    assert len(titles("bread")) == 6
    assert titles("bread", kind="story") == ["The handover that nobody read"]
    assert titles("bread", series="notes") == ["The handover that nobody read"]
    assert addresses("decides", topic="trams") == ["/series/night-shift/part-2/#ossi-brandt-q2"]
    assert set(addresses("decides", person="ossi-brandt")) == {
        "/series/night-shift/part-2/#ossi-brandt-q2",
        "/series/night-shift/part-1/#ossi-brandt-q2",
    }
    for nothing in ({"series": "x"}, {"topic": "x\x00"}, {"person": "y" * 999}, {"kind": "k"}):
        assert titles("bread", **nothing) == []


def test_filters_say_how_much_there_is_and_only_of_what_is_live():
    published()
    scheduled(interviews(somebody("Unseen Name"), part=2, topics=("Unseen",)))

    facets = dict(find("decides", timezone.now()).facets)

    assert [(each.label, each.count) for each in facets["kind"]] == [("Answers", 2)]
    assert [(each.label, each.count) for each in facets["topic"]] == [("Trades", 2)]
    assert [each.label for each in facets["person"]] == ["Mara Lindqvist", "Ossi Brandt"]


def test_a_person_of_several_parts_is_one_result():
    for part in (1, 2, 3):
        published(interviews(somebody(role=f"Baker {part}"), part=part))

    people = find("lindqvist", timezone.now(), kind="person").hits

    assert [each.address for each in people] == ["/people/mara-lindqvist/"]


def test_pages_of_results_hold_everything_once():
    into = series()
    for part in range(1, 9):
        published(interviews(part=part, slug=f"part-{part}", title=f"Part {part}"), into)

    first = find("window", timezone.now())
    second = find("window", timezone.now(), before=first.older)

    assert (first.total, len(first.hits), len(second.hits), second.older) == (18, PAGE, 8, "")
    assert len({each.address for each in (*first.hits, *second.hits)}) == 18
    for wrong in ("x", "1-", "9" * 30, "1-2-3-4"):
        with pytest.raises(ValueError, match="no place"):
            find("window", timezone.now(), before=wrong)


def test_a_text_of_any_words_can_be_indexed_and_its_marks_stay_text():
    body = "<b>bold</b> &lt;script&gt; {x} O’Neill \x01 " + "word " * 30_000
    answers = (Answer(key="1", prompt="1", body=body),)
    published(interviews(somebody(answers=answers)))

    snippet = find("oneill", timezone.now()).hits[0].snippet

    assert "<mark>O’Neill</mark>" in snippet
    assert "<script>" not in snippet


def test_rebuilding_gives_the_rows_and_the_words_that_publishing_gave():
    old = published()
    published(interviews(introduction="Mended."), of=old.installment)
    published(story())
    scheduled(unseen(1))
    withdrawn(interviews(part=5))
    columns = (
        "edition",
        "appearance",
        "position",
        "kind",
        "anchor",
        "title",
        "body",
        "head",
        "about",
        "tags",
    )
    before = list(Section.objects.values_list(*columns, "words"))

    call_command("rebuild_search", verbosity=0)

    assert list(Section.objects.values_list(*columns, "words")) == before
    assert set(Word.objects.values_list("text", flat=True)) >= {"bread", "handover", "unseenanswer", "mended"}
    assert find("bread", timezone.now()).total == 3
