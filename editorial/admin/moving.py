"""The dialogs: every move of the table, and letting a finding stand.

GET only tells; POST makes the move through the desk. A refusal repeats the dialog with every reason.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from editorial import desk, planning
from editorial.desk import noting
from editorial.standing import Standing, reviewers_but, roles_of
from editorial.templatetags.desk_tags import clock, short, zone
from editorial.workflow import MOVES, Move, Refused, Role, Stage

from . import dialogs, frame, mending, moments, notes
from .mending import Reason


@dataclass(frozen=True)
class Look:
    """How a move's dialog looks and reads."""

    icon: str
    button: str
    done: str  # what is said afterwards
    tells: tuple[str, ...] = ()  # what it means, beside the table's own hint
    asks: str = ""  # the label of the text field
    helps: str = ""
    grave: bool = False
    stays: str = "Cancel"


LOOKS = {
    "submit": Look("eye", "Send", "Sent for review.", asks="What should they look at?"),
    "recall": Look("return", "Take it back", "It is a draft again."),
    "request_changes": Look(
        "return", "Request changes", "You asked for changes.",
        asks="What should change?", helps="The editor reads this, and your open comments.",
    ),
    "approve": Look(
        "check", "Approve", "You approved it.",
        ("If anyone changes a word later, your approval no longer counts and you will be asked again.",),
        asks="Note for the editor",
    ),
    "take_back": Look("return", "Take my approval back", "Your approval is taken back.", asks="Why?"),
    "schedule": Look(
        "clock", "Schedule", "Scheduled.",
        ("If anything takes the approval away before that, the schedule is void and the history says why.",),
    ),
    "publish": Look("live", "Publish now", "Published. Readers see it now."),
    "unschedule": Look("clock", "Cancel the schedule", "The schedule is cancelled; it stays approved.",
                       stays="Keep the schedule"),
    "correct": Look("pencil", "Start a correction",
                    "You can write the correction now. Readers keep the old text."),
    "withdraw": Look(
        "ban", "Withdraw it now", "Withdrawn.",
        ("It leaves the series page, the feed and the site map.",
         "Nothing is deleted. It can be published again after a new approval."),
        asks="Reason", helps="Readers see it at the same address, and it is kept in the history.",
        grave=True, stays="Keep it published",
    ),
    "reopen": Look("pencil", "Reopen as a draft", "It is a draft again."),
    "kill": Look("cross", "Kill it", "Killed, and kept on record.", asks="Reason",
                 helps="It is kept in the history.", grave=True, stays="Keep it"),
    "revive": Look("restore", "Revive it", "It is a draft again."),
}  # fmt: skip


NOTICE = {
    "asks": "What was corrected?",
    "helps": "Readers see it under the text, with the date. Leave it empty for a matter of form:"
    " then they see the date alone.",
}


def look_of(row: Move, at: Standing) -> Look:
    """A move's look; what takes the place of a text that readers had asks what was corrected."""
    look = LOOKS[row.name]
    return replace(look, **NOTICE) if row.gated and at.was_read else look


