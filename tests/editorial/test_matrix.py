"""Who gets what at every address: each route × role × state, asked for and posted to, beside `matrix.txt`.

A new route needs its lines there. Readers' pages know no roles: a visitor and an administrator ask for them.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from editorial.workflow import Stage
from series.models import Announcement
from tests.editorial.browsing import fresh
from tests.editorial.people import Cast, docket_in, ready_text, series
from tests.editorial.routes import Filling, has_states, is_desks, routes

TABLE = Path(__file__).with_name("matrix.txt").read_text(encoding="utf-8").splitlines()
ROLES = ("visitor", "outside", "editor", "reviewer", "publisher", "admin")
READERS = ("visitor", "admin")
DESK_STATES = (Stage.DRAFT, Stage.IN_REVIEW, Stage.PUBLISHED)
READERS_STATES = (*DESK_STATES, Stage.SCHEDULED, Stage.WITHDRAWN)


def expected() -> dict[tuple[str, str, str], list[str]]:
    """(method, route, state) -> a status for each role; "any" state stands for all that have no line."""
    lines = [line.split(maxsplit=8) for line in TABLE if line and not line.startswith("#")]
    return {(line[0], line[8] if line[8:] else "", line[1].replace("-", " ")): line[2:8] for line in lines}


@pytest.fixture
def ask(people: Cast, settings: Any) -> Callable[[str, str, str, str], str]:
    """The status of an answer. Whatever a post changed is taken back, the session included."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "zeal" not in each]  # half of the time
    shown = {each: docket_in(each, people, ready_text(), series(title=each.value)) for each in READERS_STATES}
    Announcement.objects.create(text="Hello", first_day=date(2020, 1, 1), last_day=date(2020, 1, 2))
    places = {each.value: Filling(docket, people) for each, docket in shown.items()}
    accounts = (people.eve, people.alice, people.bob, people.dora, people.root)
    clients = {"visitor": Client(), **dict(zip(ROLES[1:], map(fresh, accounts), strict=True))}
    cookies = {role: client.cookies.output() and client.cookies.copy() for role, client in clients.items()}

    def status(method: str, route: str, state: str, role: str) -> str:
        client, address = clients[role], places[state].address(route)
        client.cookies = cookies[role].copy() if cookies[role] else type(client.cookies)()
        with transaction.atomic():
            point = transaction.savepoint()
            answer = client.post(address) if method == "POST" else client.get(address)
            transaction.savepoint_rollback(point)
        return str(answer.status_code)

    return status


def asked(desks: bool) -> Iterator[tuple[str, str, list[str], tuple[str, ...]]]:
    """Every route of the desk, or of the readers, with its states and roles."""
    for route in dict.fromkeys(route for route, _ in routes() if is_desks(route) is desks):
        states = (DESK_STATES if desks else READERS_STATES) if has_states(route) else (Stage.PUBLISHED,)
        for method in ("GET", "POST"):
            yield method, route, [each.value for each in states], ROLES if desks else READERS


def wrong(ask: Callable[[str, str, str, str], str], desks: bool) -> Iterator[str]:
    """Lines of the table as they would have to be."""
    table = expected()
    for method, route, states, roles in asked(desks):
        for state in states:
            told = table.get((method, route, state)) or table.get((method, route, "any")) or []
            found = [ask(method, route, state, role) if role in roles else "-" for role in ROLES]
            if found != told:
                yield " ".join([method, state.replace(" ", "-"), *found, route])


def test_every_address_has_its_lines_and_no_line_is_without_one():
    there = {(method, route) for desks in (True, False) for method, route, _, _ in asked(desks)}

    assert {(method, route) for method, route, _ in expected()} == there


@pytest.mark.parametrize(
    "desks", [pytest.param(True, marks=pytest.mark.thorough), False], ids=["desk", "readers"]
)
def test_who_gets_what_at_every_address(ask, desks):
    assert list(wrong(ask, desks)) == []
