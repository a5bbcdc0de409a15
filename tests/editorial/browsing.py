"""How the desk's tests ask for pages and press buttons."""

import re
from html import unescape
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial.models import Docket
from editorial.second_factor import PROVED
from tests.editorial.people import tomorrow

PARIS = "Europe/Paris"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fresh(user: User) -> Client:
    """Somebody who has signed in a moment ago: what is grave is not asked for anew."""
    client = as_(user)
    session = client.session
    session[PROVED] = timezone.now().isoformat()
    session.save()
    return client


def address(docket: Docket, move: str) -> str:
    return reverse("admin:series_installment_move", args=[docket.installment_id, move])


def post(user: User, docket: Docket, move: str, data: dict | None = None, **more) -> HttpResponse:
    return as_(user).post(address(docket, move), filled(docket, data or {}), **more)


def filled(docket: Docket, data: dict) -> dict:
    """What a browser would send: the digest of the text that is shown, tomorrow's date and time."""
    docket.refresh_from_db()
    data = dict(data)
    if data.get("seen") == "head":
        data["seen"] = docket.head.digest
    if data.pop("moment", None):
        local = tomorrow().astimezone(ZoneInfo(PARIS))
        data |= {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "zone": PARIS}
    return data


def stage_of(docket: Docket) -> str:
    return Docket.objects.get(pk=docket.pk).stage


def text_of(response: HttpResponse) -> str:
    """The words of a page, as somebody reads them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def page(name: str, docket: Docket, *args: int) -> str:
    return reverse(f"admin:series_installment_{name}", args=[docket.installment_id, *args])


def review(user, docket: Docket, query: str = "") -> str:
    response = as_(user).get(page("review", docket) + query)
    assert response.status_code == 200
    return response.content.decode()


def row_of(html: str, anchor: str) -> str:
    """One row of the proof."""
    return html.partition(f'id="{anchor}"')[2].partition('<div class="st-r')[0]
