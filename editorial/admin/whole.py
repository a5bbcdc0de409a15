"""A text as one page, just as its readers would get it, for people of the desk alone."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_GET

from series import rendering
from series.manuscript import Manuscript

from . import frame

PUBLIC = re.compile(r"/images/([0-9a-f]{64})/(\d+)\.(?:avif|webp|jpg)")  # answers for live editions alone


@require_GET
def whole(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A revision as one page."""
    at = frame.standing(request, pk)
    revision = at.docket.revisions.filter(number=number).first()
    if revision is None:
        raise Http404("There is no such revision.")
    context = {
        "at": at,
        "installment": at.installment,
        "revision": revision,
        "tone": at.installment.series.tone,
        "article": _article(revision.read()),
    }
    return TemplateResponse(request, "editorial/whole.html", context)


def _article(text: Manuscript) -> str:
    """The page's HTML with pictures that only the desk sees; no person or organization has a page yet."""
    nobody = dict.fromkeys((each.key for each in text.contributions), "")
    html = rendering.render(text, address="", people=nobody, organizations=nobody).html
    topics = " · ".join(map(escape, text.topics))
    html = rendering.filled(html, published="", topics=topics, filed="")
    return PUBLIC.sub(_desks, html)


def _desks(match: re.Match[str]) -> str:
    return reverse("admin:desk_picture", args=[match[1], int(match[2])])
