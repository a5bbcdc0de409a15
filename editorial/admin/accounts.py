"""Accounts and groups: every change of rights is noted down in the transaction that makes it.

Whoever loses the right to review takes approvals along: what rested on them is void, and the page says so.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from editorial import desk, second_factor
from editorial.models import Docket

RIGHTS = {"is_active", "is_superuser", "groups", "user_permissions", "permissions"}
PERMISSION = ("content_type__app_label", "codename")
FLAGS = {
    "is_active": ("The account was opened.", "The account was closed."),
    "is_staff": ("It may sign in to the desk.", "It may no longer sign in to the desk."),
    "is_superuser": ("It is an administrator now.", "It is no administrator any more."),
}

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister([TOTPDevice, StaticDevice])  # nobody reads a secret, or changes it past the record
admin.site.disable_action("delete_selected")  # what is deleted here at all is deleted one by one


def tell(request: HttpRequest, voided: Iterable[Docket]) -> None:
    """Say which installments went back to review."""
    for docket in voided:
        messages.warning(request, f"“{docket.installment}” is in review again: its approval is void.")


def rights(row: Any) -> dict[str, Any]:
    """What an account or a group may do, as the database has it."""
    model = type(row)
    kept = model.objects.filter(pk=row.pk).first()
    if kept is None:
        return {}
    held: dict[str, Any] = {name: getattr(kept, name) for name in FLAGS if hasattr(kept, name)}
    for name in ("groups", "user_permissions", "permissions"):
        if hasattr(kept, name):
            labels = {"groups": ("name",), "user_permissions": PERMISSION, "permissions": PERMISSION}[name]
            held[name] = sorted(" ".join(each) for each in getattr(kept, name).values_list(*labels))
    return {"name": str(kept), "email": getattr(kept, "email", ""), **held}


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """What changed, in sentences."""
    for name, value in after.items():
        was = before.get(name, [] if isinstance(value, list) else False)
        if value == was:
            continue
        if name in FLAGS:
            yield FLAGS[name][0 if value else 1]
        elif isinstance(value, list):
            label = name.replace("user_permissions", "permissions").capitalize()
            gone, new = [x for x in was if x not in value], [x for x in value if x not in was]
            parts = [f"+ {each}" for each in new] + [f"− {each}" for each in gone]
            yield f"{label}: {'; '.join(parts)}."
        elif before:
            yield f"The {name} was changed from “{was}” to “{value}”."


def with_new_password(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """A view that may change one's own password."""
    before = request.user.password  # type: ignore[union-attr]
    with transaction.atomic():
        answer = view()
        now = User.objects.filter(pk=request.user.pk).values_list("password", flat=True).first()
        if now != before:
            second_factor.follow(request)
            user = request.user
            desk.note_change(user.get_username(), "The password was changed.", by=user, tell=user)
            desk.end_sittings(request.user, by=request.user, but=request.session.session_key)
    return answer


class Noted:
    """A form of the admin that notes down which rights it changed."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.rights_before = rights(obj) if change else {}
        super().save_model(request, obj, form, change)  # type: ignore[misc]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        for sentence in differences(form.rights_before, rights(form.instance)):
            moved = sentence.startswith("The email")  # who has the old address has to know
            told = {"tell": form.instance, "to": form.rights_before["email"]} if moved else {}
            desk.note_change(str(form.instance), sentence, by=request.user, **told)


@admin.register(User)
class AccountAdmin(Noted, UserAdmin):
    """People of the desk."""

    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_superuser", "sign_in")

    @admin.display(description="Sign-in")
    def sign_in(self, row: User) -> SafeString:
        place = reverse("admin:desk_security_of", args=[row.pk])
        link = '<a href="{}">Sessions and second factor<span class="visually-hidden"> of {}</span></a>'
        return format_html(link, place, row)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and RIGHTS & set(form.changed_data):
            tell(request, desk.recheck_voice(form.instance))
        if change and not form.instance.is_active:
            desk.end_sittings(form.instance, by=request.user)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Somebody else's password: noted down, and their sessions end."""
        changed = super().user_change_password
        if str(request.user.pk) == id:
            return with_new_password(request, lambda: changed(request, id, form_url))
        held = User.objects.filter(pk=id if id.isdecimal() and len(id) < 18 else None)
        before = held.values_list("password", flat=True).first()
        with transaction.atomic():
            answer = changed(request, id, form_url)
            person = held.first()
            if person and person.password != before:
                desk.note_change(str(person), "Somebody else set the password.", by=request.user, tell=person)
                desk.end_sittings(person, by=request.user)
        return answer

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are closed: the history names whoever had one."""
        return False


@admin.register(Group)
class RoleAdmin(Noted, GroupAdmin):
    """What editors, reviewers and publishers may do."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and RIGHTS & set(form.changed_data):
            tell(request, desk.recheck_all(why=f"The rights of the group “{form.instance}” were changed."))

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        super().delete_model(request, obj)
        desk.note_change(str(obj), "The group was deleted.", by=request.user)
        tell(request, desk.recheck_all(why=f"The group “{obj}” was deleted."))
