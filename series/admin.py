"""What installments share, on the stock admin: series, people, organizations, topics, announcements."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Count, Model, QuerySet, URLField
from django.http import HttpRequest

from series import duplicates, writing
from series.models import Announcement, Organization, Person, Series, Topic


class Plain(admin.ModelAdmin):
    """What the stock admin says, in plain words."""

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        plain = type(message)(message.replace(" successfully", ""))  # what is safe stays safe
        super().message_user(request, plain, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Headed by what is listed, not by what could be done with it."""
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Headed by its name, once."""
        row = kwargs.get("obj")
        context |= {"title": str(row) if row else f"New {self.opts.verbose_name}", "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)


class Kept(Plain):
    """Saved by `series.writing`; never deleted here: readers' pages and records lead to these rows."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        """A link without a scheme means https."""
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        writing.keep(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Series)
class SeriesAdmin(Kept):
    list_display = ("title", "format", "parts", "slug")
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "format", "standfirst", "tone")}),
        (
            "What a new installment starts with",
            {
                "fields": ("prompts", "disclaimer", "call_to_action", "campaign"),
                "description": "A change here never touches installments that are already begun.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        return super().get_queryset(request).annotate(parts=Count("installments"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The format decides what an installment is made of, and readers know the address: they stay."""
        if obj is None:
            return ()
        return ("format", "slug") if obj.editions.exists() else ("format",)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.display(description="Installments", ordering="parts")
    def parts(self, row: Any) -> int:
        return int(row.parts)


class Named(Kept):
    """Somebody or something with a name and an address of its own."""

    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without what has become another row."""
        return super().get_queryset(request).filter(merged_into=None)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Readers and texts know the address: it stays."""
        return ("slug",) if obj else ()

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            duplicates.remember(obj, form.initial["name"])

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}


@admin.register(Person)
class PersonAdmin(Named):
    list_display = ("name", "url", "slug")


@admin.register(Organization)
class OrganizationAdmin(Named):
    list_display = ("name", "url", "slug")


@admin.register(Topic)
class TopicAdmin(Named):
    list_display = ("name", "slug")


@admin.register(Announcement)
class AnnouncementAdmin(Kept):
    list_display = ("text", "first_day", "last_day", "url")
