"""Who is of the desk, and whom an “@name” in a comment means."""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from editorial.columns import PERMISSIONS
from editorial.standing import User, name_of

CODENAMES = [name.partition(".")[2] for name in PERMISSIONS.values()]


def colleagues() -> QuerySet[AbstractBaseUser]:
    """Everybody who has a role at the desk and an open account."""
    own = Q(user_permissions__codename__in=CODENAMES, user_permissions__content_type__app_label="editorial")
    group = Q(
        groups__permissions__codename__in=CODENAMES,
        groups__permissions__content_type__app_label="editorial",
    )
    able = User.objects.filter(Q(is_superuser=True) | own | group, is_active=True)
    return User.objects.filter(pk__in=able.values("pk")).order_by("first_name", "username")


def meant(handles: Collection[str]) -> list[AbstractBaseUser]:
    """The colleagues whom these names mean, however they are capitalised. No query for no names."""
    if not handles:
        return []
    wanted = {each.lower() for each in handles}
    return list(colleagues().annotate(handle=Lower("username")).filter(handle__in=wanted))


def unknown(handles: Collection[str]) -> list[str]:
    """Those of the names that mean nobody."""
    known = {each.get_username().lower() for each in meant(handles)}
    return [each for each in handles if each.lower() not in known]


def names(handles: Iterable[str]) -> dict[str, str]:
    """What people are called, by name in lower case; closed accounts, too. No query for no names."""
    if not (wanted := {each.lower() for each in handles}):
        return {}
    people = User.objects.annotate(handle=Lower("username")).filter(handle__in=wanted)
    return {each.handle: name_of(each) for each in people}
