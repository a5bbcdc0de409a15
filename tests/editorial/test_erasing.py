"""Somebody asks for their data to be erased: their words are gone everywhere, and the history still holds."""

from dataclasses import replace
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from editorial import backups, desk, guards, verifying
from editorial.blanking import Words, without
from editorial.desk.erasing import erase
from editorial.models import Docket, Erasure
from editorial.workflow import Refused, Stage
from series.models import Edition, Image, Person
from tests.editorial.people import Cast, docket_in, draft, head_text, ready_text, refile, with_portrait
from tests.series.publish import picture

NAME = ready_text().contributions[0].name
THEIRS = ready_text().contributions[0].background
FIRST = NAME.split()[0]


def everything() -> str:
    """All rows of all tables."""
    return "\n".join(str(row) for each in backups.tables(apps) for row in backups.rows_of(each))


@pytest.fixture
def docket(people: Cast) -> Docket:
    """Published with somebody who wants to be forgotten, talked about, withdrawn because of it."""
    docket = docket_in(Stage.PUBLISHED, people)
    spot = f"contributions/{head_text(docket).contributions[0].key}/background"
    desk.comment(docket, by=people.bob, path=spot, text=f"@alice, did {NAME} say so?", quote=THEIRS[:20])
    desk.make(docket, "withdraw", by=people.dora, note=f"{NAME} asked us to.")
    return docket


def test_their_words_are_gone_and_the_history_holds(people: Cast, docket: Docket) -> None:
    face = draft(people, ready_text(2))
    portrait, text = picture(), ready_text(2, people=1)
    again = replace(text, contributions=(replace(text.contributions[0], name=NAME),))
    refile(face, with_portrait(again, portrait), people.alice)
    desk.make(face, "kill", by=people.alice, note="Not now.")
    kept = storages["images"].path(Image.objects.get(pk=portrait.digest).file.name)
    before = everything()
    assert NAME in before
    assert THEIRS in before
    person = Person.objects.get(name=NAME)

    done = erase(person, by=people.root, reason="They asked.", also=[FIRST])

    after = everything()
    assert [each for each in (NAME, FIRST, THEIRS, THEIRS[:20]) if each.lower() in after.lower()] == []
    assert not Image.objects.filter(pk=portrait.digest).exists()
    assert not storages["images"].exists(kept)
    assert list(verifying.faults()) == []
    assert guards.missing() == []
    others = ready_text().contributions[1].background
    assert others in after  # everybody else's words stay
    assert done.rows["edition"] == 1
    assert {each.kind for each in Erasure.objects.all()} == {"revision", "edition", "step"}


def test_what_an_erasure_has_left_cannot_be_rewritten_in_its_shadow(people: Cast, docket: Docket) -> None:
    erase(Person.objects.get(name=NAME), by=people.root, reason="They asked.")
    guards.lift()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE series_edition SET manuscript = replace(manuscript, 'erased', 'forged')")
        cursor.execute("UPDATE editorial_step SET note = 'Forged.' WHERE move = 'withdraw'")
    guards.put()

    found = "\n".join(verifying.faults())

    assert "edition 1 does not hold the text of its digest" in found
    assert "(withdraw) was rewritten" in found


def test_it_is_refused_while_readers_or_drafts_have_them(people: Cast) -> None:
    live = docket_in(Stage.PUBLISHED, people)
    person = Person.objects.get(name=NAME)

    with pytest.raises(Refused) as refused:
        erase(person, by=people.root, reason="They asked.")
    with pytest.raises(Refused, match="An administrator erases"):
        erase(person, by=people.dora, reason="They asked.")

    assert f"Readers have “{Edition.objects.get().title}”: withdraw it first" in str(refused.value)
    assert f"“{live}” is being worked on" in str(refused.value)


def test_the_command_says_first_what_it_would_do(people: Cast, docket: Docket) -> None:
    person, before, out = Person.objects.get(name=NAME), everything(), StringIO()
    words = ("erase_person", person.slug, "--as-user=root", "--reason=They asked.")

    call_command(*words, stdout=out)

    assert everything() == before
    assert "1 edition\n" in out.getvalue()
    assert "Nothing was changed." in out.getvalue()
    call_command(*words, "--yes", stdout=out)
    assert "Backups that were made before still hold them." in out.getvalue()
    with pytest.raises(CommandError, match="no such person"):
        call_command(*words)


def test_a_name_is_taken_out_as_whole_words_in_any_case() -> None:
    text = replace(ready_text(), closing="Thanks to IMARA okello, and to Imaratou.")

    left = without(text, Words({"Imara Okello", "Imara"}))

    assert left.closing == "Thanks to [erased], and to Imaratou."
    assert left.contributions[0].background == ""
    assert left.contributions[1] == text.normalised().contributions[1]
