"""What must be true of a docket, worked out from its records alone and by other means than the desk's.

The arrows are written out a second time. Nothing here calls the table, the desk or its conditions.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from editorial.models import Docket, Review

ARROWS = """
submit           draft, changes requested                                      -> in review          editor
recall           in review                                                     -> draft              editor
request_changes  in review, approved                                           -> changes requested  reviewer
approve          in review                                                     -> approved           reviewer
take_back        in review, approved, scheduled                                -> in review          reviewer
schedule         approved                                                      -> scheduled          publisher
publish          approved, scheduled                                           -> published          publisher
unschedule       scheduled                                                     -> approved           publisher
correct          published                                                     -> draft              editor
withdraw         published, draft, in review, changes requested, approved, scheduled -> withdrawn    publisher
reopen           withdrawn                                                     -> draft              editor
reopen_changed   approved, scheduled                                           -> draft              desk
void             approved, scheduled                                           -> in review          desk
appear           scheduled                                                     -> published          desk
kill             draft, in review, changes requested, approved, withdrawn      -> killed             editor
revive           killed                                                        -> draft              editor
"""
WRITABLE = {"draft", "in review", "changes requested", "approved", "scheduled"}


@cache
def arrows() -> dict[str, tuple[frozenset[str], str, str]]:
    """Move -> stages it leads from, the stage it leads to, who may make it."""
    read = {}
    for line in ARROWS.strip().splitlines():
        head, _, tail = line.partition("->")
        name, sources = head.split(None, 1)
        target, role = tail.strip().rsplit(None, 1)
        read[name] = (frozenset(each.strip() for each in sources.split(",")), target.strip(), role)
    return read


@dataclass(frozen=True)
class Live:
    """Readers get a revision from a moment on, until another moment."""

    revision: int
    since: datetime
    until: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


class Log:
    """The records of one docket, read anew, and what follows from them.

    The records do not know what each person may do now (by primary key), how many approvals are needed,
    and whether somebody wrote to the rows past the desk (`raw`): that is told.
    """

    def __init__(
        self, docket: Docket, *, may: dict[int, set[str]], quorum: int, raw: bool, now: datetime
    ) -> None:
        self.may, self.quorum, self.raw, self.now = may, quorum, raw, now
        self.steps = list(docket.steps.order_by("number").values())
        self.revisions = list(docket.revisions.order_by("number").values())
        self.reviews = list(
            Review.objects.filter(revision__docket=docket)
            .order_by("pk")
            .values("revision__number", "reviewer_id", "verdict", "digest", "after")
        )
        self.stets = list(docket.stets.values("by_id", "excerpt"))

    # -- stages

    @cached_property
    def stage(self) -> str:
        """Where the steps lead to, the clock included."""
        last = self.steps[-1]
        due = last["after"] == "scheduled" and last["moment"] <= self.now
        return "published" if due else last["after"]

    def faults(self) -> list[str]:
        """What is wrong with the steps and revisions by themselves."""
        found = []
        known, place = arrows(), ""
        for number, step in enumerate(self.steps, 1):
            if step["number"] != number:
                found.append(f"step {step['number']} stands in place {number}")
            if step["before"] != place:
                found.append(f"step {number} starts at {step['before']!r}, not at {place!r}")
            place = step["after"]
            sources, target, _ = known.get(step["move"], (frozenset({""}), "draft", ""))
            voice = step["move"] == "approve" and place == step["before"]
            if step["before"] not in sources or (place != target and not voice):
                found.append(f"step {number}: no {step['move']} from {step['before']} to {place}")
        moments = [step["at"] for step in self.steps]
        if moments != sorted(moments):
            found.append("steps run backwards in time")
        if [each["number"] for each in self.revisions] != list(range(1, len(self.revisions) + 1)):
            found.append("revisions have gaps")
        return found

    # -- readers

    @cached_property
    def lives(self) -> list[Live]:
        """What readers got and will get, as the steps tell it."""
        numbers = {each["id"]: each["number"] for each in self.revisions}
        done: list[Live] = []
        now: Live | None = None
        coming: Live | None = None
        for step in self.steps:
            if coming and coming.since <= step["at"]:  # it went live before this step
                done += [Live(now.revision, now.since, coming.since)] if now else []
                now, coming = coming, None
            if step["move"] in ("unschedule", "reopen_changed", "take_back", "void", "withdraw", "publish"):
                coming = None
            if step["move"] in ("withdraw", "publish") and now:
                done.append(Live(now.revision, now.since, step["at"]))
                now = None
            if step["move"] == "publish":
                now = Live(numbers[step["revision_id"]], step["at"])
            if step["move"] == "schedule":
                coming = Live(numbers[step["revision_id"]], step["moment"])
        if coming and now:
            now = Live(now.revision, now.since, coming.since)
        return [*done, *filter(None, (now, coming))]

    def live(self, moment: datetime) -> int | None:
        """Number of the revision that readers get at a moment."""
        found = [each.revision for each in self.lives if each.covers(moment)]
        assert len(found) <= 1, found
        return found[0] if found else None

    def digest(self, number: int) -> str:
        return self.revisions[number - 1]["digest"]

    @property
    def head(self) -> str:
        """The newest revision's digest."""
        return self.revisions[-1]["digest"]

    @cached_property
    def kind(self) -> str:
        """What is wrong with the newest text, told from the words that the tests spoil texts with."""
        text = self.revisions[-1]["manuscript"]
        return "blocker" if '"xxx"' in text else "warning" if "conversations_9" in text else "clean"

    # -- voices

    @cached_property
    def writers(self) -> set[int]:
        """Who may have words in the newest revision that readers did not get before it was filed."""
        found, waiting = set[int](), [len(self.revisions)]
        by_id = {each["id"]: each["number"] for each in self.revisions}
        while waiting:
            top = waiting.pop()
            floor = self.live(self.revisions[top - 1]["at"]) or 0
            for each in self.revisions[floor if floor < top else 0 : top]:
                found.add(each["author_id"])
                if each["restores_id"]:
                    waiting.append(by_id[each["restores_id"]])
        return found

    @cached_property
    def words(self) -> dict[int, str]:
        """Each active reviewer's last word on the newest revision since the last withdrawal."""
        head = self.revisions[-1]
        withdrawn = max((each["number"] for each in self.steps if each["move"] == "withdraw"), default=0)
        last = {
            each["reviewer_id"]: each["verdict"]
            for each in self.reviews
            if each["revision__number"] == head["number"] and each["after"] >= withdrawn
        }
        return {who: word for who, word in last.items() if "reviewer" in self.may[who]}

    @cached_property
    def votes(self) -> set[int]:
        """Whose approvals of the newest revision count."""
        return {who for who, word in self.words.items() if word == "approve"} - self.writers

    @cached_property
    def objectors(self) -> set[int]:
        return {who for who, word in self.words.items() if word == "changes"}

    # -- rules

    @cached_property
    def warned(self) -> bool:
        """Whether the newest text has a warning that nobody but its authors let stand."""
        return self.kind == "warning" and not {each["by_id"] for each in self.stets} - self.writers

    @cached_property
    def gate(self) -> bool:
        clean = self.kind != "blocker" and not self.warned and not self.raw
        return clean and not self.objectors and len(self.votes) >= self.quorum

    def allowed(self, move: str, who: int, seen: str | None, note: str, later: bool) -> bool:
        """Whether the rules, as written down here, let this person make this move.

        `seen` is the digest that they name, `later` whether the moment that they name is to come.
        """
        sources, _, role = arrows()[move]
        if self.stage not in sources or role not in self.may[who]:
            return False
        live = self.live(self.now)
        news = live is None or self.digest(live) != self.head
        return {
            "submit": lambda: bool(self.others) and not self.raw,
            "request_changes": lambda: bool(note) and seen in (None, self.head),
            "approve": lambda: seen == self.head and self.may_approve(who),
            "take_back": lambda: who in self.votes,
            "schedule": lambda: later and self.gate and news,
            "publish": lambda: self.gate and news,
            "withdraw": lambda: live is not None and bool(note),
            "kill": lambda: live is None and self.stage != "scheduled" and bool(note),
        }.get(move, lambda: True)()

    @cached_property
    def others(self) -> set[int]:
        """Who could review the newest text."""
        return {who for who, roles in self.may.items() if "reviewer" in roles} - self.writers

    def may_approve(self, who: int) -> bool:
        again = who in self.votes and len(self.votes) < self.quorum
        clean = self.kind != "blocker" and not self.warned and not self.raw
        return clean and who not in self.writers and not again

    def target(self, move: str, who: int) -> str:
        """Where the move leads; an approval before the last voice, or over an objection, leads nowhere."""
        if move == "approve" and (len(self.votes | {who}) < self.quorum or self.objectors - {who}):
            return "in review"
        return arrows()[move][1]