@dataclass(frozen=True)
class Typed:
    """What somebody filled in, and what is wrong with it."""

    note: str = ""
    seen: str | None = None
    moment: datetime | None = None
    due: date | None = None
    reviewers: tuple[int, ...] = ()
    unclear: moments.Unclear | None = None
    raw: dict[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The dialog of a move."""
    row = MOVES.get(name)
    if row is None or name not in LOOKS:
        raise Http404("There is no such move.")
    at = frame.standing(request, pk)
    if request.method == "POST":
        return _post(request, at, row)
    seen = request.GET.get("seen") or (at.head.digest if at.head else None)
    asked = tuple(at.docket.reviewers.values_list("pk", flat=True))
    typed = Typed(seen=seen, due=_due(at), reviewers=asked)
    situation = at.situation(request.user, seen=seen)
    against = [each for each in mending.reasons(row, at, situation) if not mending.is_asked(each)]
    return _dialog(request, at, row, typed, against, status=409 if _is_stale(at, typed) else 200)


def _post(request: HttpRequest, at: Standing, row: Move) -> HttpResponse:
    typed = _read(request, row, at)
    if typed.unclear:
        return _refuse(request, at, row, typed)
    try:
        with transaction.atomic():
            told = {"note": typed.note, "seen": typed.seen, "moment": typed.moment}
            due = typed.due if row.name == "submit" else None
            if row.name == "submit":
                _ask(request, at, typed)
            desk.make(at.docket, row.name, by=request.user, **told)
            if due and due != at.docket.due:  # no wish for the whole piece overrules it
                desk.assign(at.docket, by=request.user, due=due)
    except Refused as refused:
        fresh = frame.standing(request, at.installment.pk)
        return _refuse(request, fresh, row, typed, refused.reasons)
    return dialogs.leave(request, _onward(row, at), _said(request, row, at, typed))


def _read(request: HttpRequest, row: Move, at: Standing) -> Typed:
    """The fields that this move asks for; every other field of the request is ignored."""
    post = request.POST
    raw = {name: post.get(name, "") for name in ("date", "time", "zone", "which")}
    moment, unclear = None, None
    if row.asks == "moment":
        try:
            moment = moments.read(post)
        except moments.Unclear as problem:
            unclear = problem
    chosen = tuple(int(each) for each in post.getlist("reviewers") if each.isdecimal() and len(each) < 18)
    try:
        due = parse_date(post.get("due", ""))
    except ValueError:
        due = None
    note = post.get("note", "") if look_of(row, at).asks else ""
    return Typed(note, post.get("seen"), moment, due, chosen, unclear, raw)


def _ask(request: HttpRequest, at: Standing, typed: Typed) -> None:
    """Ask the reviewers who were ticked, before the move tells them; whoever was asked already and cannot be
    ticked stays asked."""
    able = {each.pk: each for each in reviewers_but(at.authors)}
    asked = [able[pk] for pk in dict.fromkeys(typed.reviewers) if pk in able]
    kept = at.docket.reviewers.exclude(pk__in=able)
    due = typed.due or at.docket.due
    desk.assign(at.docket, by=request.user, due=due, reviewers=[*kept, *asked], tell=False)


def _due(at: Standing) -> date | None:
    """When the review is due: counted back from the wish, where there is one."""
    wish = at.docket.wish
    return planning.due(Stage.IN_REVIEW, wish, at.rules.days) if wish else at.docket.due


def _refuse(
    request: HttpRequest, at: Standing, row: Move, typed: Typed, texts: tuple[str, ...] | None = None
) -> HttpResponse:
    """The dialog again, with every reason and all that was typed."""
    situation = at.situation(request.user, note=typed.note, seen=typed.seen, moment=typed.moment)
    against = mending.reasons(row, at, situation, texts)
    if typed.unclear:
        against = [Reason(str(typed.unclear), field=typed.unclear.field), *_without_moment(against)]
    if row.role not in roles_of(request.user):
        return _dialog(request, at, row, typed, against, status=403)
    status = 422 if all(map(mending.is_asked, against)) else 409
    return _dialog(request, at, row, typed, against, status)


def _without_moment(against: list[Reason]) -> list[Reason]:
    return [each for each in against if each.field != "id_date"]


def _is_stale(at: Standing, typed: Typed) -> bool:
    return bool(at.head and typed.seen != at.head.digest)


def _dialog(
    request: HttpRequest, at: Standing, row: Move, typed: Typed, against: list[Reason], status: int
) -> HttpResponse:
    title = _title(row, at)
    read = at.docket.revisions.filter(digest=typed.seen).defer("manuscript").first() if typed.seen else None
    if read and _is_stale(at, typed):
        changed = f"{mending.review(at)}?base={read.number}"
        against = [
            replace(each, href=changed, label="Show what changed") if mending.is_stale(each) else each
            for each in against
        ]
    return dialogs.show(
        request,
        at,
        "move",
        title=title,
        status=status,
        move=row,
        look=look_of(row, at),
        typed=typed,
        against=against,
        standing_reasons=[each for each in against if not mending.is_asked(each)],
        asked=[each for each in against if mending.is_asked(each)],
        open_counts=notes.tally(notes.of(at)),
        approved_by=[each.reviewer for each in at.approvals.values()],
        able=reviewers_but(at.authors) if row.name == "submit" else [],
        zones=moments.zones(at.now) if row.asks == "moment" else [],
        read=read,
        text_moved=row.name == "approve" and _is_stale(at, typed),
        back=_back(row, at),
    )


def _title(row: Move, at: Standing) -> str:
    if row.name == "submit" and at.stage is Stage.CHANGES_REQUESTED:
        return "Send back for review"
    if row.name == "approve" and at.head:
        return f"Approve revision {at.head.number}"
    return row.label


def _back(row: Move, at: Standing) -> str:
    page = "review" if row.role is Role.REVIEWER else "change"
    return reverse(f"admin:series_installment_{page}", args=[at.installment.pk])


def _onward(row: Move, at: Standing) -> str:
    """Where it goes on: reviewers are back at the desk once they decided."""
    return reverse("admin:index") if row.name in ("approve", "request_changes") else _back(row, at)


def _said(request: HttpRequest, row: Move, at: Standing, typed: Typed) -> str:
    title = at.installment.title or "Untitled"
    if row.name == "schedule" and typed.moment:
        when = f"{short(typed.moment)}, {clock(typed.moment)} ({zone(typed.moment)})"
        return f"“{title}”: readers will see it from {when} on."
    if row.name == "approve" and at.docket.stage == Stage.IN_REVIEW:
        return f"“{title}”: you approved it. It stays in review: its checklist says what is missing."
    return f"“{title}”: {LOOKS[row.name].done[0].lower()}{LOOKS[row.name].done[1:]}"


@require_http_methods(["GET", "POST"])
def stet(request: HttpRequest, pk: int, fingerprint: str) -> HttpResponse:
    """The dialog that lets a warning stand."""
    at = frame.standing(request, pk)
    note = next((n for n in notes.of(at) for f in n.findings if f.fingerprint == fingerprint), None)
    finding = next((f for f in note.findings if f.fingerprint == fingerprint), None) if note else None
    never = noting.against_stet(at, finding, request.user)
    reason, against, status = request.POST.get("reason", ""), never, 200
    if request.method == "POST":
        try:
            desk.stet(at.docket, fingerprint, by=request.user, reason=reason)
        except Refused as refused:
            against, status = refused.reasons, 409 if note is None else 422
        else:
            return dialogs.leave(request, _place(at, note), "It stands, with your reason.")
    elif note is None:
        status = 409
    return dialogs.show(
        request, at, "stet", title="Let it stand", status=status,
        note=note, reason=reason, against=against, never=never, back=_place(at, note),
        fingerprint=fingerprint,
    )  # fmt: skip


def _place(at: Standing, note: notes.Note | None) -> str:
    return mending.review(at) + (f"#note-{note.id}" if note else "")


def urls(admin: Any) -> list[URLPattern]:
    """The addresses of the dialogs, under an installment's."""
    return [
        path("<int:pk>/move/<slug:name>/", frame.guarded(move), name="series_installment_move"),
        path("<int:pk>/stet/<slug:fingerprint>/", frame.guarded(stet), name="series_installment_stet"),
    ]
