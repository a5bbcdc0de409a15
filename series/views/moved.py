"""Former addresses of people, organizations and topics that turned out to be the same as others."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from series import editions
from series.models import Organization, Person, Topic

from .answering import not_found

KINDS = {"person": Person, "organization": Organization, "topic": Topic}


def moved(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """On to the row that was kept, if something live is there; else the page for nothing."""
    rows = KINDS[kind].objects.filter(slug=slug) if kind in KINDS else Person.objects.none()
    row = rows.exclude(merged_into=None).select_related("merged_into").first()
    if row and editions.latest(timezone.now(), limit=1, **{kind: row.merged_into.slug}).cards:
        before, _, after = request.get_full_path().rpartition(f"/{slug}")
        return HttpResponsePermanentRedirect(f"{before}/{row.merged_into.slug}{after}")
    return not_found(request)
