"""The columns, tabs and menus of the list of installments."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editorial.models import RANKED, Comment, Docket, Review
from editorial.names import fold
from editorial.standing import name_of, roles_of
from editorial.templatetags.desk_tags import clock, icon, late, rel, sev, short, sign, state
from editorial.workflow import Role, Stage, count
from series.models import Edition, Installment, Series

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


def at_stage(stage: str, docket: str = "docket__") -> Q:
    """Those at a stage, the clock included: a schedule whose moment has come reads as published."""
    if stage not in RANKED:
        return Q(pk=None)
    scheduled = RANKED.index(Stage.SCHEDULED)
    appeared = Q(**{f"{docket}rank": scheduled, f"{docket}moment__lte": timezone.now()})
    here = Q(**{f"{docket}rank": RANKED.index(Stage(stage))})
    if stage == Stage.PUBLISHED:
        return here | appeared
    return here & ~appeared if stage == Stage.SCHEDULED else here


def with_words(text: str) -> Q:
    """Those whose title, series, people and organizations have every word."""
    wanted = Q()
    for word in fold(text.replace("\0", "")).split()[:8]:
        wanted &= Q(docket__listed__words__contains=word)
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


# -- tabs and menus


class Tabs(admin.SimpleListFilter):
    """The stages, each with how many there are."""

    title, parameter_name, template = "stage", "stage", "admin/filter_tabs.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, stage.label) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(at_stage(self.value())) if self.value() else queryset

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """“All 12”, then the stages that have any, and the one that is chosen."""
        counts = changelist.stages
        yield self._choice(changelist, "", "All", sum(counts.values()), "")
        for stage in Stage:
            if counts[stage] or self.value() == stage:
                yield self._choice(changelist, stage.value, stage.label, counts[stage], sign(stage))

    def _choice(self, changelist: Any, value: str, words: str, number: int, look: str) -> dict[str, Any]:
        return {
            "selected": (self.value() or "") == value,
            "query_string": changelist.get_query_string(
                {"stage": value} if value else {}, ["p", "stage"] if not value else ["p"]
            ),
            "display": words,
            "number": number,
            "icon": look,
        }


class Menu(admin.SimpleListFilter):
    """A filter behind one button."""

    template = "admin/filter_menu.html"


class FindingsMenu(Menu):
    title, parameter_name = "findings", "findings"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("blockers", "With blockers"), ("warnings", "With open warnings"), ("none", "None open")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("blockers", "warnings"):
            return queryset.filter(**{f"docket__listed__{self.value()}__gt": 0})
        if self.value() == "none":
            return queryset.filter(docket__listed__blockers=0, docket__listed__warnings=0)
        return queryset


class SeriesMenu(Menu):
    title, parameter_name = "series", "series"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), title) for pk, title in Series.objects.values_list("pk", "title")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value() or ""
        return queryset.filter(series=wanted) if wanted.isdecimal() else queryset


class PersonMenu(Menu):
    """Who looks after it, or was asked to review it."""

    title, parameter_name = "person on the desk", "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        people = get_user_model().objects.filter(Q(is_staff=True), is_active=True)
        named = sorted((name_of(each), str(each.pk)) for each in people)
        me = [(str(request.user.pk), "Me")]
        return me + [(pk, name) for name, pk in named if pk != str(request.user.pk)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value() or ""
        if not wanted.isdecimal():
            return queryset
        asked = Docket.objects.filter(reviewers=wanted).values("installment")
        return queryset.filter(Q(docket__owner=wanted) | Q(pk__in=asked))


class WaitingMenu(Menu):
    """What whoever looks can move on: as the desk's home has it, without the fine print."""

    title, parameter_name = "waiting for", "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "Me")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "me":
            return queryset
        asked = Docket.objects.filter(reviewers=request.user, stage=Stage.IN_REVIEW).values("installment")
        mine = Q(docket__owner=request.user, docket__stage__in=(Stage.DRAFT, Stage.CHANGES_REQUESTED))
        waiting = mine | Q(pk__in=asked)
        if Role.PUBLISHER in roles_of(request.user):
            waiting |= Q(docket__stage=Stage.APPROVED)
        return queryset.filter(waiting)


class DueMenu(Menu):
    title, parameter_name = "due", "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("late", "Late"), ("week", "In the next seven days"), ("none", "No date")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == "late":
            return queryset.filter(docket__rank__lt=min(map(RANKED.index, QUIET)), docket__soonest__lt=today)
        if self.value() == "week":
            return queryset.filter(docket__due__range=(today, today + timedelta(days=7)))
        return queryset.filter(docket__due=None) if self.value() == "none" else queryset


COLUMNS = (title, stage, findings, answers, reviewers, due, publication)
FILTERS = (Tabs, FindingsMenu, SeriesMenu, PersonMenu, WaitingMenu, DueMenu)
