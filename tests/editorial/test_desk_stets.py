"""Findings let stand: by whom, with what reason, and until when."""

import pytest
from django.contrib.auth.models import Group, User

from editorial import desk
from editorial.checks import Level
from editorial.models import Docket
from editorial.standing import Standing
from editorial.workflow import Refused, Stage
from tests.editorial.people import (
    again,
    approve,
    docket_in,
    edited,
    head_text,
    ready_text,
    refile,
    with_placeholder,
    with_stale_tag,
)


def promoted(user: User, *groups: str) -> User:
    """The same person, in more groups."""
    user.groups.add(*Group.objects.filter(name__in=groups))
    return again(user)


def finding(docket: Docket, level: Level) -> str:
    """The fingerprint of the first finding of a level."""
    return next(each.finding.fingerprint for each in Standing(docket).findings if each.finding.level is level)


def test_a_reviewer_lets_a_warning_stand_with_a_reason(people):
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()))
    with pytest.raises(Refused, match="1 warning must be mended or let stand"):
        approve(docket, people.bob)

    desk.stet(docket, finding(docket, Level.WARNING), by=people.bob, reason="The tag of part 9 is shared.")

    approve(docket, people.bob)
    assert docket.stage == Stage.APPROVED


def test_who_may_let_what_stand(people):
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(with_placeholder(ready_text())))
    warning, blocker = finding(docket, Level.WARNING), finding(docket, Level.BLOCKER)
    alice = promoted(people.alice, "reviewer")

    for by, which, reason, sentence in (
        (people.bob, blocker, "It is honest prose.", "A blocker cannot stand"),
        (people.dora, warning, "It is honest prose.", "Only a reviewer can let"),
        (alice, warning, "It is honest prose.", "You wrote some of this text"),
        (people.bob, warning, "Fine.   ", "at least ten characters"),
        (people.bob, "0" * 32, "It is honest prose.", "This finding is gone"),
    ):
        with pytest.raises(Refused, match=sentence):
            desk.stet(docket, which, by=by, reason=reason)

    assert not docket.stets.exists()


def test_a_stet_lapses_when_its_words_change_and_when_its_giver_turns_author(people):
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()))
    mark = finding(docket, Level.WARNING)
    desk.stet(docket, mark, by=people.bob, reason="The tag of part 9 is shared.")

    refile(docket, edited(head_text(docket)), promoted(people.bob, "editor"))

    assert Standing(docket).open(Level.WARNING) == 1
    desk.stet(docket, mark, by=people.carol, reason="I say so too: it is shared.")
    assert Standing(docket).open(Level.WARNING) == 0
