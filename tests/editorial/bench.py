"""The bench of the desk's machine: its people, their texts, and each attempt held to the oracle."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
)

from editorial import desk, verifying
from editorial.models import Review, Revision, Step
from editorial.standing import Standing
from editorial.workflow import MOVES as TABLE
from editorial.workflow import Refused, reasons_against
from series.manuscript import Manuscript
from series.models import Edition
from tests.editorial.oracle import WRITABLE, Log, arrows
from tests.editorial.people import person, ready_text, series, with_placeholder, with_stale_tag
from tests.editorial.promises import Promises

NAMES = ("alice", "fay", "bob", "carol", "dora", "eve", "root")
GROUPS = {
    **{"alice": ("editor",), "fay": ("editor", "reviewer")},
    **{"bob": ("reviewer",), "carol": ("reviewer",), "dora": ("publisher",), "eve": ()},
}
EVERYTHING = {"editor", "reviewer", "publisher"}
BACK = "request_changes take_back unschedule correct withdraw reopen kill revive recall".split()
PUBLISHED = ("submit approve publish", "submit approve schedule", "submit approve publish correct")
MOVES = tuple(name for name, (_, _, role) in arrows().items() if role != "desk")
KINDS: dict[str, Callable[[Manuscript], Manuscript]] = {
    "clean": lambda text: text,
    "warning": with_stale_tag,
    "blocker": with_placeholder,
}
TITLE = "Workbench Conversations, Part 1: {}"
PLACES = ("the greenhouse", "the boathouse", "the bakery")
people = st.sampled_from(NAMES)
editors = st.sampled_from(("alice", "fay", "alice", "root", "bob"))
kinds = st.sampled_from((*KINDS, "clean", "clean"))
often = st.integers(0, 9).map(lambda number: number > 0)  # true nine times of ten


class Bench(RuleBasedStateMachine):
    """One text, seven people, one clock."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.cast = {name: person(name, *groups) for name, groups in GROUPS.items()}
        self.cast["root"] = User.objects.create_superuser("root", "root@desk.test", "pw")
        self.may = {name: set(groups) for name, groups in GROUPS.items()} | {"root": set(EVERYTHING)}
        self.active = dict.fromkeys(NAMES, True)
        self.users = {name: self.again(name) for name in NAMES}  # as their next requests have them
        self.quorum, self.raw = 1, False
        self.now = timezone.now()
        self.home = series(self.quorum)
        self.docket = desk.begin(self.home, by=self.cast["alice"], now=self.now)
        self.base = replace(ready_text(), title=TITLE.format(PLACES[0]))
        self.promises = Promises(self.docket, self.base.slug, words=PLACES)
        self.file("alice", self.base, self.docket.head.digest)

    def teardown(self) -> None:
        try:
            assert list(verifying.faults()) == []
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @property
    def log(self) -> Log:
        may = {self.cast[name].pk: self.may[name] if self.active[name] else set() for name in NAMES}
        return Log(self.docket, may=may, quorum=self.quorum, raw=self.raw, now=self.now)

    def can(self, name: str, role: str) -> bool:
        return self.active[name] and role in self.may[name]

    def revision(self, newest: bool) -> Revision:
        """The newest revision, or the first."""
        return self.docket.revisions.order_by("-number" if newest else "number").first()

    def passes(self, seconds: int = 1) -> None:
        self.now += timedelta(seconds=seconds)

    def attempt(self, move: str, name: str, seen: str | None, note: str, moment: datetime) -> bool:
        log, before = self.log, self.count()
        allowed = log.allowed(move, self.cast[name].pk, seen, note, moment > self.now)
        try:
            desk.make(
                self.docket, move, by=self.cast[name], seen=seen, note=note, moment=moment, now=self.now
            )
        except Refused as refused:
            assert not allowed, (move, name, refused)
            assert refused.reasons
            assert self.count() == before
            return False
        assert allowed, (move, name, log.stage)
        assert self.log.stage == log.target(move, self.cast[name].pk)
        return True

    def file(self, name: str, text: Manuscript, base: str, restores: Revision | None = None) -> None:
        log, before = self.log, self.count()
        stage, same = log.stage, log.head == text.digest
        started = base == log.head
        allowed = self.can(name, "editor") and stage in WRITABLE
        try:
            if restores:
                filed = desk.restore(restores, by=self.cast[name], base=base, now=self.now)
            else:
                filed = desk.file_copy(self.docket, text, by=self.cast[name], base=base, now=self.now)
        except Refused:
            assert not allowed
            assert self.count() == before
            return
        except desk.Conflict as conflict:
            assert allowed
            assert not started
            assert conflict.mine == text
            assert self.count() == before
            return
        self.docket.refresh_from_db()
        self.raw = False
        assert allowed
        assert started or same
        assert filed.changed != same
        assert (self.count() == before) == same
        reopened = stage in ("approved", "scheduled") and not same
        assert self.log.stage == ("draft" if reopened else stage)
        assert same or not self.log.votes  # another revision: nobody has approved it yet

    def again(self, name: str) -> User:
        return User.objects.get(pk=self.cast[name].pk)

    def count(self) -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Step, Revision, Review, Edition))

    def what_is_offered_is_what_is_allowed(self, log: Log) -> None:
        """To everybody, with every stage's moves: the table draws the buttons and says the reasons."""
        at = Standing(self.docket, self.now)
        tries = ((log.head, "So it is.", 1), ("0" * 64, "So it is.", 1), (log.head, "", -1))
        for name, (seen, note, hours) in product(NAMES, tries):
            moment = self.now + timedelta(hours=hours)
            situation = at.situation(self.users[name], note=note, seen=seen, moment=moment)
            for move in MOVES:
                against = reasons_against(TABLE[move], situation)
                allowed = log.allowed(move, self.cast[name].pk, seen, note, hours > 0)
                assert allowed == (not against), (move, name, against)
