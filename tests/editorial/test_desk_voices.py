"""Who may approve what: four eyes, quorums and objections, as sentences."""

import pytest
from django.contrib.auth.models import Group, User

from editorial import desk
from editorial.models import Docket, HouseRules
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from tests.editorial.people import (
    again,
    approve,
    docket_in,
    draft,
    edited,
    head_text,
    person,
    refile,
    series,
)


def promoted(user: User, *groups: str) -> User:
    """The same person, in more groups."""
    user.groups.add(*Group.objects.filter(name__in=groups))
    return again(user)


def voices(docket: Docket) -> set[str]:
    """Whose approvals count."""
    return {each.reviewer.username for each in Standing(docket).approvals.values()}


# -- four eyes


def test_nobody_approves_words_of_their_own(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    alice = promoted(people.alice, "reviewer")

    with pytest.raises(Refused, match="You wrote some of this text"):
        approve(docket, alice)


def test_four_eyes_are_asked_of_a_superuser_too(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    refile(docket, edited(head_text(docket)), people.root)

    with pytest.raises(Refused, match="You wrote some of this text"):
        approve(docket, people.root)


def test_an_author_of_one_word_is_an_author(people):
    docket = docket_in(Stage.IN_REVIEW, people)
    bob = promoted(people.bob, "editor")
    before = head_text(docket)
    refile(docket, edited(before), bob)
    refile(docket, before, people.alice)

    with pytest.raises(Refused, match="You wrote some of this text"):
        approve(docket, bob)


def test_an_approval_falls_away_when_its_giver_turns_author(people):
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    approve(docket, people.bob)
    text, bob = head_text(docket), promoted(people.bob, "editor")
    refile(docket, edited(text), bob)
    refile(docket, text, bob)

    assert docket.head.digest == docket.revisions.get(number=2).digest
    assert voices(docket) == set()


def test_who_wrote_before_the_live_text_may_approve_what_came_after(people):
    docket = docket_in(Stage.PUBLISHED, people)
    desk.make(docket, "correct", by=people.alice)
    editor = person("fay", "editor")
    refile(docket, edited(head_text(docket)), editor)
    desk.make(docket, "submit", by=editor)

    approve(docket, promoted(people.alice, "reviewer"))

    assert docket.stage == Stage.APPROVED


def test_a_restored_text_brings_all_its_authors_along(people):
    docket = draft(people)
    fay = person("fay", "editor", "reviewer")
    refile(docket, edited(head_text(docket), 0), fay)
    refile(docket, edited(head_text(docket), 1), people.alice)  # alice's text holds fay's sentence
    both = docket.head
    desk.make(docket, "submit", by=people.alice)
    approve(docket, people.bob)
    desk.make(docket, "publish", by=people.dora)
    desk.make(docket, "correct", by=people.alice)
    gil = person("gil", "editor")
    refile(docket, edited(head_text(docket), 2), gil)

    desk.restore(both, by=gil, base=docket.head.digest)

    docket.refresh_from_db()
    desk.make(docket, "submit", by=gil)
    assert Standing(docket).authors == {gil.pk, people.alice.pk, fay.pk}
    with pytest.raises(Refused, match="You wrote some of this text"):
        approve(docket, fay)


def test_a_text_cannot_be_sent_where_nobody_could_review_it(people):
    docket = draft(people)
    for reviewer in (people.bob, people.carol, people.root):
        type(reviewer).objects.filter(pk=reviewer.pk).update(is_active=False)

    with pytest.raises(Refused, match="a reviewer has to be found first"):
        desk.make(docket, "submit", by=people.alice)


# -- quorum


def test_a_quorum_of_two_is_two_people(people):
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    approve(docket, people.bob)

    with pytest.raises(Refused, match="has to be somebody else's"):
        approve(docket, people.bob)

    assert docket.stage == Stage.IN_REVIEW
    approve(docket, people.carol)
    assert docket.stage == Stage.APPROVED


def test_without_house_rules_nothing_is_approved_or_published(people):
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=None))

    with pytest.raises(Refused, match="This series has no house rules"):
        approve(docket, people.bob)


def test_house_rules_that_are_gone_stop_publication(people):
    docket = docket_in(Stage.APPROVED, people)
    HouseRules.objects.all().delete()

    with pytest.raises(Refused, match="This series has no house rules"):
        desk.make(docket, "publish", by=people.dora)


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.SCHEDULED])
def test_stricter_house_rules_void_what_does_not_meet_them(people, stage):
    docket = docket_in(stage, people)

    desk.set_quorum(docket.installment.series, 2, by=people.root)

    docket.refresh_from_db()
    assert docket.stage == Stage.IN_REVIEW
    assert docket.steps.last().note == (
        "The house rules were changed. 1 approval of exactly this text is missing."
    )
    assert not docket.installment.editions.filter(ended="").exists()
    approve(docket, people.carol)
    assert docket.stage == Stage.APPROVED


