"""The queries that every page about an installment asks, each put together once (see `prepared`)."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Q, QuerySet

from editorial import authorship, known
from editorial.models import Buffer, Comment, Docket, Review, Revision, Step, Stet
from editorial.workflow import Role, Stage
from series.models import Edition, Installment
from series.prepared import Prepared

User = get_user_model()
PERMISSIONS = {
    Role.EDITOR: "editorial.edit_installments",
    Role.REVIEWER: "editorial.review_installments",
    Role.PUBLISHER: "editorial.publish_installments",
}
BACKEND = "django.contrib.auth.backends.ModelBackend"
LARGEST = 2**63 - 1  # number that a column of keys holds; an address may name any
FILED = ("author", "at", "restores__number", "suggested")  # columns of `authorship.Filed`
SPAN = ("revision", "live_from", "live_until", "ended_at")  # and what `authorship.Span.of` takes


def able(role: Role, *, superusers: bool = True) -> QuerySet[AbstractBaseUser]:
    """Active people who may act in this role; `superusers`: also those who may because they may all."""
    return User.objects.with_perm(PERMISSIONS[role], backend=BACKEND, include_superusers=superusers)


def filed(docket: Docket) -> dict[int, authorship.Filed]:
    """Who filed each revision, by its number."""
    rows = _FILED.rows(docket=docket.pk)
    return {row["number"]: authorship.Filed(*(row[name] for name in FILED)) for row in rows}


def spans(installment: Installment) -> list[authorship.Span]:
    """When readers had which revision before them."""
    rows = _SPANS.rows(installment=installment.pk)
    return [authorship.Span.of(*(row[name] for name in SPAN)) for row in rows]


def withdrawn(docket: Docket) -> int:
    """The number of the last step that withdrew it; 0 where none did."""
    return next((row["number"] for row in _WITHDRAWN.rows(docket=docket.pk)), 0)


def reviewers() -> set[int]:
    """Primary keys of all active people who may review."""
    return {row["pk"] for row in _REVIEWERS.rows()}


def open_threads(docket: Docket) -> int:
    """How many comments are not settled."""
    return len(_OPEN.rows(docket=docket.pk))


def docket(installment: int) -> Docket | None:
    """An installment's docket with what its pages show of it."""
    if installment > LARGEST:
        return None
    return next(iter(_DOCKET.objects(installment=installment)), None)


def editions(installment: Installment) -> list[Edition]:
    """The editions that stand, newest first, without their texts."""
    return _EDITIONS.objects(installment=installment.pk)


def reviews(docket: Docket) -> list[Review]:
    """Everything that reviewers said, of any revision, in the order in which they said it."""
    return _REVIEWS.objects(docket=docket.pk)


def stets(docket: Docket) -> list[Stet]:
    """What was let stand, and by whom."""
    return _STETS.objects(docket=docket.pk)


def buffers(docket: Docket, page: str, user: int, since: datetime) -> list[Buffer]:
    """What was typed and not saved: somebody's own on a page, and what others typed since a moment."""
    return _BUFFERS.objects(docket=docket.pk, page=page, user=user, since=since)


def editors() -> list[AbstractBaseUser]:
    """Active people who may write."""
    return _EDITORS.objects()


def earlier(series: int, docket: int, part: int | None) -> QuerySet[Docket]:
    """The latest parts of a series before this one."""
    others = Docket.objects.filter(installment__series=series, head__isnull=False)
    others = others.exclude(pk=docket).exclude(stage=Stage.KILLED)
    if part:
        others = others.filter(installment__part__lt=part)
    others = others.order_by(F("installment__part").desc(nulls_last=True), "-installment_id")
    return others[: known.LATEST]


def earlier_digests(series: int, docket: int, part: int | None) -> list[str]:
    """The digests of their texts."""
    given = {"series": series, "docket": docket}
    rows = _BEFORE.rows(**given, part=part) if part else _OTHERS.rows(**given)
    return [row["head__digest"] for row in rows]


_FILED = Prepared(lambda docket: Revision.objects.filter(docket=docket).values("number", *FILED), docket=int)
_SPANS = Prepared(
    lambda installment: (
        Edition.objects.filter(installment=installment).exclude(ended=Edition.CANCELLED).values(*SPAN)
    ),
    installment=int,
)
_WITHDRAWN = Prepared(
    lambda docket: (
        Step.objects.filter(docket=docket, move="withdraw").order_by("-number").values("number")[:1]
    ),
    docket=int,
)
_REVIEWERS = Prepared(lambda: able(Role.REVIEWER).values("pk"))
_OPEN = Prepared(lambda docket: Comment.objects.filter(docket=docket).opened().values("pk"), docket=int)
_DOCKET = Prepared(
    lambda installment: Docket.objects.filter(installment=installment).select_related(
        "installment__series__house_rules", "head__author", "owner"
    ),
    installment=int,
)
_EDITIONS = Prepared(
    lambda installment: Edition.objects.filter(installment=installment, ended="").defer(
        "manuscript", "html", "html_by_question"
    ),
    installment=int,
)
_REVIEWS = Prepared(
    lambda docket: (
        Review.objects.filter(revision__docket=docket)
        .order_by("at", "pk")
        .select_related("reviewer", "revision")
        .defer("revision__manuscript")
    ),
    docket=int,
)
_STETS = Prepared(lambda docket: Stet.objects.filter(docket=docket).select_related("by"), docket=int)
_BUFFERS = Prepared(
    lambda docket, page, user, since: (
        Buffer.objects.filter(docket=docket)
        .filter(Q(at__gte=since) & ~Q(user=user) | Q(user=user, page=page))
        .select_related("user")
    ),
    docket=int, page=str, user=int, since=datetime,
)  # fmt: skip
_EDITORS = Prepared(lambda: able(Role.EDITOR).order_by("first_name", "username"))
_BEFORE = Prepared(lambda **given: earlier(**given).values("head__digest"), series=int, docket=int, part=int)
_OTHERS = Prepared(lambda **given: earlier(**given, part=None).values("head__digest"), series=int, docket=int)
