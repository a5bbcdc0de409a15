"""People, organizations, topics and series on the desk: a change reaches readers as a correction only."""

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from editorial import desk
from editorial.models import Merger, RecordError
from editorial.workflow import Refused, Stage
from series.models import Edition, Organization, Person, Topic
from series.writing import named
from tests.editorial.browsing import as_, stage_of
from tests.editorial.pages import said
from tests.editorial.people import docket_in, draft, head_text, ready_text, series

pytestmark = pytest.mark.django_db


def page(row, what: str = "change") -> str:
    return reverse(f"admin:series_{row._meta.model_name}_{what}", args=[row.pk])


def rename(who, row, **values):
    """Change a row as its page does."""
    own = {name: getattr(row, name) for name in ("name", "url", "about", "title") if hasattr(row, name)}
    return as_(who).post(page(row), {**own, **values}, follow=True)


def correct(who, row, data):
    with zeal_ignore():  # each goes through the desk by itself: it is moved, then its text is filed
        return as_(who).post(page(row, "correct"), data, follow=True)


def imara() -> Person:
    return Person.objects.get(name="Imara Okello")


def test_a_new_name_changes_no_page_and_is_offered_as_a_correction_of_each(people):
    house = series()
    dockets = [docket_in(Stage.PUBLISHED, people, ready_text(part), house) for part in (1, 2)]
    before = [as_(people.eve).get(each.get_absolute_url()).content for each in Edition.objects.all()]

    answer = rename(people.alice, imara(), name="Imara A. Okello")

    person = Person.objects.get(name="Imara A. Okello")
    assert [as_(people.eve).get(each.get_absolute_url()).content for each in Edition.objects.all()] == before
    text = said(as_(people.alice).get(page(person)))
    assert "Name: Imara Okello Imara A. Okello Start a correction" in text
    assert "Imara Okello, Head of Forecasting, Harbor Freight Lines" in text
    assert "No text names it yet" not in text
    assert answer.status_code == 200

    edition = Edition.objects.get(installment=dockets[0].installment)
    correct(people.alice, person, {"edition": edition.pk})

    assert [stage_of(each) for each in dockets] == ["draft", "published"]
    assert head_text(dockets[0]).people == ("Imara A. Okello", "Tomas Lindqvist")
    assert dockets[0].head.source == "corrected: Imara A. Okello"
    assert "Its correction" not in said(as_(people.alice).get(page(person)))
    assert edition.read().people == ("Imara Okello", "Tomas Lindqvist")


def test_the_published_correction_shows_the_new_name_on_the_persons_page_at_the_same_address(people):
    docket = docket_in(Stage.PUBLISHED, people)
    rename(people.alice, imara(), name="Imara A. Okello")
    person = Person.objects.get(name="Imara A. Okello")
    desk.offer(person, Edition.objects.get(), by=people.alice)
    docket.refresh_from_db()

    assert "Imara A. Okello" not in as_(people.eve).get("/people/imara-okello/").content.decode()
    Person.objects.get(name="Imara Okello", merged_into=person)
    text = head_text(docket)
    for old, new in (("introduction", "Imara A. Okello"), ("closing", "Imara A. Okello")):
        assert new not in getattr(text, old)


def test_all_corrections_at_once_and_what_cannot_be_corrected_says_why(people):
    house = series()
    first, second = (docket_in(Stage.PUBLISHED, people, ready_text(1), house), None)
    topic = Topic.objects.get(name="Forecasting")
    second = docket_in(Stage.PUBLISHED, people, ready_text(2), house)
    rename(people.alice, topic, name="Forecasts")
    topic.refresh_from_db()

    answer = correct(people.alice, topic, {"edition": "all"})

    assert said(answer).count("is its correction") == 2
    assert [head_text(each).topics for each in (first, second)] == [("Forecasts",), ("Forecasts",)]
    desk.make(first, "submit", by=people.alice)
    with pytest.raises(Refused, match="in review"):
        desk.offer(topic, Edition.objects.get(installment=first.installment), by=people.alice)
    with pytest.raises(Refused, match="has it already"):
        desk.offer(topic, Edition.objects.get(installment=second.installment), by=people.alice)
    with pytest.raises(Refused, match="Only an editor"):
        desk.offer(topic, Edition.objects.first(), by=people.bob)


def test_a_role_that_was_wrong_even_then_is_corrected_where_it_is_ticked(people):
    docket = docket_in(Stage.PUBLISHED, people)

    data = {"edition": Edition.objects.get().pk, "role": "Chief Forecaster", "organization": ""}
    correct(people.alice, imara(), data)

    assert [each.role for each in head_text(docket).contributions] == [
        "Chief Forecaster",
        "Principal Engineer",
    ]


def test_duplicates_are_shown_previewed_and_merged_with_a_record_of_who_did_it(people):
    docket_in(Stage.PUBLISHED, people)
    double = named(Person, "Imara Okelo")
    alice = as_(people.alice)
    chosen = {"action": "merge", "_selected_action": [double.pk, imara().pk], "kept": imara().pk}
    listing = reverse("admin:series_person_changelist")

    assert "Spelled like it Imara Okelo" in said(alice.get(page(imara())))
    preview = said(alice.post(listing, chosen))
    assert "Merge 2 people Which one is kept?" in preview
    assert not Merger.objects.exists()

    answer = said(alice.post(listing, {**chosen, "_confirmed": "1"}, follow=True))

    merger = Merger.objects.get()
    assert (merger.by, merger.gone_name, merger.kept_name) == (people.alice, "Imara Okelo", "Imara Okello")
    assert "Merged into it “Imara Okelo”, by Alice" in answer
    assert "Imara Okelo " not in said(alice.get(listing))
    once_more = said(alice.post(listing, {**chosen, "_confirmed": "1"}, follow=True))
    assert "Choose at least two" in once_more
    assert Merger.objects.count() == 1
    with pytest.raises(RecordError):
        merger.delete()


@pytest.mark.parametrize("who", ["bob", "dora", "eve"])
def test_only_who_may_change_people_merges_them(people, who):
    one, two = named(Organization, "Quillworks"), named(Organization, "Quill Works")

    with pytest.raises(Refused, match="Only those who may change organizations"):
        desk.merge(one, [two], by=getattr(people, who))
    as_(getattr(people, who)).post(
        reverse("admin:series_organization_changelist"),
        {"action": "merge", "_selected_action": [one.pk, two.pk], "kept": one.pk, "_confirmed": "1"},
    )

    assert Organization.objects.filter(merged_into=None).count() == 2


@pytest.mark.parametrize("parts", [1, 3])
def test_a_persons_page_costs_the_same_for_any_number_of_parts(people, parts, django_assert_num_queries):
    house = series()
    for part in range(1, parts + 1):
        draft(people, ready_text(1), into=series(title=f"Series {part}"))
    docket_in(Stage.PUBLISHED, people, ready_text(1), house)
    alice = as_(people.alice)
    alice.get(page(imara()))  # what a process reads once

    with django_assert_num_queries(12):
        alice.get(page(imara()))
