"""Takes comments and suggestions, settles threads and puts a suggestion into the text; notes down who has
read how far."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from editorial import anchoring, colleagues, mentions, placing
from editorial.anchoring import Anchor
from editorial.models import Comment, Docket, Glance
from editorial.standing import Standing, name_of, roles_of
from editorial.workflow import Refused, Role
from series.manuscript import Field, Kind, Manuscript

from . import gathering, telling
from .filing import Filed, file_on
from .recording import Actor, acting, locked, require

SETTLED = (Comment.RESOLVES, Comment.APPLIES, Comment.DECLINES)
FIXED = {"slug", "date", "question"}  # takes no suggestions: an address, a day, everybody's question
SAME = "These are the words that stand there already."
GONE = "These words have changed since: the suggestion cannot be applied any more."


def comment(
    docket: Docket,
    *,
    by: Actor,
    text: str = "",
    path: str = "",
    quote: str = "",
    before: str = "",
    instead: str | None = None,
    answers: Comment | None = None,
    act: str = Comment.SAYS,
    now: datetime | None = None,
) -> Comment:
    """Say something about a field or words in it, suggest others (`instead`), answer somebody, or settle a
    thread or open it again. `before` is what the page shows before the words.

    The same thing said twice in a row is said once.
    """
    with locked(docket, now) as at:
        row = Comment(
            docket=at.docket,
            revision=at.head,
            path=path,
            quote=quote,
            suggests=instead is not None,
            instead=_clean(instead or ""),
            text=_clean(text),
            answers=answers,
            act=act,
            by=acting(by),
            at=at.now,
        )
        _place(row, at.text, before)
        if reasons := tuple(_against(at, row)):
            raise Refused(reasons)
        if again := _said_already(row):
            return again
        row.save()
        named = list(colleagues.meant(mentions.handles(row.text)))
        telling.of_comment(at, row, named)
        gathering.of_comment(at, row, [each.pk for each in named])
        return row


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def _place(row: Comment, text: Manuscript | None, before: str) -> None:
    """Bind it to the words as they stand in the source, and to the field as it is."""
    if text is None or row.answers or (field := field_of(text, row.path)) is None:
        return
    row.seal = seal(field)
    if row.suggests and not row.quote and row.instead != field.text.strip():  # the whole field, rewritten
        span, row.instead = anchoring.narrowed(field.text, row.instead)
        row.quote = field.text[slice(*span)]
        anchor = anchoring.anchored(field.text, span)
        row.before, row.after = anchor.before, anchor.after
    elif row.quote and (span := anchoring.pick(row.quote, before, field.text)):
        anchor = anchoring.anchored(field.text, span)
        row.quote, row.before, row.after = anchor.quote, anchor.before, anchor.after


def field_of(text: Manuscript, path: str) -> Field | None:
    """The field at a path."""
    return next((each for each in text.fields() if each.path == path), None)


def seal(field: Field) -> str:
    """What tells whether a field has changed."""
    return hashlib.sha256(field.text.encode()).hexdigest()


def anchor_of(row: Comment) -> Anchor:
    """The words that a comment is about, and what stood around them."""
    return Anchor(row.quote, row.before, row.after)


def takes_suggestions(field: Field | None) -> bool:
    """Whether other words can be suggested for some of this field."""
    return bool(field and field.kind in (Kind.MARKDOWN, Kind.LINE) and field.name not in FIXED)


def _against(at: Standing, row: Comment) -> Iterator[str]:
    if not roles_of(row.by):
        yield "Only people of the desk can comment."
    if row.answers is not None and row.answers.docket_id != at.docket.pk:
        yield "This comment belongs to another text."
    elif row.act:
        yield from _against_act(row)
    elif row.suggests:
        yield from _against_suggesting(at, row)
    elif not row.text:
        yield "Write a comment first."


def _against_act(row: Comment) -> Iterator[str]:
    if row.answers is None or row.act == Comment.APPLIES:
        yield "Only a thread can be settled, and a suggestion is applied to the text."
    elif row.act == Comment.DECLINES and not row.answers.suggests:
        yield "Only a suggestion can be declined."
    elif row.act == Comment.REOPENS and is_open(row.answers):
        yield "It is open already."


def _against_suggesting(at: Standing, row: Comment) -> Iterator[str]:
    field = field_of(at.text, row.path) if at.text else None
    if not takes_suggestions(field):
        yield "Nothing can be suggested for this field: comment on it instead."
    elif not row.quote:
        yield SAME
    elif not row.seal or anchoring.locate(anchor_of(row), field.text if field else "") is None:
        yield "These words are not in the text, or not just once: take a few more of them."
    elif row.instead == row.quote.strip():
        yield SAME


def last_act(first: Comment) -> str:
    """What was last done to a thread; nothing where nothing was."""
    acts = first.replies.exclude(act=Comment.SAYS).order_by("-at", "-pk")
    return acts.values_list("act", flat=True).first() or ""


def is_open(first: Comment) -> bool:
    """Whether nobody has settled a thread since it was last open."""
    return last_act(first) not in SETTLED


def _said_already(row: Comment) -> Comment | None:
    """What this repeats: a button pressed twice, a form sent again."""
    if row.act in SETTLED and row.answers:
        return None if is_open(row.answers) else row.answers.replies.filter(act__in=SETTLED).last()
    last = row.docket.comments.filter(by=row.by).last()
    same = ("path", "quote", "before", "suggests", "instead", "text", "answers_id", "act", "revision_id")
    return last if last and all(getattr(last, name) == getattr(row, name) for name in same) else None


# -- suggestions


def apply(first: Comment, *, by: Actor, base: str | None, now: datetime | None = None) -> Filed:
    """Put a suggestion into the text, as a revision by whoever applies it that names whose words they are.

    `base` is the digest of the text on the page. Raises Refused, and Conflict as `file_copy` does.
    """
    with locked(first.docket, now) as at:
        require(Role.EDITOR, by)
        text = applied(at, first)
        if reasons := tuple(against_applying(at, first, text)):
            raise Refused(reasons)
        assert text is not None
        source = f"suggested by {name_of(first.by)}"[:200]
        filed = file_on(at, text, by=by, base=base, source=source, suggested=first.by)
        Comment.objects.create(
            docket=at.docket, revision=filed.revision, answers=first, act=Comment.APPLIES, by=by, at=at.now
        )
        return filed


def applied(at: Standing, first: Comment) -> Manuscript | None:
    """The newest text with the suggested words in it; None where the words are gone."""
    field = field_of(at.text, first.path) if at.text else None
    span = anchoring.locate(anchor_of(first), field.text) if field else None
    if at.text is None or field is None or span is None:
        return None
    words = field.text[: span[0]] + first.instead + field.text[span[1] :]
    return placing.put(at.text, first.path, words)


def against_applying(at: Standing, first: Comment, text: Manuscript | None) -> Iterator[str]:
    """Why a suggestion cannot be applied to the newest text."""
    if not first.suggests:
        yield "This comment suggests no words."
    elif not is_open(first):
        yield "It is settled already."
    elif text is None:
        yield GONE
    elif at.rows_differ:
        yield "The text was changed since its last revision: save it first."


# -- reading


def glance(docket: Docket, *, by: Actor, now: datetime) -> None:
    """Note down that somebody has read the newest text and what is said about it."""
    known = Glance.objects.filter(docket=docket, user=by).first()
    number = docket.head.number if docket.head else 0
    earlier = known.revision if known and known.revision != number else known.earlier if known else 0
    values = {"revision": number, "earlier": earlier, "at": now}
    Glance.objects.update_or_create(docket=docket, user=by, defaults=values)
