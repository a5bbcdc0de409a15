"""How somebody wants to be told by mail: chosen on the desk, or by the link in a mail without signing in."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from editorial import desk, preferences
from editorial.models import Preference
from editorial.workflow import Refused

PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Keeps what somebody chose on the desk."""
    try:
        desk.prefer(request.POST.get("how", ""), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Kept: this is how you are told from now on.")
    return HttpResponseRedirect(reverse("admin:index"))


@csrf_exempt  # the signed address is the permission: mail programs post to it, and have no form
@require_http_methods(["GET", "POST"])
def by_mail(request: HttpRequest) -> HttpResponse:
    """The page behind the link in a mail: looking changes nothing, the button does. A mail program's own
    button (RFC 8058) posts here, and ends the mails."""
    person = preferences.holder(request.GET.get("token", ""))
    if person is None:
        raise Http404("There is no such page.")
    how, kept, against = _how(request), False, ""
    if request.method == "POST":
        try:
            desk.prefer(how, by=person)
            kept = True
        except Refused as refused:
            against = str(refused)
    known = Preference.objects.filter(user=person).values_list("how", flat=True).first()
    context = {
        **admin.site.each_context(request),
        "title": "Mails from the desk",
        "person": person,
        "ways": Preference.CHOICES,
        "told": known or Preference.AT_ONCE,
        "kept": kept,
        "against": against,
    }
    status = 422 if against else 200
    return TemplateResponse(request, "editorial/told.html", context, status=status, headers=PRIVATE)


def _how(request: HttpRequest) -> str:
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return Preference.NOTHING
    return request.POST.get("how", "")
