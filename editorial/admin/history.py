"""History: every revision and step of an installment, any two texts compared, an earlier one restored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_GET, require_http_methods

from editorial import desk
from editorial.desk import Conflict
from editorial.models import Notice, Revision, Step
from editorial.proof import Proof, lay_out
from editorial.queries import SAID
from editorial.standing import Standing, name_of
from editorial.templatetags.desk_tags import clock, short, zone
from editorial.workflow import Refused, count
from series.manuscript import Manuscript

from . import dialogs, frame

SIGNS = {
    "begin": "plus",
    "assign": "person",
    "submit": "eye",
    "recall": "return",
    "request_changes": "return",
    "approve": "check",
    "take_back": "return",
    "schedule": "clock",
    "publish": "live",
    "unschedule": "clock",
    "correct": "pencil",
    "withdraw": "ban",
    "reopen": "pencil",
    "reopen_changed": "pencil",
    "void": "cross",
    "appear": "live",
    "kill": "cross",
    "revive": "restore",
}
LOOKS = {"submit": "review", "approve": "review", "request_changes": "changes"}
LAST = 1_000_000  # order of what follows from an act of the same moment
SUMMED = 30  # newest revisions whose changes are counted


@dataclass(frozen=True)
class Event:
    """One line of the timeline: a revision, or something that happened."""

    at: datetime
    order: int  # among those of one moment
    who: str
    text: str = ""
    quote: str = ""
    icon: str = ""
    look: str = ""
    revision: Revision | None = None
    summary: str = ""
    about: int = 0  # the revision's number that it is about


@dataclass(frozen=True)
class Day:
    """A day's events, newest first."""

    day: date
    events: list[Event] = field(default_factory=list)


@require_GET
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened to an installment."""
    at = frame.standing(request, pk)
    revisions = list(at.docket.revisions.defer("manuscript").select_related("author"))
    events = [*_texts(revisions), *_steps(at), *_stets(at), *_told(at)]
    events.sort(key=lambda each: (each.at, each.order), reverse=True)
    by_day = groupby(events, key=lambda each: timezone.localdate(each.at))
    days = [Day(day, list(some)) for day, some in by_day]
    older = revisions[1].number if len(revisions) > 1 else 0
    return frame.page(
        request, "editorial/history.html", at, tab="history", title="History", days=days, older=older,
        can_restore=frame.writable(request, at),
    )  # fmt: skip


def _texts(revisions: Sequence[Revision]) -> Iterator[Event]:
    sums = _sums(revisions[: SUMMED + 1])
    for each in revisions:
        quote = each.source or ""
        yield Event(
            each.at, 0, name_of(each.author), quote=quote, revision=each, summary=sums.get(each.number, "")
        )


def _steps(at: Standing) -> Iterator[Event]:
    for step in at.docket.steps.select_related("by", "revision").defer("revision__manuscript"):
        yield Event(
            step.at,
            step.number,
            name_of(step.by) if step.by else "The desk",
            _said(step),
            step.note,
            SIGNS.get(step.move, "check"),
            LOOKS.get(step.move, "step"),
            about=step.revision.number if step.revision else 0,
        )


def _said(step: Step) -> str:
    said = SAID.get(step.move, step.move)
    if step.moment:
        said += f" for {short(step.moment)}, {clock(step.moment)} ({zone(step.moment)})"
    return said


def _stets(at: Standing) -> Iterator[Event]:
    for each in at.docket.stets.select_related("by", "revision").defer("revision__manuscript"):
        text = f"let a warning stand: “{each.message}”"
        number = each.revision.number
        yield Event(each.at, 1, name_of(each.by), text, each.reason, "stet", "waive", about=number)


def _told(at: Standing) -> Iterator[Event]:
    """Who was told what: one line for all who were told the same."""
    rows = at.docket.notices.select_related("user").defer("text", "html")
    key = attrgetter("made_at", "about", "kind", "subject")
    for (made, about, _, subject), some in groupby(sorted(rows, key=key), key=key):
        notices = list(some)
        names = get_text_list([name_of(each.user) + _whether(each) for each in notices], "and")
        yield Event(made, LAST + about, "The desk", f"told {names} by mail", subject, "comment", "step")


def _whether(notice: Notice) -> str:
    """What became of a mail that has not gone out."""
    if notice.sent_at:
        return ""
    if notice.error:
        return " (failed, will be tried again)"
    return " (in the next morning list)" if notice.morning else " (waiting to be sent)"


def _sums(revisions: Sequence[Revision]) -> dict[int, str]:
    """What each revision changed, in words, by number. Two texts are compared once, then remembered."""
    pairs = {new.number: (old.pk, new.pk) for new, old in pairwise(revisions)}
    keys = {number: f"changed:{old}:{new}" for number, (old, new) in pairs.items()}
    known: dict[str, str] = cache.get_many(keys.values())
    wanted = {pk for number, pair in pairs.items() if keys[number] not in known for pk in pair}
    texts = {each.pk: each.read() for each in Revision.objects.filter(pk__in=wanted)} if wanted else {}
    fresh = {
        keys[number]: _sum(texts[new], texts[old])
        for number, (old, new) in pairs.items()
        if keys[number] not in known
    }
    cache.set_many(fresh, 24 * 3600)
    known.update(fresh)
    return {number: known[key] for number, key in keys.items()}


def _sum(new: Manuscript, old: Manuscript) -> str:
    proof = lay_out(new, base=old, patience=0.3)
    words = f"{count(proof.added, 'word')} added, {proof.removed} removed"
    return f"{count(proof.changed, 'field')} changed: {words}"


# -- two revisions side by side


@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one revision in another."""
    at = frame.standing(request, pk)
    revisions = list(at.docket.revisions.defer("manuscript").select_related("author"))
    newer = _numbered(revisions, request.GET.get("b", "")) or (revisions[0] if revisions else None)
    older = _numbered(revisions, request.GET.get("a", "")) or (revisions[1] if len(revisions) > 1 else newer)
    if newer is None or older is None:
        raise Http404("There is no text yet.")
    texts = {each.pk: each.read() for each in at.docket.revisions.filter(pk__in=(newer.pk, older.pk))}
    proof = lay_out(texts[newer.pk], base=texts[older.pk])
    changed = [(section, [row for row in section.rows if row.changed]) for section in proof.sections]
    return frame.page(
        request, "editorial/compare.html", at, tab="history", title="Compare", revisions=revisions,
        older=older, newer=newer, proof=proof, changed=[(s, rows) for s, rows in changed if rows],
        same=_same(proof), can_restore=frame.writable(request, at) and at.head and older.pk != at.head.pk,
    )  # fmt: skip


