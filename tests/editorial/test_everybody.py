"""Names are read once in a process, and again as soon as anybody has changed one."""

from threading import Thread

import pytest
from django.db import connection, transaction

from editorial import everybody
from series.models import Organization, Person


def elsewhere(work) -> None:
    """Done through a connection of its own, as another process would."""

    def run() -> None:
        work()
        connection.close()

    other = Thread(target=run)
    other.start()
    other.join()


@pytest.fixture
def mara(transactional_db) -> Person:
    return Person.objects.create(name="Mara Quill", slug="mara-quill")


def test_names_that_nobody_has_changed_are_asked_for_in_one_small_query(mara, django_assert_num_queries):
    first = everybody.named()

    with django_assert_num_queries(1):
        assert everybody.named() is first

    assert first.people == ("Mara Quill",)


@pytest.mark.parametrize("change", ["begun", "renamed", "merged", "organization"])
def test_what_another_process_changes_is_known_at_once(mara, change):
    before = everybody.named()
    changes = {
        "begun": lambda: Person.objects.create(name="Ossi Tarn", slug="ossi-tarn"),
        "renamed": lambda: Person.objects.filter(pk=mara.pk).update(name="Mara Tarn"),
        "merged": lambda: Person.objects.create(name="M. Quill", slug="m-quill", merged_into=mara),
        "organization": lambda: Organization.objects.create(name="Quillworks", slug="quillworks"),
    }

    elsewhere(changes[change])
    after = everybody.named()

    assert (set(after.people), set(after.organizations)) == {
        "begun": ({"Mara Quill", "Ossi Tarn"}, set()),
        "renamed": ({"Mara Tarn"}, set()),
        "merged": ({"Mara Quill"}, set()),
        "organization": ({"Mara Quill"}, {"Quillworks"}),
    }[change]
    assert (after.digest == before.digest) == (change == "merged")


def test_a_transaction_knows_its_own_names_and_nobody_else_does_until_it_ends(mara):
    before = everybody.named()

    with transaction.atomic():
        Person.objects.create(name="Ossi Tarn", slug="ossi-tarn")
        within = everybody.named()
        transaction.set_rollback(True)

    assert set(within.people) == {"Mara Quill", "Ossi Tarn"}
    assert everybody.named() == before
