"""People, organizations, topics and series on the desk: where they appear, duplicates merged, and a
correction offered for each live edition that has another name."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from editorial import appearing, desk
from editorial.models import HouseRules, Merger
from editorial.workflow import Refused
from series import admin as shared
from series.models import Organization, Person, Series, Topic

from . import frame

MOST = 12  # rows merged at once
ASKED = ("role", "organization")  # what else of a person a correction may put right


def _values(request: HttpRequest, row: Any) -> appearing.Values:
    """What the catalogue says, and what was typed beside it."""
    typed = {name: request.POST.get(name, "").strip() for name in ASKED} if isinstance(row, Person) else {}
    return {**appearing.called(row), **{name: value for name, value in typed.items() if value}}


class Appearing:
    """A change page that shows where its row appears, and offers corrections."""

    change_form_template = "editorial/catalogue/change.html"

    def get_urls(self: Any) -> list[URLPattern]:
        name = f"series_{self.opts.model_name}_correct"
        own = path("<path:object_id>/correct/", self.admin_site.admin_view(self.correct), name=name)
        return [own, *super().get_urls()]  # type: ignore[misc]

    def render_change_form(
        self: Any, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if (row := kwargs.get("obj")) is not None:
            context |= self.appearing(request, row)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def appearing(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The variables of the template. A constant number of queries."""
        shown = appearing.shown(row)
        portraits = [part.portrait for each in shown for part in each.parts if part.portrait.digest]
        is_named = not isinstance(row, Series)
        merged = Merger.objects.filter(model=row._meta.model_name, kept=row.pk).select_related("by")
        return {
            "row": row,
            "kind": row._meta.model_name,
            "shown": shown,
            "behind": [each for each in shown if each.changes],
            "correctable": sum(each.correctable for each in shown),
            "written": appearing.contributions(row),
            "portrait": portraits[0] if portraits and isinstance(row, Person) else None,
            "alike": appearing.spelled_like(row) if is_named else [],
            "mergers": merged if is_named else (),
            "can_correct": frame.may_edit(request),
        }

    def correct(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Open the corrections that were asked for, and say of each what became of it."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not frame.may_edit(request):
            raise PermissionDenied
        back = reverse(f"admin:series_{self.opts.model_name}_change", args=[row.pk])
        if request.method == "POST":
            chosen = set(request.POST.getlist("edition"))
            wanted = [each for each in appearing.editions(row) if "all" in chosen or str(each.pk) in chosen]
            done = desk.offer_all(row, wanted, by=request.user, values=_values(request, row))
            for edition, what in done.items():
                if isinstance(what, Refused):
                    messages.error(request, f"“{edition.title}” was left as it is. {what}")
                else:
                    messages.success(request, f"“{edition.title}”: revision {what.number} is its correction.")
        return HttpResponseRedirect(back)


class Mergeable(Appearing):
    """And that can be merged with others."""

    actions = ("merge",)

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)  # type: ignore[misc]
        return found if self.has_change_permission(request) else {}  # type: ignore[attr-defined]

    @admin.action(description="Merge duplicates…")
    def merge(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
        """A page that says what becomes of each; then the merger itself."""
        rows = list(chosen.order_by("pk")[: MOST + 1])
        if not 2 <= len(rows) <= MOST:
            messages.error(request, f"Choose at least two, and at most {MOST}, that are the same.")
            return None
        kept = next((each for each in rows if str(each.pk) == request.POST.get("kept")), rows[0])
        gone = [each for each in rows if each.pk != kept.pk]
        if "_confirmed" in request.POST:
            return self._merge(request, kept, gone)
        return TemplateResponse(request, "editorial/catalogue/merge.html", self._preview(request, rows, kept))

    def _preview(self, request: HttpRequest, rows: list[Any], kept: Any) -> dict[str, Any]:
        def of(row: Any) -> dict[str, Any]:
            shown = appearing.shown(row)
            return {"row": row, "shown": shown, "written": appearing.contributions(row)}

        opts = kept._meta
        return {
            **admin.site.each_context(request),
            "title": f"Merge {len(rows)} {opts.verbose_name_plural}",
            "opts": opts,
            "rows": [of(each) for each in rows],
            "kept": kept,
            "back": reverse(f"admin:series_{opts.model_name}_changelist"),
        }

    def _merge(self, request: HttpRequest, kept: Any, gone: list[Any]) -> HttpResponse:
        try:
            done = desk.merge(kept, gone, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(reverse(f"admin:series_{kept._meta.model_name}_changelist"))
        for each in done:
            messages.success(request, f"{each}. {each.told}")
        return HttpResponseRedirect(reverse(f"admin:series_{kept._meta.model_name}_change", args=[kept.pk]))


for _model in (Series, Person, Organization, Topic):
    admin.site.unregister(_model)


@admin.register(Series)
class SeriesAdmin(Appearing, shared.SeriesAdmin):
    """Series, and the editions that have another title."""

    def appearing(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """And its house rules, without which nothing of it is published."""
        user, house = request.user, HouseRules.objects.filter(series=row).first()
        may_rule = user.has_perm(f"editorial.{'change' if house else 'add'}_houserules")
        return {**super().appearing(request, row), "house": house, "may_rule": may_rule}

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """It goes on with its house rules, and its first installment."""
        return HttpResponseRedirect(reverse("admin:series_series_change", args=[obj.pk]))


@admin.register(Person)
class PersonAdmin(Mergeable, shared.PersonAdmin):
    """People."""


@admin.register(Organization)
class OrganizationAdmin(Mergeable, shared.OrganizationAdmin):
    """Organizations."""


@admin.register(Topic)
class TopicAdmin(Mergeable, shared.TopicAdmin):
    """Topics."""
