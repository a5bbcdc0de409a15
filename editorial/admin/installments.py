"""Installments in the admin: the list, and the addresses of all pages about one of them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from editorial import desk
from editorial.models import Docket
from editorial.standing import roles_of
from editorial.workflow import Role
from series.models import Installment

from . import (
    assigning,
    bulk,
    conflicts,
    frame,
    imported,
    importing,
    keeping,
    listing,
    menus,
    moving,
    notes,
    paging,
    people,
    previewing,
    questions,
    repairing,
    reviewing,
    saved,
    writing,
)


@admin.register(Installment)
class InstallmentAdmin(admin.ModelAdmin):
    """The list. Everything else is a view of its own: no form here saves a row."""

    list_display = listing.COLUMNS
    list_display_links = (listing.title,)
    list_filter = menus.FILTERS
    list_per_page = 20
    list_max_show_all = 0
    search_fields = ("title",)  # a search box is wanted; `get_search_results` looks
    search_help_text = "Search titles, series, people and organizations"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = (*bulk.ACTIONS, assigning.ask_several, assigning.give_several)

    def get_urls(self) -> list[URLPattern]:
        """Our pages, then those of the stock admin that are left."""
        own = [
            path("import/", frame.guarded(importing.importing), name="series_installment_import"),
            path("import/<int:pk>/", frame.guarded(imported.held), name="series_installment_held"),
            path("import/<int:pk>/on/", frame.guarded(imported.go_on), name="series_installment_held_on"),
            path(
                "import/<int:pk>/<int:file>/",
                frame.guarded(previewing.post),
                name="series_installment_held_post",
            ),
            path(
                "<int:pk>/people/<uuid:key>/", frame.guarded(people.person), name="series_installment_person"
            ),
            path(
                "<int:pk>/people/<uuid:key>/remove/",
                frame.guarded(people.remove),
                name="series_installment_remove",
            ),
            path(
                "<int:pk>/questions/", frame.guarded(questions.questions), name="series_installment_questions"
            ),
            path("<int:pk>/keep/", frame.guarded(keeping.keep), name="series_installment_keep"),
            path("<int:pk>/merge/", frame.guarded(conflicts.decide), name="series_installment_merge"),
            path("<int:pk>/change/", frame.guarded(writing.write), name="series_installment_change"),
        ]
        return [
            *own,
            *assigning.urls(),
            *saved.urls(),
            *moving.urls(self),
            *repairing.urls(self),
            *reviewing.urls(self),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the saved views."""
        views = saved.views(request)
        own = {
            "views": views,
            "tidy": desk.tidy(request.GET.urlencode()),
            "view_here": any(each.here for each in views),
        }
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Our own form: it files the draft through the desk."""
        return writing.begin(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Addresses of the stock form lead to ours: it would save rows past the desk."""
        if not (pk := unquote(object_id)).isdecimal():
            raise Http404
        return HttpResponseRedirect(notes.page_of(int(pk), ""))

    def save_model(self, *args: Any, **kwargs: Any) -> None:
        """Nothing here saves: texts are filed through the desk."""
        raise PermissionDenied

    def get_queryset(self, request: HttpRequest) -> QuerySet[Installment]:
        return super().get_queryset(request).filter(docket__isnull=False)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Installment], search_term: str
    ) -> tuple[QuerySet[Installment], bool]:
        """Those that have every word, whatever its accents."""
        return queryset.filter(docket__in=Docket.objects.filter(listing.with_words(search_term))), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[paging.Pages]:
        return paging.Pages

    def get_ordering(self, request: HttpRequest) -> Any:
        return listing.rank()

    def get_actions(self, request: HttpRequest) -> Any:
        """Those of one's own roles. What is posted all the same is refused by the desk, in words."""
        found, roles = super().get_actions(request), roles_of(request.user)
        if request.method != "GET":
            return found
        return {name: each for name, each in found.items() if bulk.ROLES.get(name, Role.EDITOR) in roles}

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> Any:
        return super().get_action_choices(request, [("", "Choose what to do")])

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return frame.may_see(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return frame.may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return frame.may_edit(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: what is given up is killed, and stays on record."""
        return False
