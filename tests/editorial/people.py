"""The cast of the desk's tests, their series and dockets; `texts` has what they write.

alice writes, bob and carol review, dora publishes, eve is outside, root is a superuser.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User
from django.utils import timezone

from editorial import desk
from editorial.checks import Level
from editorial.models import Docket, HouseRules
from editorial.standing import Standing
from editorial.workflow import Stage
from series.manuscript import Format, Manuscript
from series.models import Series
from series.writing import begin_series
from tests.editorial.texts import (
    PARTS,
    QUESTIONS,
    SECTIONS,
    edited,
    ready_story,
    ready_text,
    with_answer,
    with_placeholder,
    with_portrait,
    with_stale_tag,
)

__all__ = [
    "PARTS",
    "Cast",
    "again",
    "approve",
    "cast",
    "docket_in",
    "draft",
    "edited",
    "head_text",
    "person",
    "ready_story",
    "ready_text",
    "refile",
    "series",
    "story_series",
    "tomorrow",
    "with_answer",
    "with_placeholder",
    "with_portrait",
    "with_stale_tag",
]


@dataclass(frozen=True)
class Cast:
    """The people of most tests."""

    alice: User
    bob: User
    carol: User
    dora: User
    eve: User
    root: User

    def __iter__(self):
        return iter((self.alice, self.bob, self.carol, self.dora, self.eve, self.root))


def person(name: str, *groups: str) -> User:
    """Somebody with an account, in these groups ("editor", "reviewer", "publisher")."""
    user = User.objects.create_user(name, f"{name}@desk.test", "pw", first_name=name.title(), is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def cast() -> Cast:
    return Cast(
        alice=person("alice", "editor"),
        bob=person("bob", "reviewer"),
        carol=person("carol", "reviewer"),
        dora=person("dora", "publisher"),
        eve=person("eve"),
        root=User.objects.create_superuser("root", "root@desk.test", "pw", first_name="Root"),
    )


def again(user: User) -> User:
    """The same person as the next request sees them: permissions are read anew."""
    return User.objects.get(pk=user.pk)


def series(quorum: int | None = 1, title: str = "Workbench Conversations") -> Series:
    """A series of interviews. `quorum=None`: nobody gave it house rules."""
    row = begin_series(title=title, slug=title.lower().replace(" ", "-"), prompts="\n".join(QUESTIONS))
    if quorum is not None:
        HouseRules.objects.create(series=row, quorum=quorum)
    return row


def story_series(quorum: int = 1, title: str = "Notes from the Lead") -> Series:
    """A series of stories."""
    row = begin_series(
        title=title,
        slug=title.lower().replace(" ", "-"),
        format=Format.STORY,
        prompts="\n".join(SECTIONS),
    )
    HouseRules.objects.create(series=row, quorum=quorum)
    return row


# -- dockets


def draft(
    people: Cast, text: Manuscript | None = None, into: Series | None = None, now: datetime | None = None
) -> Docket:
    """A draft by alice with this text."""
    text = text or ready_text()
    docket = desk.begin(into or Series.objects.first() or series(), by=people.alice)
    desk.file_copy(docket, text, by=people.alice, base=docket.head.digest, now=now)
    return docket


def approve(docket: Docket, by: User, **more) -> None:
    """Approve the newest text."""
    desk.make(docket, "approve", by=by, seen=docket.head.digest, **more)


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)


def docket_in(
    stage: Stage,
    people: Cast,
    text: Manuscript | None = None,
    into: Series | None = None,
    moment: datetime | None = None,
) -> Docket:
    """A docket that honest moves brought to this stage: alice wrote it, bob approved, dora published.

    A scheduled one is due tomorrow, unless a moment is given.
    """
    docket = draft(people, text, into)
    if stage is Stage.DRAFT:
        return docket
    if stage is Stage.KILLED:
        desk.make(docket, "kill", by=people.alice, note="It is not for this series.")
        return docket
    desk.make(docket, "submit", by=people.alice)
    if stage is Stage.IN_REVIEW:
        return docket
    if stage is Stage.CHANGES_REQUESTED:
        desk.make(docket, "request_changes", by=people.bob, note="Say who Tomas is.")
        return docket
    approve(docket, people.bob)
    if stage is Stage.SCHEDULED:
        desk.make(docket, "schedule", by=people.dora, moment=moment or tomorrow())
    elif stage is not Stage.APPROVED:
        desk.make(docket, "publish", by=people.dora)
    if stage is Stage.WITHDRAWN:
        desk.make(docket, "withdraw", by=people.dora, note="A person in it asked us to.")
    return docket


def refile(docket: Docket, text: Manuscript, by: User, **more) -> desk.Filed:
    """File a text on top of the newest one."""
    return desk.file_copy(docket, text, by=by, base=docket.head.digest, **more)


def head_text(docket: Docket) -> Manuscript:
    """The newest revision's text, under the keys of its rows."""
    docket.refresh_from_db()
    return docket.head.read()


def recorded(people: Cast) -> Docket:
    """Published, with a record of every kind."""
    docket = docket_in(Stage.IN_REVIEW, people, with_stale_tag(ready_text()), series(quorum=2))
    desk.set_quorum(docket.installment.series, 1, by=people.root)
    for each in Standing(docket).findings:
        if each.finding.level is Level.WARNING:
            desk.stet(docket, each.finding.fingerprint, by=people.bob, reason="The tag is shared on purpose.")
    desk.comment(docket, by=people.bob, text="Well told.")
    approve(docket, people.bob)
    desk.make(docket, "publish", by=people.dora)
    desk.set_rules(docket.installment.series, 'accepted = ["Quillworks"]', by=people.root)
    return docket
