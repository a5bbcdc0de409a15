"""Random people do random things to a text while the clock runs; after each, the promises are looked at.

An independent account of the records (`oracle`) says beforehand whether a move is allowed, and afterwards
what readers must get. Promises 1, 2, 3, 4 and 6 of the architecture. HYPOTHESIS_PROFILE=nightly looks longer.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from editorial import desk
from editorial.models import Docket
from editorial.standing import Standing
from editorial.workflow import Refused
from series.manuscript import Manuscript
from series.models import Installment
from tests.editorial.bench import (
    BACK,
    KINDS,
    MOVES,
    NAMES,
    PLACES,
    PUBLISHED,
    TITLE,
    Bench,
    editors,
    kinds,
    often,
    people,
)
from tests.editorial.oracle import arrows
from tests.editorial.people import edited, person, ready_text, series
from tests.editorial.texts import keyed_like

STEPS = 50


class Desk(Bench):
    """What may happen, in any order."""

    # -- what people do

    @rule(move=st.sampled_from(MOVES), name=people, right=often, note=often, hours=st.integers(-1, 30))
    def anybody_makes_any_move(self, move, name, right, note, hours):
        self.passes()
        revision = self.revision(right)
        self.attempt(
            move, name, revision.digest, "Because it is so." * note, self.now + timedelta(hours=hours)
        )

    @initialize(
        way=st.sampled_from(("", "submit", "submit approve", *PUBLISHED)),
        writer=st.sampled_from(("alice", "fay", "root")),
    )
    def it_came_some_way_already(self, way, writer):
        self.somebody_writes(writer, "clean", 1, True)
        for move in way.split():
            name = {"submit": "alice", "correct": "alice", "approve": "bob"}.get(move, "dora")
            self.passes()
            head = self.log.head
            assert self.attempt(move, name, head, "Because it is so.", self.now + timedelta(hours=9))

    def moves_on(self, data: st.DataObject, hours: int, *moves: str) -> None:
        """A move of these that somebody may make, made by somebody who may make it."""
        self.passes()
        log, note = self.log, "Because it is so."
        head = log.head
        allowed = [
            (move, name)
            for move in moves
            for name in NAMES
            if log.allowed(move, self.cast[name].pk, head, note, True)
        ]
        if allowed:
            move, name = data.draw(st.sampled_from(allowed))
            assert self.attempt(move, name, head, note, self.now + timedelta(hours=hours))

    @rule(data=st.data())
    def it_moves_towards_approval(self, data):
        self.moves_on(data, 1, "submit", "approve", "reopen", "revive", "correct")

    @rule(data=st.data(), hours=st.integers(1, 9))
    def it_moves_towards_the_readers(self, data, hours):
        self.moves_on(data, hours, "schedule", "publish", "approve", "submit")

    @rule(data=st.data(), seen=st.booleans(), note=st.booleans(), hours=st.integers(-1, 5))
    def somebody_tries_what_the_rules_forbid(self, data, seen, note, hours):
        """Stage and role are right: only a condition is against it."""
        self.passes()
        log, said = self.log, "Because it is so." * note
        digest = self.revision(seen).digest
        forbidden = [
            (move, name)
            for move, (sources, _, role) in arrows().items()
            for name in NAMES
            if log.stage in sources and self.can(name, role)
            if not log.allowed(move, self.cast[name].pk, digest, said, hours > 0)
        ]
        if forbidden:
            move, name = data.draw(st.sampled_from(forbidden))
            assert not self.attempt(move, name, digest, said, self.now + timedelta(hours=hours))

    @rule(data=st.data())
    def it_moves_back(self, data):
        self.moves_on(data, 1, *BACK)

    @rule(name=editors, kind=kinds, place=st.integers(0, 2), fresh=often)
    def somebody_writes(self, name, kind, place, fresh):
        """A text of a few, so that earlier ones come back word for word."""
        self.passes()
        text = KINDS[kind](replace(self.base, title=TITLE.format(PLACES[place])))
        keyed = self.docket.head.read()
        if keyed.contributions:
            text = keyed_like(text, keyed)
        self.file(name, text, self.revision(fresh).digest)

    @rule(name=editors, back=st.integers(0, 5))
    def somebody_saves_or_restores(self, name, back):
        """What a browser posts when nobody changed a word; or an earlier text."""
        self.passes()
        head = self.docket.head
        old = self.docket.revisions.filter(number=head.number - back).first()
        if back == 0:
            text = head.read()
            posted = replace(text, introduction=f"{text.introduction}\r\n", closing=f" {text.closing}")
            self.file(name, posted, head.digest)
        elif old and old.read().contributions:
            self.file(name, old.read(), head.digest, restores=old)

    @rule(name=people)
    def let_a_warning_stand(self, name):
        self.passes()
        log = self.log
        found = [each.finding for each in Standing(self.docket, self.now).findings]
        warning = next((each for each in found if each.level == "warning"), None)
        allowed = (
            log.kind == "warning" and self.can(name, "reviewer") and self.cast[name].pk not in log.writers
        )
        try:
            mark = warning.fingerprint if warning else "0" * 32
            desk.stet(self.docket, mark, by=self.cast[name], reason="It is meant so.", now=self.now)
        except Refused:
            assert not allowed
        else:
            assert allowed

    # -- what happens around them

    @rule(what=st.sampled_from(("rules", "account", "role")), name=st.sampled_from(("bob", "carol", "fay")))
    def the_ground_moves(self, what, name):
        """House rules get stricter or milder, an account is closed or opened, a role taken or given."""
        self.passes()
        stage, votes, quorum = self.log.stage, self.log.votes, self.quorum
        if what == "rules":
            self.quorum = 3 - quorum
            desk.set_quorum(self.home, self.quorum, by=self.again("root"), now=self.now)
        elif what == "account":
            shut = [each for each in NAMES if not self.active[each]]
            name = shut[0] if shut else name  # one at a time, or nobody is left to do anything
            self.active[name] = not self.active[name]
            User.objects.filter(pk=self.cast[name].pk).update(is_active=self.active[name])
        else:
            self.may[name] ^= {"editor" if name == "bob" else "reviewer"}
            self.cast[name].groups.set(Group.objects.filter(name__in=self.may[name]))
        self.users[name] = self.again(name)
        desk.recheck_voice(self.users[name], now=self.now)

        log = self.log
        lost = not log.gate and (votes != log.votes or quorum != self.quorum)
        void = stage in ("approved", "scheduled") and lost
        assert log.stage == ("in review" if void else stage)

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours):
        self.passes(hours * 3600)

    @rule(often=often)
    def somebody_writes_past_the_desk(self, often):
        if often:
            return
        Installment.objects.filter(pk=self.docket.installment_id).update(closing="Secret words.")
        self.raw = True

    # -- what must hold

    @invariant()
    def the_promises_hold(self):
        self.docket.refresh_from_db()
        log = self.log
        self.promises.hold(log)
        self.what_is_offered_is_what_is_allowed(log)


@pytest.mark.parametrize("examples", [1, pytest.param(8, marks=pytest.mark.thorough)])
def test_the_promises_hold_whatever_people_do(db, caplog, examples):
    caplog.set_level("ERROR", "django.request")  # pages that are rightly not found
    loaded = settings()
    chosen = settings(
        loaded,
        stateful_step_count=STEPS,
        max_examples=examples if loaded.max_examples <= 100 else loaded.max_examples // 10,
        suppress_health_check=list(HealthCheck),
        deadline=None,
        phases=(Phase.reuse, Phase.generate, Phase.shrink),
    )
    run_state_machine_as_test(Desk, settings=chosen)


def test_the_texts_of_the_machine_are_what_they_say(db):
    found = {
        kind: {each.finding.level for each in Standing(machine_docket(spoil(ready_text()))).findings}
        for kind, spoil in KINDS.items()
    }

    assert {kind: sorted(levels - {"notice"}) for kind, levels in found.items()} == {
        "clean": [],
        "warning": ["warning"],
        "blocker": ["blocker"],
    }


def machine_docket(text: Manuscript) -> Docket:
    writer = person(f"writer{User.objects.count()}", "editor")
    docket = desk.begin(series(title=f"Series {User.objects.count()}"), by=writer)
    desk.file_copy(docket, edited(text), by=writer, base=docket.head.digest)
    return docket
