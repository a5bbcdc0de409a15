"""The rows and columns of the list of installments."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editorial.models import RANKED, Comment, Docket, Review
from editorial.names import fold
from editorial.standing import name_of
from editorial.templatetags.desk_tags import clock, icon, late, rel, sev, short, state
from editorial.workflow import Stage, count
from series.models import Edition, Installment

QUIET = {Stage.PUBLISHED, Stage.WITHDRAWN, Stage.KILLED}  # nobody mends their findings
NOTHING = mark_safe('<span class="st-quiet">–</span>')
NOBODY = mark_safe('<span class="st-quiet">Nobody yet</span>')


def rank() -> list[Any]:
    """What wants work first, the sooner due the higher: as an index has it."""
    return ["docket__rank", "docket__soonest", "-docket__installment_id"]


def rows(installments: QuerySet[Installment], user: AbstractBaseUser) -> QuerySet[Installment]:
    """With all that the columns show to this person, in a constant number of queries."""
    unread = Comment.objects.filter(docket=OuterRef("docket")).unread_by(user)
    standing = Edition.objects.filter(installment=OuterRef("pk"), ended="").order_by("-live_from")
    return (
        installments.select_related("series", "docket", "docket__head")
        .prefetch_related(
            "docket__reviewers", Prefetch("docket__head__reviews", Review.objects.select_related("reviewer"))
        )
        .annotate(live_from=Subquery(standing.values("live_from")[:1]), comments_new=unread.counted())
    )


def at_stage(stage: str) -> Q:
    """Dockets at a stage, the clock included: a schedule whose moment has come reads as published."""
    if stage not in RANKED:
        return Q(pk=None)
    scheduled, published = RANKED.index(Stage.SCHEDULED), RANKED.index(Stage.PUBLISHED)
    waiting = Q(rank=scheduled, moment__gt=timezone.now())
    if stage == Stage.PUBLISHED:
        return Q(rank__range=(scheduled, published)) & ~waiting  # an index has these in order
    return waiting if stage == Stage.SCHEDULED else Q(rank=RANKED.index(Stage(stage)))


def with_words(text: str, within: str = "listed__") -> Q:
    """Dockets of those whose title, series, people and organizations have every word."""
    wanted = Q()
    for word in fold(text.replace("\0", "")).split()[:8]:
        wanted &= Q(**{f"{within}words__contains": word})
    return wanted


def stages() -> Counter[str]:
    """How many there are at each stage, the clock included."""
    counts: Counter[str] = Counter()
    appeared = Count("pk", filter=Q(stage=Stage.SCHEDULED, moment__lte=timezone.now()))
    for stage, number, gone in Docket.objects.values_list("stage").annotate(n=Count("pk"), gone=appeared):
        counts[stage] += number - gone
        counts[Stage.PUBLISHED] += gone
    return counts


def stage_of(docket: Docket) -> Stage:
    """The stage of a row, the clock included."""
    stage = Stage(docket.stage)
    if stage is Stage.SCHEDULED and docket.moment and docket.moment <= timezone.now():
        return Stage.PUBLISHED
    return stage


# -- columns


@admin.display(description="Installment", ordering="title")
def title(row: Installment) -> SafeString:
    part = f" · Part {row.part}" if row.part else ""
    new = count(row.comments_new, "new comment") if row.comments_new else ""
    return format_html(
        '<span class="st-cell-title">{}</span><span class="st-cell-sub">{}{}{}</span>',
        row.title or "Untitled", row.series.title, part,
        format_html(' <b class="st-cell-new">{}</b>', new) if new else "",
    )  # fmt: skip


@admin.display(description="Stage", ordering="docket__stage")
def stage(row: Installment) -> SafeString:
    return state(stage_of(row.docket))


@admin.display(description="Findings")
def findings(row: Installment) -> SafeString:
    counts = row.docket.counts
    if not counts or stage_of(row.docket) in QUIET:
        return NOTHING
    if not counts["blockers"] and not counts["warnings"]:
        return format_html('<span class="st-n st-n-ok">{}None open</span>', icon("check"))
    blockers, warnings = sev("blocker", counts["blockers"], True), sev("warning", counts["warnings"], True)
    return format_html('<span class="st-ns">{}{}</span>', blockers, warnings)


@admin.display(description="Answers")
def answers(row: Installment) -> SafeString:
    counts = row.docket.counts
    if not counts or not counts["answers"]:
        return NOTHING
    written, asked = counts["written"], counts["answers"]
    return format_html(
        '<span class="st-prog"><svg width="60" height="6" viewBox="0 0 60 6" aria-hidden="true">'
        '<rect class="st-prog-t" width="60" height="6" rx="3"></rect>'
        '<rect class="{}" width="{}" height="6" rx="3"></rect></svg>{} of {}</span>',
        "st-prog-b" if written == asked else "st-prog-part", round(60 * written / asked), written, asked,
    )  # fmt: skip


@admin.display(description="Reviewers")
def reviewers(row: Installment) -> SafeString:
    head = row.docket.head
    said = {each.reviewer_id: each for each in head.reviews.all()} if head else {}
    signs = {"approve": "check", "changes": "return", "take back": "wait"}
    lines = [(signs[each.verdict], name_of(each.reviewer)) for each in said.values()]
    lines += [("wait", name_of(each)) for each in row.docket.reviewers.all() if each.pk not in said]
    if not lines:
        return NOBODY
    spans = [format_html('<span class="st-rev">{}{}</span>', icon(look), name) for look, name in lines]
    return SafeString("".join(spans))


@admin.display(description="Due", ordering="docket__due")
def due(row: Installment) -> SafeString:
    day = row.docket.due
    if not day:
        return NOTHING
    if stage_of(row.docket) in QUIET or row.live_from:
        return format_html('<span class="st-date st-quiet">{}</span>', short(day))
    late_or_not = "st-late" if late(day) else ""
    return format_html(
        '<span class="st-date {}">{}</span><span class="st-cell-sub {}">{}</span>',
        late_or_not, short(day), late_or_not, rel(day),
    )  # fmt: skip


@admin.display(description="Publication")
def publication(row: Installment) -> SafeString:
    moment = row.live_from
    if moment is None:
        return NOTHING
    word = "scheduled" if moment > timezone.now() else "published"
    return format_html(
        '<span class="st-date">{}, {}</span><span class="st-cell-sub">{}</span>',
        short(moment), clock(moment), word,
    )  # fmt: skip


@admin.display(description="Changed", ordering="changed")
def changed(row: Installment) -> SafeString:
    filed = row.docket.head.at if row.docket.head else row.changed
    return format_html('<span class="st-date">{}</span>', short(filed))


COLUMNS = (title, stage, findings, answers, reviewers, due, publication)
