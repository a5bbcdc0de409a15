"""The review page: the proof, what changed, findings and comments beside it, the gate, the decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET

from editorial import colleagues, desk
from editorial.desk.discussing import takes_suggestions
from editorial.marking import Flag
from editorial.models import Glance, Review, Revision
from editorial.proof import Proof, Row, Section, lay_out
from editorial.standing import Standing, name_of, roles_of
from editorial.templatetags.desk_tags import clock, short
from editorial.workflow import Move, Role, offered
from series.manuscript import Manuscript, Picture

from . import commenting, frame, gate, history, mending, notes, threads, whole
from .mending import Reason
from .threads import Thread

DECIDING = {Role.REVIEWER, Role.PUBLISHER}
WIDTH = 320  # of pictures in the proof
FILLED = ("approve", "publish", "schedule")


@dataclass
class Line:
    """A row of the proof with what is said about it."""

    row: Row
    edit: str
    suggests: bool  # whether other words can be suggested here
    found: list[tuple[notes.Note, bool]] = field(default_factory=list)  # and whether its words are marked
    threads: list[Thread] = field(default_factory=list)


@dataclass(frozen=True)
class Decision:
    """A button of the bar at the foot, and what speaks against it."""

    move: Move
    href: str
    reasons: tuple[Reason, ...]
    filled: bool

    @property
    def key(self) -> str:
        """The key that opens its dialog."""
        return {"approve": "a", "request_changes": "r"}.get(self.move.name, "")


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The page where a text is read and decided on."""
    at = frame.standing(request, pk)
    if at.head is None:
        raise Http404("There is no text yet.")
    revisions = list(at.docket.revisions.defer("manuscript").select_related("author"))
    shown = _asked(request, "rev", revisions) or at.head
    current = shown.pk == at.head.pk
    text = at.text if current else shown.read()
    glance = Glance.objects.filter(docket=at.docket, user=request.user).first()
    bases = _bases(request.user, at, shown, revisions, glance)
    base = _base(request, bases, revisions)
    found = notes.notes_on(pk, text, at.findings if current else at.judge(text))
    said = threads.threads(at, text, glance)
    proof = lay_out(
        text,
        flags=[*_flags(found), *threads.flags(said)],
        base=base.read() if base else None,
        show=show,
    )
    lines = _lines(pk, text, proof, found, said)
    placed = {each.comment.pk for line in lines.values() for each in line.threads}
    opened = [each for each in said if not each.settled]
    if current:
        _read(request, at, glance, said)
    return frame.page(
        request,
        "editorial/review.html",
        at,
        tab="review",
        title=f"Review: {at.installment.title or 'Untitled'}",
        shown=shown,
        current=current,
        base=base,
        bases=bases,
        proof=proof,
        sections=[(section, [lines[row.paths[0]] for row in section.rows]) for section in proof.sections],
        whole=[each for each in said if each.comment.pk not in placed],
        opened=len(opened),
        fresh=[each for each in said if each.is_new],
        rounds=threads.rounds(at, said) if current else [],
        people=colleagues.colleagues() if current else [],
        gate=gate.explain(at, request.user, opened) if current else None,
        reading=Role.REVIEWER in roles_of(request.user),
        may_stet=current and frame.may_stet(request, at),
        decisions=decisions(request.user, at) if current else [],
    )


def _read(request: HttpRequest, at: Standing, glance: Glance | None, said: Iterable[Thread]) -> None:
    """Note down that this person has read the newest text, where there was anything new to them."""
    assert at.head is not None
    if glance is None or glance.revision != at.head.number or any(each.is_new for each in said):
        desk.glance(at.docket, by=request.user, now=at.now)


def show(picture: Picture) -> str:
    """The address at which the desk sees a picture of a draft."""
    return reverse("admin:desk_picture", args=[picture.digest, WIDTH]) if picture.digest else ""


def decisions(user: AbstractBaseUser, at: Standing) -> list[Decision]:
    """The moves of reviewers and publishers that are offered here; the first that can be made is filled."""
    seen = at.head.digest if at.head else ""
    situation = at.situation(user, seen=seen)
    found: list[Decision] = []
    for move, _ in offered(situation):
        if move.role not in DECIDING or _is_idle(move, at, user):
            continue
        reasons = tuple(r for r in mending.reasons(move, at, situation) if not mending.is_asked(r))
        filled = not reasons and move.name in FILLED and not any(each.filled for each in found)
        href = reverse("admin:series_installment_move", args=[at.installment.pk, move.name])
        href += f"?seen={seen}" if move.role is Role.REVIEWER else ""
        found.append(Decision(move, href, reasons, filled))
    return sorted(found, key=lambda each: each.move.name in FILLED)


