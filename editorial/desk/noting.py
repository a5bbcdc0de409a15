"""Lets findings stand."""

from datetime import datetime

from editorial.checks import Finding, Level
from editorial.models import Docket, Stet
from editorial.standing import Standing, roles_of
from editorial.workflow import Refused, Role

from .recording import Actor, acting, locked, recount

SHORTEST_REASON = 10
TOO_SHORT = "Give a reason of at least ten characters, so that the next reader understands."


def stet(docket: Docket, fingerprint: str, *, by: Actor, reason: str, now: datetime | None = None) -> Stet:
    """Let a warning stand, with a reason, until its words change. Not by an author; never a blocker."""
    with locked(docket, now) as at:
        by = acting(by)
        finding = next((j.finding for j in at.findings if j.finding.fingerprint == fingerprint), None)
        against = against_stet(at, finding, by)
        if len(reason.strip()) < SHORTEST_REASON:
            against = (*against, TOO_SHORT)
        if against:
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


def against_stet(at: Standing, finding: Finding | None, by: Actor) -> tuple[str, ...]:
    """Why this person cannot let a finding stand, whatever their reason."""
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
    return tuple(against)
