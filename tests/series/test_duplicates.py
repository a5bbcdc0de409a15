"""What the catalogue calls things reaches no reader; two rows that are the same become one."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils.timezone import now

from series import directory, duplicates, editions, writing
from series.models import Appearance, Edition, Filing, Image, Organization, Person, Series, Topic
from tests.series.publish import interviews, picture, published, scheduled, somebody

pytestmark = pytest.mark.django_db
PAGES = ("/", "/series/", "/topics/", "/people/", "/search/?q=tides", "/feed.json", "/topics.md")
PAGES += (
    "/feed.rss",
    "/feed.atom",
    "/sitemap.xml",
    "/archive/",
    "/llms.txt",
    "/people.md",
)


def rename_everything():
    for model in (Person, Organization, Topic):
        for row in model.objects.all():
            row.name = f"Unseen {row.pk}"
            writing.keep(row)
    series = Edition.objects.first().series
    series.title = "Unseen Series"
    writing.keep(series)


def test_names_in_the_catalogue_change_no_byte_of_a_readers_page(client):
    edition = published(interviews(somebody("Ida Falk")))
    pages = [*PAGES, edition.get_absolute_url(), edition.series.get_absolute_url(), "/people/ida-falk/"]
    pages += [f"/topics/{edition.topics.first().slug}/", f"/topics/{edition.topics.first().slug}/feed.rss"]
    pages += [f"{edition.get_absolute_url()[:-1]}.md", f"/cards/{edition.pk}-{edition.digest[:8]}.png"]
    before = [client.get(page).content for page in pages]
    assert {client.get(page).status_code for page in pages} == {200}

    rename_everything()

    assert [client.get(page).content for page in pages] == before
    assert all(b"Unseen" not in page for page in before)


@pytest.mark.parametrize("model", [Person, Organization, Topic, Image, Series])
def test_nothing_that_a_live_page_shows_can_be_deleted(model):
    published(interviews(somebody(portrait=picture())))
    assert model.objects.count() == 1

    for delete in (model.objects.all().delete, model.objects.get().delete):
        with pytest.raises(ProtectedError):
            delete()
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012 - PostgreSQL says so at the end
        model.objects.all()._raw_delete("default")
        connection.check_constraints()


def test_a_merged_person_has_one_page_and_the_old_address_leads_there(client):
    published(interviews(somebody("Ida Falk")))
    published(interviews(somebody("Ida Falck"), part=2))
    gone, kept = Person.objects.get(name="Ida Falck"), Person.objects.get(name="Ida Falk")
    texts = list(Edition.objects.values_list("pk", "digest", "html"))

    moved = duplicates.merge(gone, kept)

    assert moved.editions == 1
    assert set(Appearance.objects.values_list("person", flat=True)) == {kept.pk}
    assert sorted(Appearance.objects.values_list("name", flat=True)) == ["Ida Falck", "Ida Falk"]
    assert list(Edition.objects.values_list("pk", "digest", "html")) == texts
    assert client.get("/people/ida-falck/?before=x").url == "/people/ida-falk/?before=x"
    assert client.get("/people/ida-falck/feed.rss").url == "/people/ida-falk/feed.rss"
    assert client.get("/people/ida-falck.md").url == "/people/ida-falk.md"
    assert len(editions.latest(now(), person="ida-falk").cards) == 2
    assert client.get("/search/", {"q": "falk", "person": "ida-falk"}).status_code == 200
    assert writing.named(Person, "Ida Falck") == kept


def test_what_was_merged_before_leads_to_the_last_row_kept():
    one, two, three = (writing.named(Topic, name) for name in ("Tide", "Tides", "The Tides"))

    duplicates.merge(one, two)
    duplicates.merge(two, three)

    assert writing.named(Topic, "Tide") == three
    with pytest.raises(ValueError, match="merged already"):
        duplicates.merge(one, three)
    with pytest.raises(ValueError, match="different rows"):
        duplicates.merge(three, three)


def test_an_old_address_tells_nothing_of_what_is_not_live(client):
    scheduled(interviews(somebody("Di Fern")))
    gone = writing.named(Person, "Di Ferne")
    duplicates.merge(gone, writing.named(Person, "Di Fern"))

    response = client.get(f"/people/{gone.slug}/")

    assert response.status_code == 404
    assert response.content == client.get("/people/nobody-at-all/").content


def test_a_merged_topic_and_organization_keep_the_names_that_editions_gave_them(client):
    edition = published(interviews(somebody("Ida Falk", organization="Tram Way")))
    topic, place = edition.topics.get(), Organization.objects.get(name="Tram Way")
    called = topic.name
    kept, better = writing.named(Topic, "Labour"), writing.named(Organization, "Tramway")

    duplicates.merge(topic, kept)
    duplicates.merge(place, better)

    assert client.get(f"/topics/{topic.slug}/").url == "/topics/labour/"
    assert [each.name for each in directory.topics(now(), "labour")] == [called]
    assert Filing.objects.get().topic == kept
    assert client.get(f"/organizations/{place.slug}/").url == "/organizations/tramway/"
    assert "Tram Way" in client.get("/organizations/tramway/").content.decode()
