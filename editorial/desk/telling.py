"""Writes notices into the outbox: who has to know of a step or of a new text, and in what words.

Called in the transaction of the act, so that nobody is told of what was not done, and nothing that was
done goes untold. Nobody is told of their own act.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from editorial.columns import able
from editorial.models import Comment, Notice, Preference, Review, Revision, Step
from editorial.standing import Standing, User, name_of
from editorial.workflow import Role, Stage, count

MORNING = time(8, 30)  # on the desk's clock
LABELS = {"review": "Open the review", "change": "Open the text", "history": "See the history"}


@dataclass(frozen=True)
class Words:
    """What somebody is told: the end of the subject, a sentence or two, and the page to go to."""

    subject: str
    body: str
    page: str
    note: str = ""
    place: str = ""  # on that page
    always: bool = False  # whatever they prefer: readers will not get what was announced


Told = dict[int, Words]  # by primary key of the person
Telling = Callable[[Standing, Step], Told]


def of_step(at: Standing, step: Step) -> Told:
    """Tell whoever has to know of a step of the history; gives who is told what."""
    told = TELLINGS[step.move](at, step) if step.move in TELLINGS else {}
    _keep(at, step.move, step.number, told, but=step.by_id)
    return told


def of_filing(
    at: Standing, revision: Revision, voided: Iterable[Review], *, by: AbstractBaseUser, unscheduled: bool
) -> None:
    """Tell of approvals, and of a schedule, that a changed text has lost."""
    if not (reviews := list(voided)):
        return
    who, lost = name_of(by), " and ".join(name_of(each.reviewer) for each in reviews)
    body = f"{who} changed the text: revision {revision.number} is another one than was approved."
    words = Words(": the schedule is void, the text changed", body, "history")
    told = dict.fromkeys(_publishers(), words) if unscheduled else {}
    own = Words(f": the approval of {lost} no longer counts, the text changed", body, "history")
    told |= dict.fromkeys(_owner(at), replace(words, always=True) if unscheduled else own)
    mine = Words(": your approval no longer counts, the text changed", body, "review")
    told |= dict.fromkeys((each.reviewer_id for each in reviews), mine)
    _keep(at, "filed", revision.number, told, but=by.pk)


def of_comment(at: Standing, row: Comment, named: Iterable[AbstractBaseUser]) -> None:
    """Tell whom a comment names. Others are told later, of several together (`gathering`)."""
    who = name_of(row.by)
    body, first = f"{who} names you in a comment.", row.answers or row
    words = Words(f": {who} names you in a comment", body, "review", row.text, f"thread-{first.pk}")
    _keep(at, "mention", row.pk, {each.pk: words for each in named}, but=row.by_id)


def of_assignment(at: Standing, given: Iterable[tuple[str, int]], *, by: AbstractBaseUser) -> None:
    """Tell those who look after it now, or are asked to review it, unless the move that asks them does."""
    due, who = at.docket.due, name_of(by)
    until = f" It is due on {due:%a} {due.day} {due:%b}." if due else ""
    told = {}
    for part, pk in given:
        if part == "owner":
            told[pk] = Words(": it is yours now", f"{who} asks you to look after it.{until}", "change")
        elif at.stage is Stage.IN_REVIEW:
            body = f"{who} asks you to review it.{until}"
            told.setdefault(pk, Words(": ready for your review", body, "review"))
        else:
            body = f"{who} will ask you to review it once it is sent.{until}"
            told.setdefault(pk, Words(": you are asked to review it", body, "change"))
    _keep(at, "assigned", _times_told(at), told, but=by.pk)


def _times_told(at: Standing) -> int:
    """A number that no earlier notice of this kind has."""
    return Notice.objects.filter(docket=at.docket, kind="assigned").count() + 1


# -- who is told what


def _submitted(at: Standing, step: Step) -> Told:
    able = at.reviewers - at.authors
    asked = able & set(at.docket.reviewers.values_list("pk", flat=True)) or able
    number, who, due = _number(step), _who(step), at.docket.due
    by = f" (please read by {due:%a} {due.day} {due:%b})" if due else ""
    words = Words(": ready for your review" + by, f"{who} sent revision {number}.", "review", step.note)
    told = dict.fromkeys(asked, words)
    if step.before == Stage.CHANGES_REQUESTED:
        again = Words(
            f": {who} has answered your changes (revision {number})", words.body, "review", step.note
        )
        told |= dict.fromkeys(able & _had_asked(at), again)
    return told


def _had_asked(at: Standing) -> set[int]:
    """Who asked for changes in any text of it."""
    asked = Review.objects.filter(revision__docket=at.docket, verdict=Review.CHANGES)
    return set(asked.values_list("reviewer", flat=True))


def _changes(at: Standing, step: Step) -> Told:
    comments = Comment.objects.filter(revision=at.head, by=step.by, answers=None).count()
    also = f" ({count(comments, 'comment')})" if comments else ""
    body = f"{_who(step)} read revision {_number(step)} and asks for changes."
    words = Words(f": {_who(step)} asks for changes{also}", body, "change", step.note)
    return dict.fromkeys(_owner(at) | at.authors, words)


def _approved(at: Standing, step: Step) -> Told:
    done = f"{_who(step)} approved revision {_number(step)}"
    more = " It needs another approval." if step.after == Stage.IN_REVIEW else ""
    return dict.fromkeys(_owner(at), Words(f": {done}", f"{done}.{more}", "history", step.note))


def _fell(at: Standing, step: Step) -> Told:
    """An approval or a schedule that does not hold any more."""
    scheduled = step.before == Stage.SCHEDULED
    what = "the schedule is void" if scheduled else "the approval no longer counts"
    body = "What it rested on fell away: it needs a new approval."
    if step.move == "take_back":
        body = f"{_who(step)} took the approval back."
    elif step.move == "unschedule":
        what, body = f"{_who(step)} cancelled the schedule", "It stays approved and waits for another date."
    words = Words(f": {what}", body, "history", step.note)
    told = dict.fromkeys(_publishers(), words) if scheduled or step.move == "void" else {}
    falls_through = scheduled and step.move != "unschedule"
    return told | dict.fromkeys(_owner(at), replace(words, always=falls_through))


def _published(at: Standing, step: Step) -> Told:
    body = f"Readers read revision {_number(step)} now."
    return dict.fromkeys(_involved(at), Words(" is published", body, "history"))


def _withdrawn(at: Standing, step: Step) -> Told:
    body = f"{_who(step)} withdrew it: readers get a notice instead of the page."
    return dict.fromkeys(_involved(at), Words(" was withdrawn", body, "history", step.note))


TELLINGS: dict[str, Telling] = {
    "submit": _submitted,
    "request_changes": _changes,
    "approve": _approved,
    "take_back": _fell,
    "unschedule": _fell,
    "void": _fell,
    "publish": _published,
    "appear": _published,
    "withdraw": _withdrawn,
}


def _who(step: Step) -> str:
    return name_of(step.by) if step.by else "The desk"


def _number(step: Step) -> int:
    return step.revision.number if step.revision else 0


def _owner(at: Standing) -> set[int]:
    return {at.docket.owner_id} - {None}


def _publishers() -> set[int]:
    """Active people of the desk who may publish; superusers only where a group of theirs says so."""
    return set(able(Role.PUBLISHER, superusers=False).values_list("pk", flat=True))


def _involved(at: Standing) -> set[int]:
    """The owner, who was asked to review it, and whose word on this text counts."""
    return _owner(at) | set(at.docket.reviewers.values_list("pk", flat=True)) | set(at.verdicts)


# -- the outbox


def _keep(at: Standing, kind: str, about: int, told: Told, *, but: int | None) -> None:
    rows = notices(at, kind, about, {pk: words for pk, words in told.items() if pk != but})
    if rows:
        Notice.objects.bulk_create(rows)
    if settings.NOTICES_AT_ONCE and any(not row.morning for row in rows):
        from .sending import send_due

        transaction.on_commit(partial(send_due, docket=at.docket.pk), robust=True)


def notices(at: Standing, kind: str, about: int, told: Told) -> list[Notice]:
    """The rows for those who can be told and want to be, as each prefers it; not saved yet."""
    if not told:
        return []
    people = User.objects.filter(pk__in=told, is_active=True).exclude(email="")
    rows = []
    for person in people.select_related("told"):
        how, words = person.told.how if hasattr(person, "told") else Preference.AT_ONCE, told[person.pk]
        if words.always or how != Preference.NOTHING:
            morning = how == Preference.MORNING and not words.always
            rows.append(_notice(at, person, words, kind, about, morning=morning))
    return rows


def _notice(
    at: Standing, person: AbstractBaseUser, words: Words, kind: str, about: int, *, morning: bool
) -> Notice:
    link = settings.SITE_URL + reverse(f"admin:series_installment_{words.page}", args=[at.installment.pk])
    link += f"#{words.place}" if words.place else ""
    return Notice(
        user=person,
        docket=at.docket,
        kind=kind,
        about=about,
        subject=" ".join(f"{_called(at)}{words.subject}".split())[:400],
        text="\n\n".join(filter(None, (words.body, words.note, link))) + "\n",
        html=_html(words, link),
        made_at=at.now,
        send_after=next_morning(at.now) if morning else at.now,
        morning=morning,
    )


def _html(words: Words, link: str) -> str:
    note = format_html("<blockquote>{}</blockquote>", words.note)
    body = format_html("<p>{}</p>{}", words.body, note if words.note else "")
    return format_html('{}<p><a href="{}">{}</a></p>', body, link, LABELS[words.page])


def _called(at: Standing) -> str:
    """“Workbench Conversations, Part 4”; what has no number goes by its title."""
    installment = at.installment
    if installment.part:
        return f"{installment.series.title}, Part {installment.part}"
    return installment.title or "Untitled"


def next_morning(now: datetime) -> datetime:
    """The next 08:30 on the desk's clock."""
    local = timezone.localtime(now)
    days = 0 if local.time() < MORNING else 1
    naive = datetime.combine(local.date() + timedelta(days=days), MORNING)
    return timezone.make_aware(naive)
