"""Beginning drafts and filing texts, as sentences."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser

from editorial import desk
from editorial.models import Revision
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from series import writing
from series.importers import Imported
from series.manuscript import Manuscript
from series.models import Edition, Installment
from tests.editorial.people import (
    approve,
    docket_in,
    draft,
    edited,
    head_text,
    ready_story,
    ready_text,
    refile,
    series,
    story_series,
)


def imported(text: Manuscript) -> Imported:
    return Imported(form="story", source="", manuscript=text)


def test_a_new_draft_has_the_questions_of_its_series(people):
    docket = desk.begin(series(), by=people.alice)

    assert (docket.stage, docket.owner, docket.head.number) == (Stage.DRAFT, people.alice, 1)
    assert [each.text for each in docket.head.read().prompts] == [each.text for each in ready_text().prompts]


def test_only_editors_begin_drafts(people):
    for somebody in (people.bob, people.dora, people.eve):
        with pytest.raises(Refused, match="Only an editor can do this"):
            desk.begin(series(title=somebody.username), by=somebody)

    assert not Installment.objects.exists()


def test_an_import_is_the_first_revision_of_a_draft(people):
    text = ready_story()

    docket = desk.import_draft(story_series(), imported(text), by=people.alice)

    assert docket.head.digest == text.digest
    assert docket.head.source == "imported (story)"


def test_an_import_gets_an_address_of_its_own(people):
    home = story_series()

    first = desk.import_draft(home, imported(ready_story()), by=people.alice)
    second = desk.import_draft(home, imported(ready_story()), by=people.alice)

    assert head_text(first).slug == "when-the-rota-broke"
    assert head_text(second).slug == "when-the-rota-broke-2"


def test_the_same_text_twice_is_one_revision(people):
    docket = draft(people)
    before = docket.head

    filed = refile(docket, head_text(docket), people.alice)

    assert (filed.changed, filed.revision) == (False, before)
    assert docket.revisions.count() == 2  # the empty one that began it, and alice's


def test_what_a_browser_does_to_a_text_is_no_change(people):
    docket = docket_in(Stage.APPROVED, people)
    text = head_text(docket)
    posted = replace(text, introduction=f"  {text.introduction}\r\n", closing=text.closing + "\n\n")

    filed = refile(docket, posted, people.alice)

    assert not filed.changed
    assert docket.stage == Stage.APPROVED


def test_only_editors_file_texts(people):
    docket = draft(people)

    for somebody in (people.bob, people.dora, people.eve):
        with pytest.raises(Refused, match="Only an editor can do this"):
            refile(docket, edited(head_text(docket)), somebody)

    assert docket.revisions.count() == 2


def test_nobody_acts_without_an_account(people):
    docket = draft(people)

    for nobody in (AnonymousUser(), None):
        with pytest.raises(Refused, match="sign in"):
            refile(docket, edited(head_text(docket)), nobody)
        with pytest.raises(Refused, match="sign in"):
            desk.make(docket, "submit", by=nobody)


def test_a_closed_account_does_nothing_even_in_a_request_that_began_before(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    assert people.bob.has_perm("editorial.review_installments")  # cached on this object

    type(people.bob).objects.filter(pk=people.bob.pk).update(is_active=False)

    with pytest.raises(Refused, match="Only a reviewer can do this"):
        approve(docket, people.bob)


def test_two_writers_from_one_start_lose_nothing(people):
    docket = draft(people)
    start = docket.head
    mine, theirs = edited(start.read(), 0), edited(start.read(), 1)
    refile(docket, theirs, people.root)

    with pytest.raises(desk.Conflict) as conflict:
        desk.file_copy(docket, mine, by=people.alice, base=start.digest)

    assert (conflict.value.base, conflict.value.mine) == (start, mine)
    assert conflict.value.head.read().introduction == theirs.introduction
    assert writing.manuscript(docket.installment).introduction == theirs.introduction


def test_two_writers_of_the_same_words_are_in_no_conflict(people):
    docket = draft(people)
    start = docket.head
    refile(docket, edited(start.read()), people.root)

    filed = desk.file_copy(docket, edited(start.read()), by=people.alice, base=start.digest)

    assert not filed.changed


def test_a_text_that_cannot_be_kept_changes_nothing(people):
    docket = docket_in(Stage.APPROVED, people)

    with pytest.raises(ValueError, match="control character"):
        refile(docket, replace(head_text(docket), title="Part\x00 1"), people.alice)

    assert docket.stage == Stage.APPROVED
    assert Standing(docket).rows_differ is False


@pytest.mark.parametrize("stage", [Stage.PUBLISHED, Stage.WITHDRAWN, Stage.KILLED])
def test_a_frozen_text_is_not_written_to(people, stage):
    docket = docket_in(stage, people)
    before = head_text(docket)

    with pytest.raises(Refused, match=r"start a correction|reopen or revive"):
        refile(docket, edited(before), people.alice)

    assert writing.manuscript(docket.installment) == before


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.SCHEDULED])
def test_a_changed_text_reopens_what_was_approved(people, stage):
    docket = docket_in(stage, people)

    filed = refile(docket, edited(head_text(docket)), people.alice)

    assert docket.stage == Stage.DRAFT
    assert [each.reviewer for each in filed.voided] == [people.bob]
    assert filed.unscheduled == (stage is Stage.SCHEDULED)
    assert docket.steps.last().note == "Revision 3 was filed."
    assert not Edition.objects.filter(ended="").exists()


def test_a_changed_text_in_review_stays_there_without_approvals(people):
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    approve(docket, people.bob)

    filed = refile(docket, edited(head_text(docket)), people.alice)

    assert docket.stage == Stage.IN_REVIEW
    assert [each.reviewer for each in filed.voided] == [people.bob]
    assert Standing(docket).approvals == {}


def test_an_earlier_text_comes_back_as_a_new_revision(people):
    docket = docket_in(Stage.APPROVED, people)
    approved = docket.head
    refile(docket, edited(approved.read()), people.alice)

    desk.restore(approved, by=people.alice, base=docket.head.digest)

    docket.refresh_from_db()
    assert (docket.head.digest, docket.head.number, docket.head.restores) == (approved.digest, 4, approved)
    assert docket.stage == Stage.DRAFT
    assert Standing(docket).approvals == {}


def test_filing_keeps_who_when_and_from_where(people):
    docket = draft(people)

    newest = Revision.objects.first()

    assert (newest.author, newest.number, newest.digest) == (people.alice, 2, head_text(docket).digest)
    assert isinstance(newest.read(), Manuscript)
