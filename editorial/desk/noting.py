"""Lets findings stand, takes comments, assigns people."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from editorial.checks import Finding, Level
from editorial.models import Comment, Docket, Stet
from editorial.standing import Standing, roles_of
from editorial.workflow import Refused, Role

from .recording import Actor, acting, locked, recount, require


def stet(docket: Docket, fingerprint: str, *, by: Actor, reason: str, now: datetime | None = None) -> Stet:
    """Let a warning stand, with a reason, until its words change. Not by an author; never a blocker."""
    with locked(docket, now) as at:
        by = acting(by)
        finding = next((j.finding for j in at.findings if j.finding.fingerprint == fingerprint), None)
        if against := _against_stet(at, finding, by, reason):
            raise Refused(against)
        assert finding is not None
        known = at.docket.stets.filter(fingerprint=fingerprint).exclude(by__in=at.authors).first()
        row = known or Stet.objects.create(
            docket=at.docket,
            revision=at.head,
            fingerprint=fingerprint,
            check_name=finding.check,
            path=finding.path,
            excerpt=finding.excerpt,
            message=finding.message,
            reason=reason.strip(),
            by=by,
            at=at.now,
        )
        recount(at)
        return row


def _against_stet(at: Standing, finding: Finding | None, by: Actor, reason: str) -> tuple[str, ...]:
    against = []
    if Role.REVIEWER not in roles_of(by):
        against.append("Only a reviewer can let a finding stand.")
    if finding is None:
        against.append("This finding is gone: the words have changed.")
    elif finding.level is Level.BLOCKER:
        against.append("A blocker cannot stand: it has to be mended.")
    elif finding.level is Level.NOTICE:
        against.append("A notice stops nothing: there is no need to let it stand.")
    if by.pk in at.authors:
        against.append("You wrote some of this text: somebody else has to let it stand.")
    if len(reason.strip()) < 10:
        against.append("Give a reason of at least ten characters, so that the next reader understands.")
    return tuple(against)


def comment(
    docket: Docket,
    *,
    by: Actor,
    text: str = "",
    path: str = "",
    quote: str = "",
    answers: Comment | None = None,
    resolves: bool = False,
) -> Comment:
    """Say something about a field or words in it, answer somebody, or resolve a thread."""
    if not roles_of(acting(by)):
        raise Refused(("Only people of the desk can comment.",))
    if answers is not None and answers.docket_id != docket.pk:
        raise Refused(("This comment belongs to another text.",))
    if not text.strip() and not resolves:
        raise Refused(("Write a comment first.",))
    return Comment.objects.create(
        docket=docket,
        revision=docket.head,
        path=path,
        quote=quote,
        text=text.strip(),
        answers=answers,
        resolves=resolves,
        by=by,
        at=timezone.now(),
    )


def assign(
    docket: Docket,
    *,
    by: Actor,
    owner: Actor | None = None,
    due: date | None = None,
    reviewers: Iterable[Actor] | None = None,
) -> None:
    """Say who looks after it, when it is due, and who is asked to review it."""
    require(Role.EDITOR, by)
    docket.owner, docket.due = owner or docket.owner, due
    docket.save(update_fields=["owner", "due"])
    if reviewers is not None:
        docket.reviewers.set(reviewers)