def test_house_rules_are_changed_by_administrators_alone(people):
    home = series()

    for somebody in (people.alice, people.bob, people.dora, people.eve):
        with pytest.raises(Refused, match="Only an administrator"):
            desk.set_quorum(home, 2, by=somebody)
    with pytest.raises(Refused, match="At least one approval"):
        desk.set_quorum(home, 0, by=people.root)

    assert HouseRules.objects.get().quorum == 1


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.SCHEDULED])
def test_what_rests_on_a_closed_account_is_void(people, stage):
    docket = docket_in(stage, people)
    people.bob.is_active = False
    people.bob.save()

    voided = desk.recheck_voice(people.bob)

    docket.refresh_from_db()
    assert voided == [docket]
    assert docket.stage == Stage.IN_REVIEW
    assert docket.steps.last().note.startswith("Bob cannot review any more.")
    assert not docket.installment.editions.filter(ended="").exists()


def test_a_voice_too_many_may_leave(people):
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    approve(docket, people.root)
    approve(docket, people.bob)
    desk.set_quorum(docket.installment.series, 1, by=people.root)
    people.bob.groups.clear()

    assert desk.recheck_voice(again(people.bob)) == []

    docket.refresh_from_db()
    assert docket.stage == Stage.APPROVED


def test_the_gate_counts_votes_at_the_moment_of_publication(people):
    docket = docket_in(Stage.APPROVED, people)
    people.bob.groups.clear()  # in a shell: nobody rechecked

    with pytest.raises(Refused, match="1 approval of exactly this text is missing"):
        desk.make(docket, "publish", by=people.dora)


# -- taking back, objecting


@pytest.mark.parametrize("stage", [Stage.IN_REVIEW, Stage.APPROVED, Stage.SCHEDULED])
def test_an_approval_can_be_taken_back_until_readers_have_the_text(people, stage):
    if stage is Stage.IN_REVIEW:
        docket = docket_in(stage, people, into=series(quorum=2))
        approve(docket, people.bob)
    else:
        docket = docket_in(stage, people)

    desk.make(docket, "take_back", by=people.bob)

    assert docket.stage == Stage.IN_REVIEW
    assert voices(docket) == set()
    assert not docket.installment.editions.filter(ended="").exists()


def test_only_its_giver_takes_an_approval_back(people):
    docket = docket_in(Stage.APPROVED, people)

    with pytest.raises(Refused, match="You have not approved this text"):
        desk.make(docket, "take_back", by=people.carol)


def test_an_approval_does_not_overrule_an_objection_to_the_same_text(people):
    docket = docket_in(Stage.CHANGES_REQUESTED, people)  # by bob
    desk.make(docket, "submit", by=people.alice)

    approve(docket, people.carol)

    assert docket.stage == Stage.IN_REVIEW
    approve(docket, people.bob)
    assert docket.stage == Stage.APPROVED


def test_an_objection_weighs_nothing_while_its_giver_is_gone(people):
    docket = docket_in(Stage.CHANGES_REQUESTED, people)  # by bob
    desk.make(docket, "submit", by=people.alice)
    type(people.bob).objects.filter(pk=people.bob.pk).update(is_active=False)

    approve(docket, people.carol)
    assert docket.stage == Stage.APPROVED

    type(people.bob).objects.filter(pk=people.bob.pk).update(is_active=True)
    with pytest.raises(Refused, match="Bob asked for changes to exactly this text"):
        desk.make(docket, "publish", by=people.dora)


@pytest.mark.parametrize("ending", ["withdraw", "kill"])
def test_a_withdrawn_text_needs_new_approvals_a_killed_one_keeps_them(people, ending):
    docket = docket_in(Stage.PUBLISHED if ending == "withdraw" else Stage.APPROVED, people)
    by = people.dora if ending == "withdraw" else people.alice
    desk.make(docket, ending, by=by, note="It names a customer.")

    desk.make(docket, "reopen" if ending == "withdraw" else "revive", by=people.alice)
    desk.make(docket, "submit", by=people.alice)

    assert voices(docket) == (set() if ending == "withdraw" else {"bob"})
    with pytest.raises(Refused):
        desk.make(docket, "publish", by=people.dora)
