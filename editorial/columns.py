"""The narrow queries that every page about an installment asks, each put together once (see `prepared`)."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from editorial import authorship
from editorial.models import Comment, Docket, Revision, Step
from editorial.workflow import Role
from series.models import Edition, Installment
from series.prepared import Prepared

User = get_user_model()
PERMISSIONS = {
    Role.EDITOR: "editorial.edit_installments",
    Role.REVIEWER: "editorial.review_installments",
    Role.PUBLISHER: "editorial.publish_installments",
}
BACKEND = "django.contrib.auth.backends.ModelBackend"
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
