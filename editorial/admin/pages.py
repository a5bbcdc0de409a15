"""The desk's pages that belong to no model: the Markdown preview, and pictures of drafts."""

from django.contrib.admin import AdminSite
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    JsonResponse,
)
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from editorial.forms.fields import preview
from series import images

from . import calendar_feed, frame, told, tour


def urls(site: AdminSite) -> list[URLPattern]:
    """Their addresses."""
    return [
        path("preview/", markdown, name="desk_preview"),
        path("upload/", upload, name="desk_upload"),
        path("calendar.ics", calendar_feed.feed, name="desk_calendar"),
        path("told/", site.admin_view(told.told), name="desk_told"),
        path("tour/", site.admin_view(tour.tour), name="desk_tour"),
        path("told/by-mail/", told.by_mail, name="desk_told_by_mail"),
        path(
            "picture/<slug:digest>/<int:width>/",
            site.admin_view(picture, cacheable=True),
            name="desk_picture",
        ),
    ]


@require_POST
def markdown(request: HttpRequest) -> HttpResponse:
    """Safe HTML of what is being written. Never a redirect: the script would show what it leads to."""
    if not (request.user.is_active and frame.may_see(request)):
        return HttpResponseForbidden("Sign in again to see the preview. Your words are still on the page.")
    return HttpResponse(preview(request.POST.get("content", "")))


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Pictures are not put into a text: they would have no place in the approval of it."""
    return JsonResponse(
        {"error": "A picture cannot be put into the text. Upload it as the portrait or the cover."},
        status=400,
    )


@cache_control(private=True, max_age=3600)
def picture(request: HttpRequest, digest: str, width: int) -> HttpResponse:
    """A picture of any text, for people of the desk."""
    if not frame.may_see(request):
        raise Http404
    try:
        content, kind = images.rendition(digest, width)
    except (LookupError, OSError) as error:
        raise Http404("There is no such picture.") from error
    return HttpResponse(content, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})
