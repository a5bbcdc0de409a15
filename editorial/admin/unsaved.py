"""What a page of fields says of unsaved words: one's own from before, and who else is writing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.cache import cache
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from editorial import columns
from editorial.models import Buffer
from editorial.standing import Standing, name_of
from series.manuscript import Manuscript

from . import frame, once, saving

OPENING, QUESTIONS = "opening", "questions"
LATELY = timedelta(minutes=5)
Form = TypeVar("Form")


@dataclass(frozen=True)
class Opened:
    """A page that somebody has open to write. Noted in the cache alone: it is a courtesy, not a lock."""

    user: int
    name: str
    page: str
    since: datetime
    seen: datetime
    typed: datetime | None = None


@dataclass(frozen=True)
class Other:
    """Somebody else at this installment, as the banner says it."""

    name: str
    here: bool
    where: str
    since: datetime | None
    typed: datetime | None


@dataclass(frozen=True)
class Unsaved:
    """All that unsaved.html shows."""

    mine: Buffer | None
    put_back: bool
    outdated: bool
    others: list[Other]


def of(request: HttpRequest, at: Standing, page: str) -> Unsaved | None:
    """What waits for whoever opens a page; None for those who cannot write now."""
    if not frame.writable(request, at):
        return None
    rows = columns.buffers(at.docket, page, request.user.pk, at.now - LATELY)
    mine = next((each for each in rows if each.user_id == request.user.pk), None)
    others = _others(at, page, [each for each in rows if each is not mine], request.user.pk)
    opened(request, at, page)
    back = mine is not None and "put_back" in request.GET
    outdated = mine is not None and at.head is not None and mine.base != at.head.digest
    return Unsaved(mine, back, outdated, others)


def form(at: Standing, waiting: Unsaved | None, make: Callable[..., Form], text: Manuscript) -> Form:
    """The form of a page: as it is saved, or with what was kept where that is asked for."""
    if not (waiting and waiting.put_back and waiting.mine):
        return make(text)
    posted = QueryDict(mutable=True)
    posted.update({**waiting.mine.fields, "base": waiting.mine.base})
    return make(saving.based(at, waiting.mine.base), posted)


def context(request: HttpRequest, at: Standing, page: str, waiting: Unsaved | None) -> dict[str, Any]:
    """The variables of written.html and unsaved.html."""
    sheet = request.POST.get("sheet", "")
    if waiting and waiting.put_back and waiting.mine:
        sheet = waiting.mine.sheet
    return {
        "unsaved": waiting,
        "page": page,
        "sheet": sheet or once.token(),
        "keep_href": reverse("admin:series_installment_keep", args=[at.installment.pk]),
    }


# -- who else is here


def opened(request: HttpRequest, at: Standing, page: str, typed: bool = False) -> None:
    """Note down that somebody has a page open, or types there."""
    seats = _seats(at)
    before = seats.get(request.user.pk)
    same = before is not None and before.page == page
    seats[request.user.pk] = Opened(
        user=request.user.pk,
        name=name_of(request.user),
        page=page,
        since=before.since if same and before else at.now,
        seen=at.now,
        typed=at.now if typed else before.typed if same and before else None,
    )
    cache.set(_key(at), seats, int(LATELY.total_seconds()))


def _seats(at: Standing) -> dict[int, Opened]:
    seats: dict[int, Opened] = cache.get(_key(at)) or {}
    return {user: each for user, each in seats.items() if each.seen >= at.now - LATELY}


def _key(at: Standing) -> str:
    return f"opened:{at.docket.pk}"


def _others(at: Standing, page: str, buffers: list[Buffer], me: int) -> list[Other]:
    """One line for each other person: of this page if they are on it, else of where they typed last."""
    seats = {user: each for user, each in _seats(at).items() if user != me}
    for row in sorted(buffers, key=lambda each: (each.page == page, each.at)):
        seat = seats.get(row.user_id)
        since = seat.since if seat and seat.page == row.page else row.at
        if not seat or seat.page != page or row.page == page:
            seats[row.user_id] = Opened(row.user_id, name_of(row.user), row.page, since, row.at, row.at)
    return [
        Other(each.name, each.page == page, _where(at, each.page, page), each.since, each.typed)
        for each in seats.values()
    ]


def _where(at: Standing, page: str, here: str) -> str:
    """What colleagues call a page; nothing where it is this one."""
    if page == here:
        return ""
    people = (
        {each.key: each.name or "a person without a name" for each in at.text.contributions}
        if at.text
        else {}
    )
    return {OPENING: "opening and closing", QUESTIONS: "questions"}.get(page) or people.get(page, "")