def _is_idle(move: Move, at: Standing, user: AbstractBaseUser) -> bool:
    """Whether there is nothing that the move could be about: no approval to take back, no live text."""
    if move.name == "take_back":
        return user.pk not in at.approvals
    return move.name == "withdraw" and at.live is None


# -- what it is compared with


def _asked(request: HttpRequest, name: str, revisions: Sequence[Revision]) -> Revision | None:
    """The revision whose number the address names. Http404 for one that does not exist."""
    wanted = request.GET.get(name, "")
    if wanted in ("", "0"):
        return None
    for each in revisions:
        if str(each.number) == wanted:
            return each
    raise Http404("There is no such revision.")


@dataclass(frozen=True)
class Base:
    """A revision to compare with, and in words why."""

    number: int
    why: str
    good: bool  # whether it may be chosen without being asked for


def _bases(
    user: AbstractBaseUser,
    at: Standing,
    shown: Revision,
    revisions: Iterable[Revision],
    glance: Glance | None,
) -> list[Base]:
    """What it can be compared with, the best first."""
    reviews = Review.objects.filter(revision__docket=at.docket, revision__number__lt=shown.number)
    decided, approved = 0, 0
    for reviewer, verdict, number in reviews.values_list("reviewer", "verdict", "revision__number"):
        decided = max(decided, number if reviewer == user.pk else 0)
        approved = max(approved, number if verdict == Review.APPROVE else 0)
    live = at.live.revision if at.live and at.live.revision < shown.number else 0
    looks = (glance.revision, glance.earlier) if glance else ()
    looked = max((number for number in looks if number < shown.number), default=0)
    found = {}
    for number, why in (
        (decided, "the last one you decided on"),
        (live, "what readers read"),
        (approved, "the last one approved"),
        (looked, "the last one you looked at"),
    ):
        if number:
            found.setdefault(number, Base(number, why, good=True))
    for each in revisions:
        if each.number < shown.number:
            why = f"{short(each.at)}, {clock(each.at)}, {name_of(each.author)}"
            found.setdefault(each.number, Base(each.number, why, good=False))
    return list(found.values())


def _base(request: HttpRequest, bases: Sequence[Base], revisions: Sequence[Revision]) -> Revision | None:
    """The revision that the address asks for, else the last decided on, live or approved one."""
    if "base" in request.GET:
        return _asked(request, "base", revisions)
    number = next((each.number for each in bases if each.good), 0)
    return next((each for each in revisions if each.number == number), None)


# -- what is said about the rows


def _flags(found: Iterable[notes.Note]) -> list[Flag]:
    return [
        Flag(each.path, each.start, each.end, note.look, f"note-{note.id}")
        for note in found
        for each in note.findings
    ]


def _lines(
    pk: int, text: Manuscript, proof: Proof, found: Iterable[notes.Note], said: Iterable[Thread]
) -> dict[str, Line]:
    """Every row with its notes and threads, by its first path."""
    wordy = {each.path for each in text.fields() if each.text and takes_suggestions(each)}
    lines: dict[str, Line] = {}
    place: dict[str, Line] = {}
    for section in proof.sections:
        for row in section.rows:
            line = lines[row.paths[0]] = Line(row, _edit(pk, section, row), row.path in wordy)
            place.update(dict.fromkeys(row.paths, line))
    for note in found:
        if note.finding.path in place:
            line = place[note.finding.path]
            line.found.append((note, f'data-note="note-{note.id}"' in line.row.html))
    for thread in said:
        if thread.comment.path in place:
            place[thread.comment.path].threads.append(thread)
    return lines


def _edit(pk: int, section: Section, row: Row) -> str:
    """Where the row is written; nothing for somebody who is not in it any more."""
    return "" if section.gone else f"{notes.page_of(pk, section.whose)}#{row.anchor}"


def urls(admin: Any) -> list[URLPattern]:
    """The addresses of the review page, comments and history, under an installment's."""
    return [
        path("<int:pk>/review/", frame.guarded(review), name="series_installment_review"),
        *commenting.urls(admin),
        path("<int:pk>/proof/<int:number>/", frame.guarded(whole.whole), name="series_installment_proof"),
        *history.urls(admin),
    ]
