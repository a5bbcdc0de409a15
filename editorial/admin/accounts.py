"""Accounts and groups. Whoever loses the right to review takes approvals along: what rested
on them is void in the same transaction, and the page says so."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from editorial import desk
from editorial.models import Docket

RIGHTS = {"is_active", "is_superuser", "groups", "user_permissions", "permissions"}

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.disable_action("delete_selected")  # what is deleted here at all is deleted one by one


def tell(request: HttpRequest, voided: Iterable[Docket]) -> None:
    """Say which installments went back to review."""
    for docket in voided:
        messages.warning(request, f"“{docket.installment}” is in review again: its approval is void.")


@admin.register(User)
class AccountAdmin(UserAdmin):
    """People of the desk."""

    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_superuser")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and RIGHTS & set(form.changed_data):
            tell(request, desk.recheck_voice(form.instance))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are closed: the history names whoever had one."""
        return False


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """What editors, reviewers and publishers may do."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and RIGHTS & set(form.changed_data):
            tell(request, desk.recheck_all(why=f"The rights of the group “{form.instance}” were changed."))

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        super().delete_model(request, obj)
        tell(request, desk.recheck_all(why=f"The group “{obj}” was deleted."))
