"""Where an installment stands: all that the conditions of a move look at, read from the records."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils import timezone

from editorial import authorship, columns, everybody, known
from editorial.checks import Finding, Known, Level
from editorial.columns import PERMISSIONS
from editorial.judging import find, kept_rules
from editorial.models import Docket, HouseRules, Review, Revision, Stet
from editorial.obstacles import notice_faults, obstacles
from editorial.rules import Rules
from editorial.workflow import Role, Situation, Stage
from series import writing
from series.manuscript import Manuscript
from series.models import Edition, Series

User = get_user_model()


def roles_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[Role]:
    """What somebody may do; nothing for an inactive account."""
    return frozenset(role for role, name in PERMISSIONS.items() if user.has_perm(name))  # type: ignore[union-attr]


def name_of(user: AbstractBaseUser) -> str:
    """As people are addressed."""
    return user.get_full_name() or user.get_username()  # type: ignore[attr-defined, no-any-return]


@dataclass(frozen=True)
class Judged:
    """A finding, and who let it stand, if anybody."""

    finding: Finding
    stet: Stet | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still stops something: a blocker, or a warning nobody let stand."""
        level = self.finding.level
        return level is Level.BLOCKER or (level is Level.WARNING and self.stet is None)


class Standing:
    """One docket at one moment. Everything is read once, when it is first asked for."""

    def __init__(self, docket: Docket, now: datetime | None = None) -> None:
        self.docket = docket
        self.installment = docket.installment
        self.now = now or timezone.now()

    @property
    def head(self) -> Revision | None:
        return self.docket.head

    @cached_property
    def text(self) -> Manuscript | None:
        """The newest revision's manuscript."""
        return self.head.read() if self.head else None

    @property
    def stage(self) -> Stage:
        """The stage, the clock included: a schedule whose moment has come reads as published."""
        stage = Stage(self.docket.stage)
        if stage is Stage.SCHEDULED and self.docket.moment and self.docket.moment <= self.now:
            return Stage.PUBLISHED
        return stage

    @cached_property
    def editions(self) -> list[Edition]:
        """The editions that stand, newest first, without their texts."""
        return columns.editions(self.installment)

    @property
    def live(self) -> Edition | None:
        """What readers read now."""
        now = self.now
        for each in self.editions:
            if each.live_from <= now and (each.live_until is None or each.live_until > now):
                return each
        return None

    @property
    def coming(self) -> Edition | None:
        """What is scheduled."""
        return next((each for each in self.editions if each.live_from > self.now), None)

    @property
    def is_live(self) -> bool:
        """Whether readers read exactly the newest text."""
        return bool(self.live and self.head and self.live.digest == self.head.digest)

    @cached_property
    def was_read(self) -> bool:
        """Whether readers have had an edition of it: another one is a correction."""
        begun = self.installment.editions.filter(live_from__lte=self.now)
        return begun.exclude(ended=Edition.CANCELLED).exists()

    @cached_property
    def authors(self) -> set[int]:
        """Primary keys of all who may have words of their own in the newest revision (see `authorship`)."""
        if self.head is None:
            return set()
        filed, spans = columns.filed(self.docket), columns.spans(self.installment)
        return set(authorship.authors(self.head.number, filed, spans))

    @cached_property
    def verdicts(self) -> dict[int, Review]:
        """Each reviewer's last word on the newest revision, given since it was last withdrawn."""
        if self.head is None:
            return {}
        since, head = columns.withdrawn(self.docket), self.head
        mine = (each for each in self.reviews if each.revision_id == head.pk and each.digest == head.digest)
        return {each.reviewer_id: each for each in mine if each.after >= since}

    @cached_property
    def reviews(self) -> list[Review]:
        """Everything that reviewers said, of any revision, in the order in which they said it."""
        return columns.reviews(self.docket)

    @cached_property
    def approvals(self) -> dict[int, Review]:
        """The approvals that count: of exactly this text, by active reviewers who did not write it."""
        return {
            pk: review
            for pk, review in self.verdicts.items()
            if review.verdict == Review.APPROVE and pk not in self.authors and pk in self.reviewers
        }

    @property
    def objections(self) -> list[Review]:
        """Active reviewers whose last word on exactly this text is that it should change."""
        return [
            each
            for each in self.verdicts.values()
            if each.verdict == Review.CHANGES and each.reviewer_id in self.reviewers
        ]

    @cached_property
    def house(self) -> HouseRules | None:
        """The series' house rules, if it has any."""
        return HouseRules.objects.filter(series=self.installment.series_id).first()

    @property
    def quorum(self) -> int | None:
        """How many approvals the series needs; None without house rules."""
        return self.house.quorum if self.house else None

    @cached_property
    def rules(self) -> Rules:
        """The series' own settings of the checks."""
        return kept_rules(self.house.rules)[0] if self.house else Rules()

    @cached_property
    def findings(self) -> list[Judged]:
        """What the checks find in the newest revision, and who let it stand."""
        return self.judge(self.text) if self.text else []

    def judge(self, text: Manuscript) -> list[Judged]:
        """What the checks find in a text of this installment."""
        stets = {each.fingerprint: each for each in self.stets if each.by_id not in self.authors}
        written = self.head.manuscript if self.head and text is self.text else text.to_json()
        found = find(text, written, self.knows, lambda: self.known, self.rules)
        return [Judged(each, stets.get(each.fingerprint)) for each in found]

    @cached_property
    def stets(self) -> list[Stet]:
        return columns.stets(self.docket)

    @cached_property
    def known(self) -> Known:
        """What the desk knows of other texts: the series' earlier parts, and everybody's names."""
        series, docket, part = self._place
        earlier = columns.earlier(series=series, docket=docket, part=part)
        return known.of(
            self.text or Manuscript(),
            map(Manuscript.from_json, earlier.values_list("head__manuscript", flat=True)),
            people=self._everybody.people,
            organizations=self._everybody.organizations,
            today=self._today,
        )

    @cached_property
    def knows(self) -> str:
        """A digest of what `known` is made of, for which the other texts need not be read."""
        made_of = (columns.earlier_digests(*self._place), self._everybody.digest, self._today)
        return hashlib.sha256(repr(made_of).encode()).hexdigest()

    @property
    def _place(self) -> tuple[int, int, int | None]:
        """The series, the docket, and the part's number."""
        return self.installment.series_id, self.docket.pk, self.text.part if self.text else None

    @cached_property
    def _everybody(self) -> everybody.Everybody:
        return everybody.named()

    @property
    def _today(self) -> str:
        return timezone.localdate(self.now).isoformat()

    def open(self, level: Level) -> int:
        """How many findings of this level are open."""
        return sum(each.finding.level is level and each.is_open for each in self.findings)

    @cached_property
    def obstacles(self) -> tuple[str, ...]:
        """What else stands in the way of publication, in sentences."""
        unreadable = kept_rules(self.house.rules)[1] if self.house else ()
        return (*(f"The house rules cannot be read. {each}" for each in unreadable), *obstacles(self))

    def situation(
        self,
        by: AbstractBaseUser | None,
        *,
        note: str = "",
        seen: str | None = None,
        moment: datetime | None = None,
        roles: Iterable[Role] | None = None,
    ) -> Situation:
        """All that the conditions of a move look at. `roles` only for what the desk does by itself."""
        return Situation(
            stage=self.stage,
            roles=frozenset(roles_of(by) if roles is None and by else roles or ()),
            now=self.now,
            actor=str(by.pk) if by else "",
            digest=self.head.digest if self.head else "",
            seen=seen,
            rows_differ=self.rows_differ,
            authors=frozenset(map(str, self.authors)),
            approvals=frozenset(map(str, self.approvals)),
            objections=tuple(name_of(each.reviewer) for each in self.objections),
            quorum=self.quorum,
            blockers=self.open(Level.BLOCKER),
            warnings=self.open(Level.WARNING),
            obstacles=self.obstacles,
            reviewers=self.possible_reviewers,
            live=self.live is not None,
            coming=self.coming is not None,
            note=note,
            notice=notice_faults(note, self.rules) if note and self.was_read else "",
            moment=moment,
        )

    @cached_property
    def rows_differ(self) -> bool:
        """Whether the rows hold a text that is not the newest revision's."""
        rows = writing.manuscript(self.installment)
        return self.head is not None and rows != self.text and rows.digest != self.head.digest

    @cached_property
    def possible_reviewers(self) -> int:
        """How many active people other than its authors may review it."""
        return len(self.reviewers - self.authors)

    @cached_property
    def reviewers(self) -> set[int]:
        """Primary keys of all active people who may review."""
        return columns.reviewers()


def reviewers_but(authors: Iterable[int]) -> list[AbstractBaseUser]:
    """Active people who may review, without these."""
    people = columns.able(Role.REVIEWER)
    return list(people.exclude(pk__in=set(authors)).order_by("first_name", "username"))


def rules_of(series: Series) -> Rules:
    """A series' own settings of the checks."""
    house = HouseRules.objects.filter(series=series).first()
    return kept_rules(house.rules)[0] if house else Rules()
