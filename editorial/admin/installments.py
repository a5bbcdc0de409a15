"""Installments in the admin: the list, and the addresses of all pages about one of them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern

from series.models import Installment

from . import bulk, frame, moving, reviewing


@admin.register(Installment)
class InstallmentAdmin(admin.ModelAdmin):
    """The list. Everything else is a view of its own: no form here saves a row."""

    actions = bulk.ACTIONS

    def get_urls(self) -> list[URLPattern]:
        """Our pages, then those of the stock admin that are left."""
        return [*moving.urls(self), *reviewing.urls(self), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return frame.may_see(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return frame.may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return frame.may_edit(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: what is given up is killed, and stays on record."""
        return False
