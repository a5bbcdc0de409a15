"""The pages of the second factor: set it up, and give its code after the password."""

import time
from base64 import b32encode
from binascii import unhexlify
from typing import Any

import django_otp
import segno
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import user_has_device
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from editorial import desk, second_factor
from editorial.workflow import Refused

from . import expiry

WRONG_CODE = "This code is not right. After several wrong ones there is a pause: wait for the next code."
KEY = "second factor to be"  # in a session, while it is set up


def ask(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """The page that asks for the code, with the words that were posted before it was given."""
    path = request.get_full_path()
    kept = signing.dumps([path, expiry.words(request)], salt=expiry.SALT, compress=True)
    return _asking(request, status=403, kept=kept, next=path)


@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """After the password, and anew before something grave: the code of the telephone, or a recovery code.
    Who has neither gives the password."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("admin:login"))
    onward, kept, against = _onward(request), request.POST.get("kept", ""), ""
    due, by_code = second_factor.is_due(request), user_has_device(request.user)
    if second_factor.is_fresh(request) and not (due and by_code):
        return HttpResponseRedirect(reverse("admin:desk_enrol") if due else onward)
    if request.method == "POST":
        if _proves(request):
            back = expiry.give_back(admin.site, request, kept) if kept else None
            return back or HttpResponseRedirect(onward)
        against = WRONG_CODE if by_code else "This is not your password."
    return _asking(request, status=422 if against else 200, against=against, next=onward, kept=kept)


def _proves(request: HttpRequest) -> bool:
    """Whether who sits there has what the account's owner has; from then on they are believed for a while."""
    if not user_has_device(request.user):
        return second_factor.has_password(request, request.POST.get("password", ""))
    if (device := desk.given(request.user, request.POST.get("code", ""))) is None:
        return False
    django_otp.login(request, device)
    second_factor.verified(request)
    return True


def _asking(request: HttpRequest, **more: Any) -> HttpResponse:
    by_code = user_has_device(request.user)
    title = "Enter your code" if by_code else "Enter your password"
    again = not second_factor.is_due(request)
    return _page(request, "code", title, by_code=by_code, again=again, **more)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up a telephone: the secret as a picture and as text, a code as proof, then the recovery codes."""
    user: Any = request.user
    if not user.is_authenticated or not user.is_staff:
        return HttpResponseRedirect(reverse("admin:login"))
    if user_has_device(user) and not user.is_verified():
        return HttpResponseRedirect(reverse("admin:desk_code"))  # a password alone replaces no telephone
    key, against = request.session.setdefault(KEY, random_hex(20)), ""
    if request.method == "POST":
        try:
            device, codes = desk.enrol(key, "".join(request.POST.get("code", "").split()), by=user)
        except Refused as refused:
            against = str(refused)
        else:
            del request.session[KEY]
            django_otp.login(request, device)
            second_factor.verified(request)
            desk.end_sittings(user, by=user, but=request.session.session_key)
            return _page(request, "codes", "Your recovery codes", codes=codes, onward=_onward(request))
    secret = b32encode(unhexlify(key)).decode()
    return _page(
        request, "enrol", "Set up a second factor", status=422 if against else 200, against=against,
        picture=_picture(TOTPDevice(user=user, key=key).config_url), next=_onward(request),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        required=second_factor.required_of(user), clock=time.strftime("%H:%M:%S UTC", time.gmtime()),
    )  # fmt: skip


def _picture(address: str) -> str:
    """The QR code as SVG without styles: markup of our own, made of nothing that anybody typed but a name."""
    return mark_safe(segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff"))


def _onward(request: HttpRequest) -> str:
    """Where it goes on, within the site."""
    path = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()}) and path.startswith("/"):
        return path
    return reverse("admin:index")


def _page(request: HttpRequest, name: str, title: str, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": title, **more}
    if second_factor.is_due(request):
        shown |= {"has_permission": False}  # no way on but this one
    return TemplateResponse(request, f"editorial/security/{name}.html", shown, status=status)
