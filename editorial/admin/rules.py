"""The page of rules, generated from the table of moves and from the checks."""

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from editorial.catalogue import Page, page
from editorial.checks import ORDER, Check, all_checks
from editorial.workflow import GATE, MOVES, Condition, Move, Situation, Stage

from . import frame


@dataclass(frozen=True)
class Rule:
    """A move, and the sentence of each condition when it does not hold."""

    move: Move
    sources: list[str]
    sentences: list[str]


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Who may do what, when it is refused, and what the checks look for."""
    context = {
        **admin.site.each_context(request),
        "title": "The rules of this desk",
        "rules": [_rule(move) for move in MOVES.values()],
        "gate": [sentence for each in GATE if (sentence := said(each))],
        "checks": [(each, about) for each in _sorted() if (about := _page(each))],
        "may_see": frame.may_see(request),
    }
    return TemplateResponse(request, "editorial/rules.html", context)


def _rule(move: Move) -> Rule:
    order = list(Stage)
    sources = [stage.label for stage in sorted(move.sources, key=order.index)]
    return Rule(move, sources, [sentence for each in move.conditions if (sentence := said(each))])


def said(condition: Condition) -> str:
    """What a condition says when it does not hold: tried on the worst situations there are."""
    for situation in (_worst(live=False), _worst(live=True)):
        if sentence := condition(situation):
            return sentence
    return ""


def _worst(*, live: bool) -> Situation:
    return Situation(
        stage=Stage.DRAFT,
        roles=frozenset(),
        now=timezone.now(),
        actor="somebody",
        digest="a text",
        seen="another text",
        rows_differ=True,
        authors=frozenset({"somebody"}),
        objections=("Somebody",),
        quorum=1,
        blockers=1,
        warnings=1,
        live=live,
    )


def _sorted() -> list[Check]:
    return sorted(all_checks().values(), key=lambda each: (ORDER[each.level], each.label))


def _page(check: Check) -> Page | None:
    try:
        return page(check.name)
    except (OSError, ValueError):
        return None


def urls(site: admin.AdminSite) -> list[URLPattern]:
    """Its address."""
    return [path("rules/", site.admin_view(rules), name="rules")]
