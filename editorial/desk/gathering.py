"""Comments are told together: in one mail, once nobody has said more for half an hour. Whoever is named with
“@” is told at once (`telling`), and what a move tells people takes along what they have not been told yet.
Reviewers are told of a text that changes under their eyes once an hour, of its last revision.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils.text import get_text_list

from editorial.models import Comment, Notice, Revision, Step
from editorial.standing import Standing, name_of
from editorial.workflow import Stage, count

from .telling import Words, notices

QUIET = timedelta(minutes=30)
HOUR = timedelta(hours=1)
KIND, SAVED = "comments", "saved"


def of_comment(at: Standing, row: Comment, named: Iterable[int]) -> None:
    """Tell the owner, and who has spoken in the thread, of a comment and of those before it that wait."""
    if not row.text and not row.suggests:
        return
    people = _concerned(at, row) - {row.by_id, *named}
    waiting = _waiting(at, people)
    since = dict.fromkeys(people, row.pk) | {each.user_id: each.about for each in waiting}
    said = _said(at, min(since.values(), default=row.pk))
    _drop(waiting)
    new = {
        pk: [each for each in said if each.pk >= first and each.by_id != pk] for pk, first in since.items()
    }
    rows = notices(at, KIND, row.pk, {pk: _words(some) for pk, some in new.items()})
    for each in rows:
        each.about, each.send_after = since[each.user_id], max(each.send_after, at.now + QUIET)
    Notice.objects.bulk_create(rows)


def of_saving(at: Standing, revision: Revision, *, but: Iterable[int]) -> None:
    """Tell who is asked to review it which text is to be read now."""
    people = set(at.docket.reviewers.values_list("pk", flat=True)) & at.reviewers - at.authors - {*but}
    waiting = _waiting(at, people, SAVED)
    since = {each.user_id: each.send_after for each in waiting}
    _drop(waiting)
    number = revision.number
    body = f"{name_of(revision.author)} changed the text while it is in review: read revision {number}."
    words = Words(f": revision {number} is the one to read", body, "review")
    rows = notices(at, SAVED, number, dict.fromkeys(people, words))
    for each in rows:
        each.send_after = max(each.send_after, since.get(each.user_id, at.now + HOUR))
    Notice.objects.bulk_create(rows)


def of_step(at: Standing, step: Step) -> None:
    """Who has decided has read it, and what is not in review any more is read by nobody."""
    if step.before == Stage.IN_REVIEW:
        unsent = Notice.objects.filter(docket=at.docket, kind=SAVED, sent_at=None, claimed_at=None)
        (unsent.filter(user=step.by) if step.after == Stage.IN_REVIEW else unsent).delete()


def taken_along(at: Standing, people: Iterable[int]) -> None:
    """These people are told of a step: they find beside the text what was said."""
    _drop(_waiting(at, people))


def _concerned(at: Standing, row: Comment) -> set[int]:
    """Who looks after the text, and who has said something in the thread."""
    first = row.answers_id or row.pk
    thread = Comment.objects.filter(Q(pk=first) | Q(answers=first)).values_list("by", flat=True)
    return {at.docket.owner_id, *thread} - {None}


def _waiting(at: Standing, people: Iterable[int], kind: str = KIND) -> list[Notice]:
    """What these people will be told of its comments, and nobody is sending yet."""
    unsent = Notice.objects.filter(docket=at.docket, kind=kind, sent_at=None, claimed_at=None)
    return list(unsent.filter(user__in=people).select_for_update())


def _drop(waiting: list[Notice]) -> None:
    Notice.objects.filter(pk__in=[each.pk for each in waiting]).delete()


def _said(at: Standing, since: int) -> list[Comment]:
    """What was said in words since a comment, oldest first."""
    found = Comment.objects.filter(docket=at.docket, pk__gte=since).exclude(text="", suggests=False)
    return list(found.select_related("by").order_by("pk"))


def _words(new: list[Comment]) -> Words:
    who = get_text_list(list(dict.fromkeys(name_of(each.by) for each in new)), "and")
    first = new[0].answers_id or new[0].pk
    return Words(
        f": {count(len(new), 'new comment')}", f"{who} commented on it.", "review", "", f"thread-{first}"
    )