def _numbered(revisions: Iterable[Revision], number: str) -> Revision | None:
    if not number:
        return None
    for each in revisions:
        if str(each.number) == number:
            return each
    raise Http404("There is no such revision.")


def _same(proof: Proof) -> int:
    return sum(not row.changed for row in proof.rows)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The dialog that makes an earlier text the newest revision."""
    at = frame.standing(request, pk)
    revision = at.docket.revisions.filter(number=number).select_related("author").first()
    if revision is None or at.head is None:
        raise Http404("There is no such revision.")
    back = reverse("admin:series_installment_history", args=[pk])
    against, status = (), 200
    if request.method == "POST":
        try:
            filed = desk.restore(revision, by=request.user, base=request.POST.get("base", ""))
        except Refused as refused:
            against, status = refused.reasons, 409 if frame.may_edit(request) else 403
        except Conflict as conflict:
            against, status = (f"{conflict} Look at it, then restore if you still want to.",), 409
        else:
            said = f"Revision {number} is restored as revision {filed.revision.number}."
            return dialogs.leave(request, back, said if filed.changed else "The text is that of it already.")
        at = frame.standing(request, pk)
    return dialogs.show(
        request, at, "restore", title=f"Restore revision {number}", status=status,
        revision=revision, against=against, back=back,
    )  # fmt: skip


def urls(admin: Any) -> list[URLPattern]:
    """Their addresses, under an installment's."""
    return [
        path("<int:pk>/history/", frame.guarded(timeline), name="series_installment_history"),
        path("<int:pk>/compare/", frame.guarded(compare), name="series_installment_compare"),
        path("<int:pk>/restore/<int:number>/", frame.guarded(restore), name="series_installment_restore"),
    ]
