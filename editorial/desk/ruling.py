"""Sets house rules: every change is kept as a version, and what does not hold under it any more is void."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from editorial.checks import all_checks
from editorial.models import Docket, HouseRules, HouseRulesVersion
from editorial.rulebook import RulesError, from_toml
from editorial.workflow import Refused
from series.models import Series

from .filing import WRITABLE
from .moving import RESTING, recheck
from .recording import Actor, acting


@transaction.atomic
def set_quorum(series: Series, quorum: int, *, by: Actor, now: datetime | None = None) -> HouseRules:
    """Say how many approvals a series' texts need. Only for those who may change house rules."""
    return _set(series, by=by, now=now, quorum=quorum)


@transaction.atomic
def set_rules(
    series: Series, rules: str, *, by: Actor, quorum: int | None = None, now: datetime | None = None
) -> HouseRules:
    """Give a series its own settings of the checks, as TOML (see `editorial.rulebook`).

    Raises Refused with every reason. `quorum` is needed where the series has no house rules yet.
    """
    return _set(series, by=by, now=now, quorum=quorum, rules=rules)


def _set(
    series: Series, *, by: Actor, now: datetime | None, quorum: int | None = None, rules: str | None = None
) -> HouseRules:
    by, now = acting(by), now or timezone.now()
    before = HouseRules.objects.select_for_update().filter(series=series).first()
    quorum = before.quorum if quorum is None and before else quorum
    rules = (before.rules if before else "") if rules is None else _tidy(rules)
    if against := _against(by, quorum, rules):
        raise Refused(against)
    if before and (before.quorum, before.rules) == (quorum, rules):
        return before
    version = _keep(series, quorum, rules, by=by, at=now)
    kept = {"quorum": quorum, "rules": rules, "version": version.number}
    row, _ = HouseRules.objects.update_or_create(series=series, defaults=kept)
    others = rules != (before.rules if before else "")
    dockets = Docket.objects.filter(installment__series=series, stage__in=WRITABLE if others else RESTING)
    recheck(dockets, why="The house rules were changed.", now=now, recounting=others)
    return row


def _tidy(text: str) -> str:
    """Without what browsers and hands leave around a text."""
    return text.replace("\r\n", "\n").strip()


def _against(by: Actor, quorum: int | None, rules: str) -> tuple[str, ...]:
    if not by.has_perm("editorial.change_houserules"):  # type: ignore[attr-defined]
        return ("Only an administrator can change the house rules.",)
    if quorum is None:
        return ("Say how many approvals a text of this series needs.",)
    if quorum < 1:
        return ("At least one approval is needed: nobody publishes alone.",)
    try:
        from_toml(rules, all_checks())
    except RulesError as error:
        return error.reasons
    return ()


def _keep(series: Series, quorum: int | None, rules: str, *, by: Actor, at: datetime) -> HouseRulesVersion:
    last = HouseRulesVersion.objects.filter(series=series).order_by("-number").first()
    return HouseRulesVersion.objects.create(
        series=series, number=(last.number if last else 0) + 1, quorum=quorum, rules=rules, by=by, at=at
    )
