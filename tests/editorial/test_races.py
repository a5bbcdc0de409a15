"""Two people at once, each on a connection of their own: one wins, the other is told what happened."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connections, transaction

from editorial import desk, verifying
from editorial.models import Docket, Step
from editorial.workflow import Refused, Stage
from series.models import Edition, Person
from tests.editorial.people import Cast, approve, docket_in, edited, head_text, ready_text, refile, series

ROUNDS = 3


@pytest.fixture
def people(committed: Cast) -> Cast:
    return committed


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised, when all were started at the same moment."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def fresh(docket: Docket) -> Docket:
    """The docket as another request has it."""
    return Docket.objects.select_related("head").get(pk=docket.pk)


def told(results: list[object]) -> list[str]:
    """What the losers were told; anything but a refusal or a conflict fails."""
    lost = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, Refused | desk.Conflict) for each in lost), lost
    return [str(each) for each in lost]


@pytest.mark.parametrize("round", range(ROUNDS))
def test_two_reviewers_approve_at_once(people, round):
    docket = docket_in(Stage.IN_REVIEW, people)

    results = at_once(
        lambda: approve(fresh(docket), people.bob), lambda: approve(fresh(docket), people.carol)
    )

    assert told(results) == ["It is approved: “Approve” is not possible from there."]
    assert Step.objects.filter(move="approve").count() == 1
    assert docket.head.reviews.count() == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_two_reviewers_make_a_quorum_of_two_at_once(people, round):
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))

    results = at_once(
        lambda: approve(fresh(docket), people.bob), lambda: approve(fresh(docket), people.carol)
    )

    assert told(results) == []
    assert fresh(docket).stage == Stage.APPROVED
    assert list(verifying.faults()) == []


@pytest.mark.parametrize("round", range(ROUNDS))
def test_two_publishers_publish_at_once(people, round):
    docket = docket_in(Stage.APPROVED, people)

    results = at_once(
        lambda: desk.make(fresh(docket), "publish", by=people.dora),
        lambda: desk.make(fresh(docket), "publish", by=people.root),
    )

    assert len(told(results)) == 1
    assert "It is published" in told(results)[0]
    assert Edition.objects.count() == 1
    assert list(verifying.faults()) == []


@pytest.mark.parametrize("round", range(ROUNDS))
def test_two_editors_save_from_the_same_start(people, round):
    docket = docket_in(Stage.DRAFT, people)
    start = docket.head
    texts = [edited(start.read(), 0), edited(start.read(), 1)]

    results = at_once(
        *(
            lambda by=by, text=text: desk.file_copy(fresh(docket), text, by=by, base=start.digest)
            for by, text in zip((people.alice, people.root), texts, strict=True)
        )
    )

    (conflict,) = (each for each in results if isinstance(each, desk.Conflict))
    kept = head_text(fresh(docket))
    assert {kept.introduction, conflict.mine.introduction} == {each.introduction for each in texts}
    assert fresh(docket).head.number == 3


@pytest.mark.parametrize("round", range(ROUNDS))
def test_a_text_changes_while_it_is_published(people, round):
    docket = docket_in(Stage.APPROVED, people)
    approved = docket.head.digest

    results = at_once(
        lambda: desk.make(fresh(docket), "publish", by=people.dora),
        lambda: refile(fresh(docket), edited(head_text(docket)), people.alice),
    )

    assert len(told(results)) == 1
    assert {each.digest for each in Edition.objects.all()} <= {approved}
    assert fresh(docket).stage in (Stage.PUBLISHED, Stage.DRAFT)
    assert list(verifying.faults()) == []


@pytest.mark.parametrize("round", range(ROUNDS))
def test_an_account_is_closed_while_it_approves(people, round):
    docket = docket_in(Stage.IN_REVIEW, people)

    def close() -> None:
        with transaction.atomic():
            type(people.bob).objects.filter(pk=people.bob.pk).update(is_active=False)
            desk.recheck_voice(people.bob)

    results = at_once(lambda: approve(fresh(docket), people.bob), close)

    assert len(told(results)) <= 1
    assert fresh(docket).stage == Stage.IN_REVIEW


@pytest.mark.parametrize("round", range(ROUNDS))
def test_reviewers_lose_the_right_while_one_approves(people, round):
    docket = docket_in(Stage.IN_REVIEW, people)
    reviewers = people.bob.groups.get(name="reviewer")

    def strip() -> None:
        with transaction.atomic():
            reviewers.permissions.clear()
            desk.recheck_all(why="The rights of the group were changed.")

    results = at_once(lambda: approve(fresh(docket), people.bob), strip)

    assert len(told(results)) <= 1
    assert fresh(docket).stage == Stage.IN_REVIEW


@pytest.mark.parametrize("round", range(ROUNDS))
def test_a_second_approval_is_asked_for_while_the_first_is_given(people, round):
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=1))

    results = at_once(
        lambda: approve(fresh(docket), people.bob),
        lambda: desk.set_quorum(docket.installment.series, 2, by=people.root),
    )

    assert told(results) == []
    assert fresh(docket).stage == Stage.IN_REVIEW


@pytest.mark.parametrize("round", range(ROUNDS))
def test_two_parts_introduce_the_same_person_at_once(people, round):
    one = docket_in(Stage.APPROVED, people, ready_text(1), series())
    twin = replace(ready_text(1), series="Twin Talks")
    other = docket_in(Stage.APPROVED, people, twin, series(title="Twin Talks"))

    results = at_once(
        lambda: desk.make(fresh(one), "publish", by=people.dora),
        lambda: desk.make(fresh(other), "publish", by=people.root),
    )

    assert told(results) == []
    assert Edition.objects.count() == 2
    assert Person.objects.count() == 2
