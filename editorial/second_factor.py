"""Of whom the desk asks a second factor, and that it is asked before anything else is answered.

The desk's addresses are guarded here, at once and for all of them: `editorial.desk` knows no sessions. What
could take an account over is asked for anew (GRAVE): a session that somebody left open does not do.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django_otp import user_has_device

from editorial import desk
from editorial.standing import roles_of
from editorial.workflow import Role

ASKED = "second factor asked"  # in a session: whoever signed in has one, and has not given it yet
PROVED = "proved"  # in a session: when who sits there last gave the code, or without one the password
SITTING = "sitting"  # in a session: its row, and when that was last written
FREE = {  # what is answered without it: the way in and out, and what goes by a signed address
    *("login", "logout", "jsi18n", "desk_code", "desk_enrol", "desk_calendar", "desk_told_by_mail"),
}
GRAVE = {  # what makes an account somebody else's, or gives and takes rights
    *("desk_enrol", "desk_codes", "desk_security_of", "password_change"),
    *("auth_user_add", "auth_user_change", "auth_user_password_change"),
    *("auth_group_add", "auth_group_change", "auth_group_delete"),
}
RARELY = timedelta(minutes=5)
LATELY = timedelta(minutes=10)


def required_of(user: Any) -> bool:
    """Whether the settings ask a second factor of this person."""
    if settings.REQUIRE_SECOND_FACTOR == "publisher":
        return Role.PUBLISHER in roles_of(user)
    return bool(settings.REQUIRE_SECOND_FACTOR == "everyone" and user.is_active)


def is_due(request: HttpRequest, user: Any = None) -> bool:
    """Whether somebody is signed in by a password alone who has to give more."""
    user = user or request.user
    if not user.is_authenticated or user.is_verified():
        return False
    return bool(request.session.get(ASKED)) or required_of(user)


def is_fresh(request: HttpRequest) -> bool:
    """Whether who sits there gave what they have to give a moment ago; not where the clock was set back."""
    at = request.session.get(PROVED)
    return bool(at) and timedelta(0) <= timezone.now() - datetime.fromisoformat(at) < LATELY


def arrived(request: HttpRequest) -> None:
    """Called when a password was right: the session is noted down, a second factor asked."""
    row = desk.sit_down(request.user, _key(request), request.headers.get("User-Agent", ""))
    request.session[SITTING] = [row.pk, timezone.now().isoformat()]
    if user_has_device(request.user):
        request.session[ASKED] = True
    else:
        request.session[PROVED] = timezone.now().isoformat()


def verified(request: HttpRequest) -> None:
    """Called when the code was right, or the password anew: the session has a new key from now on."""
    request.session.pop(ASKED, None)
    request.session[PROVED] = timezone.now().isoformat()
    request.session.cycle_key()
    follow(request)


def has_password(request: HttpRequest, password: str) -> bool:
    """Whether this is the password of who is signed in; wrong ones count as at the sign-in."""
    name = request.user.get_username()
    if (found := authenticate(request, username=name, password=password)) is None:
        return False
    update_session_auth_hash(request, found)  # it may have been hashed anew
    verified(request)
    return True


def follow(request: HttpRequest) -> None:
    """The row of this session has its present key."""
    if kept := request.session.get(SITTING):
        desk.seen(kept[0], _key(request))
        request.session[SITTING] = [kept[0], timezone.now().isoformat()]


def _key(request: HttpRequest) -> str:
    return str(request.session.session_key)


class Asked:
    """Middleware before every view of the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """The way to the second factor, where it is due; otherwise nothing stands in the way."""
        match = request.resolver_match
        if match is None or "admin" not in match.app_names:
            request.user = SimpleLazyObject(partial(_reader, request, request.user))
            return None
        free = match.url_name in FREE
        if not free and is_due(request):
            return _ask(request)
        if match.url_name in GRAVE and request.user.is_authenticated and not is_fresh(request):
            return _ask(request, again=True)
        if free:
            return None
        kept = request.session.get(SITTING)
        if kept and timezone.now() - datetime.fromisoformat(kept[1]) > RARELY:
            follow(request)
        return None


def _reader(request: HttpRequest, user: Any) -> Any:
    """Outside of the desk nobody is asked for a code: whoever owes one is a reader like all others."""
    return AnonymousUser() if is_due(request, user) else user


def _ask(request: HttpRequest, *, again: bool = False) -> HttpResponse:
    from editorial.admin import factor

    if request.method == "POST":
        return factor.ask(admin.site, request)
    page = "admin:desk_code" if again or user_has_device(request.user) else "admin:desk_enrol"
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")
