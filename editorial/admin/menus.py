"""The tabs and menus above the list of installments."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone

from editorial.models import RANKED, Docket
from editorial.standing import name_of, roles_of
from editorial.templatetags.desk_tags import sign
from editorial.workflow import Role, Stage
from series.models import Series

from .listing import QUIET, at_stage


class Narrowing(admin.SimpleListFilter):
    """A filter that says which dockets it wants: the list asks them alone, without their installments."""

    def wanted(self, request: HttpRequest) -> Q:
        """The dockets that are left; nothing where nothing was chosen."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.wanted(request)
        return queryset.filter(docket__in=Docket.objects.filter(wanted)) if wanted else queryset


class Tabs(Narrowing):
    """The stages, each with how many there are."""

    title, parameter_name, template = "stage", "stage", "admin/filter_tabs.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, stage.label) for stage in Stage]

    def wanted(self, request: HttpRequest) -> Q:
        return at_stage(self.value()) if self.value() else Q()

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


class Menu(Narrowing):
    """A filter behind one button."""

    template = "admin/filter_menu.html"


def offered(request: HttpRequest, kind: str) -> list[tuple[str, str]]:
    """The series, or the active people of the desk, by name. One query for both, asked once for a request."""
    if not hasattr(request, "desk_menus"):
        people = get_user_model().objects.filter(is_staff=True, is_active=True).annotate(kind=Value("person"))
        rows = people.order_by().values_list("kind", "pk", "first_name", "last_name", "username")
        series = Series.objects.order_by().annotate(kind=Value("series"), first=Value(""), last=Value(""))
        request.desk_menus = list(  # type: ignore[attr-defined]
            rows.union(series.values_list("kind", "pk", "first", "last", "title"), all=True)
        )
    found = [
        (str(pk), name_of(get_user_model()(first_name=first, last_name=last, username=name)))
        for each, pk, first, last, name in request.desk_menus  # type: ignore[attr-defined]
        if each == kind
    ]
    return sorted(found, key=lambda each: each[1].casefold())


class FindingsMenu(Menu):
    title, parameter_name = "findings", "findings"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("blockers", "With blockers"), ("warnings", "With open warnings"), ("none", "None open")]

    def wanted(self, request: HttpRequest) -> Q:
        if self.value() in ("blockers", "warnings"):
            return Q(**{f"listed__{self.value()}__gt": 0})
        if self.value() == "none":
            return Q(listed__blockers=0, listed__warnings=0)
        return Q()


class SeriesMenu(Menu):
    title, parameter_name = "series", "series"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return offered(request, "series")

    def wanted(self, request: HttpRequest) -> Q:
        wanted = self.value() or ""
        return Q(installment__series=wanted) if wanted.isdecimal() else Q()


class PersonMenu(Menu):
    """Who looks after it, or was asked to review it."""

    title, parameter_name = "person on the desk", "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        me = str(request.user.pk)
        return [(me, "Me"), *(each for each in offered(request, "person") if each[0] != me)]

    def wanted(self, request: HttpRequest) -> Q:
        wanted = self.value() or ""
        if not wanted.isdecimal():
            return Q()
        return Q(owner=wanted) | Q(pk__in=Docket.objects.filter(reviewers=wanted))


class WaitingMenu(Menu):
    """What whoever looks can move on: as the desk's home has it, without the fine print."""

    title, parameter_name = "waiting for", "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "Me")]

    def wanted(self, request: HttpRequest) -> Q:
        if self.value() != "me":
            return Q()
        asked = Docket.objects.filter(reviewers=request.user, stage=Stage.IN_REVIEW)
        mine = Q(owner=request.user, stage__in=(Stage.DRAFT, Stage.CHANGES_REQUESTED))
        waiting = mine | Q(pk__in=asked)
        if Role.PUBLISHER in roles_of(request.user):
            waiting |= Q(stage=Stage.APPROVED)
        return waiting


class DueMenu(Menu):
    title, parameter_name = "due", "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("late", "Late"), ("week", "In the next seven days"), ("none", "No date")]

    def wanted(self, request: HttpRequest) -> Q:
        today = timezone.localdate()
        if self.value() == "late":
            return Q(rank__lt=min(map(RANKED.index, QUIET)), soonest__lt=today)
        if self.value() == "week":
            return Q(due__range=(today, today + timedelta(days=7)))
        return Q(due=None) if self.value() == "none" else Q()


FILTERS = (Tabs, FindingsMenu, SeriesMenu, PersonMenu, WaitingMenu, DueMenu)
