"""Locks a docket and writes its steps and revisions. Used by the other modules of this package alone."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils import timezone

from editorial import planning
from editorial.checks import Level
from editorial.models import Docket, Listed, Revision, Step
from editorial.names import fold
from editorial.standing import Standing, User, roles_of
from editorial.workflow import MOVES, Move, Refused, Role, Stage
from series.manuscript import Manuscript

from . import gathering, telling

Actor = AbstractBaseUser


@contextmanager
def locked(docket: Docket, now: datetime | None) -> Iterator[Standing]:
    """The docket as it stands, locked until the transaction ends.

    Its clock never runs backwards, whatever the machine's does: no step is earlier than the one before.
    """
    with transaction.atomic():
        yield settled(Docket.objects.select_for_update().get(pk=docket.pk), now)
    docket.refresh_from_db()


def settled(row: Docket, now: datetime | None) -> Standing:
    """A docket that is locked, as it stands once what the clock did is noted down."""
    last = row.steps.order_by("-number").values_list("at", flat=True).first()
    now = now or timezone.now()
    at = Standing(row, max(now, last) if last else now)
    settle(at)
    return at


def acting(by: Actor | AnonymousUser | None, *, hold: bool = False) -> Actor:
    """The person as the database has them now: an account may have been closed since the request began."""
    people = User.objects.select_for_update(no_key=True) if hold else User.objects
    person = people.filter(pk=by.pk).first() if by and by.pk else None
    if person is None:
        raise Refused(("Only people with an account can do this: sign in.",))
    return person


@contextmanager
def held(by: Actor | AnonymousUser | None) -> Iterator[Actor]:
    """The same, and nobody closes the account before the transaction ends.

    To be held before the docket, in the order in which closing takes them: nobody waits in a ring.
    """
    with transaction.atomic():
        yield acting(by, hold=True)


def require(role: Role, by: Actor) -> None:
    if role not in roles_of(acting(by)):
        raise Refused((f"Only {'an' if role is Role.EDITOR else 'a'} {role.value} can do this.",))


def revise(
    at: Standing,
    text: Manuscript,
    *,
    by: Actor,
    source: str = "",
    restores: Revision | None = None,
    suggested: Actor | None = None,
) -> Revision:
    revision = Revision.objects.create(
        docket=at.docket,
        number=(at.head.number if at.head else 0) + 1,
        author=by,
        at=at.now,
        manuscript=text.to_json(),
        digest=text.digest,
        source=source,
        restores=restores,
        suggested=suggested,
    )
    at.docket.head = revision
    at.docket.save(update_fields=["head"])
    recount(at)
    return revision


def recount(at: Standing) -> None:
    """Keep the figures that lists show: they never decide anything."""
    new = Standing(at.docket, at.now)
    answers = [answer for each in new.text.contributions for answer in each.answers] if new.text else []
    at.docket.counts = {
        **{f"{level}s": new.open(level) for level in (Level.BLOCKER, Level.WARNING)},
        "found": Counter(
            f"{each.finding.level}:{each.finding.check}" for each in new.findings if each.is_open
        ),
        "answers": len(answers),
        "written": sum(bool(answer.body or answer.declined) for answer in answers),
    }
    at.docket.save(update_fields=["counts"])
    Listed.objects.update_or_create(
        docket=at.docket,
        defaults={
            "words": words_of(new.text) if new.text else "",
            "blockers": at.docket.counts["blockers"],
            "warnings": at.docket.counts["warnings"],
        },
    )


def words_of(text: Manuscript) -> str:
    """What a text is found by in the list."""
    named = [value for each in text.contributions for value in (each.name, each.organization)]
    return fold("\n".join([text.title, text.series, *named]))


def step(
    at: Standing, move: Move, *, by: Actor | None, note: str = "", moment: datetime | None = None
) -> Step:
    judged = move.gated or move.name == "approve"
    quorum = at.quorum if judged else None
    step = record(at, move.name, move.target, by=by, note=note, moment=moment, quorum=quorum)
    at.docket.stage = move.target
    at.docket.since = at.now
    at.docket.moment = moment
    if at.docket.wish:
        at.docket.due = planning.due(move.target, at.docket.wish, at.rules.days)
    at.docket.save(update_fields=["stage", "since", "moment", "due"])
    return step


def record(
    at: Standing,
    move: str,
    after: Stage,
    *,
    by: Actor | None,
    note: str = "",
    moment: datetime | None = None,
    before: str | None = None,
    quorum: int | None = None,
) -> Step:
    last = at.docket.steps.order_by("-number").first()
    step = Step(
        docket=at.docket,
        number=(last.number if last else 0) + 1,
        move=move,
        before=at.stage if before is None else before,
        after=after,
        by=by,
        revision=at.head,
        note=note,
        moment=moment,
        quorum=quorum,
        at=at.now,
    )
    step.chain = link(last.chain if last else "", step)
    step.save()
    gathering.taken_along(at, telling.of_step(at, step))
    gathering.of_step(at, step)
    return step


def link(before: str, step: Step) -> str:
    """The hash (SHA-256, hex) that chains a step to the one before it."""
    parts = [step.docket_id, step.number, step.move, step.before, step.after, step.by_id, step.note]
    parts.append(step.quorum)
    digest = step.revision.digest if step.revision else ""
    moments = [each.timestamp() if each else None for each in (step.moment, step.at)]
    body = json.dumps([before, *map(str, parts), digest, *moments], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def settle(at: Standing) -> None:
    """Note down what the clock did: a schedule whose moment has come was published at that moment."""
    if at.docket.stage == Stage.SCHEDULED and at.stage is Stage.PUBLISHED:
        now, at.now = at.now, at.docket.moment or at.now
        record(at, MOVES["appear"].name, Stage.PUBLISHED, by=None, before=Stage.SCHEDULED)
        at.docket.stage, at.docket.since, at.docket.moment = Stage.PUBLISHED, at.now, None
        at.docket.save(update_fields=["stage", "since", "moment"])
        at.now = now
