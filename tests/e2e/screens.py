"""Every screen of the demo: who sees it and where it is. What checks all screens goes through this list."""

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from editorial.models import Docket, HouseRules
from editorial.standing import Standing
from editorial.workflow import Stage
from series.models import Edition, Organization, Person, Series, Topic

NOWHERE = "/series/no-such-series/"


class Screen(NamedTuple):
    """A page: its name, the demo account that looks at it ("" for a reader), its address."""

    name: str
    account: str
    address: Callable[[], str]
    status: int = 200


def docket(stage: Stage) -> Docket:
    """The demo's first installment in this stage; of drafts the one that interviews people."""
    found = Docket.objects.filter(stage=stage).order_by("-installment__part", "pk").first()
    assert found is not None, f"the demo has nothing that is {stage.value}"
    return found


def of(stage: Stage, page: str, *args: object) -> Callable[[], str]:
    """A page of that installment."""
    return lambda: reverse(f"admin:series_installment_{page}", args=[docket(stage).installment_id, *args])


def named(name: str, *args: object) -> Callable[[], str]:
    """A page that has an address of its own."""
    return lambda: reverse(name, args=args)


def person(page: str) -> Callable[[], str]:
    """A page about the draft's first person."""

    def address() -> str:
        head = docket(Stage.DRAFT).head
        assert head is not None
        return of(Stage.DRAFT, page, head.read().contributions[0].key)()

    return address


def warning() -> str:
    """The dialog that lets the first warning stand."""
    at = Standing(docket(Stage.DRAFT))
    found = next(each.finding for each in at.findings if each.finding.level == "warning")
    return of(Stage.DRAFT, "stet", found.fingerprint)()


def edition(page: str, form: str) -> Callable[[], str]:
    """A page of the first edition of this form."""

    def address() -> str:
        row = Edition.objects.filter(ended="", series__format=form).order_by("live_from").first()
        assert row is not None
        return reverse(page, args=[row.series.slug, row.slug])

    return address


def first(page: str, model: type) -> Callable[[], str]:
    """The page of the first row that readers may see."""
    return lambda: reverse(page, args=[model.objects.order_by("pk").first().slug])  # type: ignore[attr-defined]


def record(model: type, page: str = "change") -> Callable[[], str]:
    """A record's page in the admin."""
    meta = model._meta  # type: ignore[attr-defined]
    return lambda: reverse(
        f"admin:{meta.app_label}_{meta.model_name}_{page}",
        args=[model.objects.order_by("pk").first().pk],  # type: ignore[attr-defined]
    )


DESK = (
    Screen("sign-in", "", named("admin:login")),
    Screen("home-editor", "editor", named("admin:index")),
    Screen("home-reviewer", "reviewer", named("admin:index")),
    Screen("home-administrator", "admin", named("admin:index")),
    Screen("installments", "editor", named("admin:series_installment_changelist")),
    Screen("begin", "editor", named("admin:series_installment_add")),
    Screen("import", "editor", named("admin:series_installment_import")),
    Screen("draft", "editor", of(Stage.DRAFT, "change")),
    Screen("frozen", "editor", of(Stage.PUBLISHED, "change")),
    Screen("person", "editor", person("person")),
    Screen("remove-person", "editor", person("remove")),
    Screen("questions", "editor", of(Stage.DRAFT, "questions")),
    Screen("repair", "editor", of(Stage.DRAFT, "repair")),
    Screen("review", "reviewer", of(Stage.IN_REVIEW, "review")),
    Screen("review-editor", "editor", of(Stage.IN_REVIEW, "review")),
    Screen("proof", "reviewer", of(Stage.IN_REVIEW, "proof", 1)),
    Screen("history", "publisher", of(Stage.PUBLISHED, "history")),
    Screen("compare", "reviewer", of(Stage.IN_REVIEW, "compare")),
    Screen("restore", "editor", of(Stage.DRAFT, "restore", 1)),
    Screen("submit", "editor", of(Stage.DRAFT, "move", "submit")),
    Screen("kill", "editor", of(Stage.DRAFT, "move", "kill")),
    Screen("approve", "reviewer", of(Stage.IN_REVIEW, "move", "approve")),
    Screen("request-changes", "reviewer", of(Stage.IN_REVIEW, "move", "request_changes")),
    Screen("refused", "publisher", of(Stage.DRAFT, "move", "publish")),
    Screen("unschedule", "publisher", of(Stage.SCHEDULED, "move", "unschedule")),
    Screen("withdraw", "publisher", of(Stage.PUBLISHED, "move", "withdraw")),
    Screen("correct", "editor", of(Stage.PUBLISHED, "move", "correct")),
    Screen("let-stand", "reviewer", warning),
    Screen("rules", "editor", named("admin:rules")),
    Screen("series", "admin", named("admin:series_series_changelist")),
    Screen("one-series", "admin", record(Series)),
    Screen("people", "editor", named("admin:series_person_changelist")),
    Screen("one-person", "editor", record(Person)),
    Screen("organizations", "editor", named("admin:series_organization_changelist")),
    Screen("one-organization", "editor", record(Organization)),
    Screen("one-topic", "editor", record(Topic)),
    Screen("house-rules", "admin", record(HouseRules)),
    Screen("accounts", "admin", named("admin:auth_user_changelist")),
    Screen("password", "editor", named("admin:password_change")),
)
READERS = (
    Screen("home", "", named("home")),
    Screen("all-series", "", named("series_index")),
    Screen("series", "", first("series", Series)),
    Screen("installment", "", edition("edition", "interviews")),
    Screen("questions", "", edition("questions", "interviews")),
    Screen("story", "", edition("edition", "story")),
    Screen("stories", "", named("stories")),
    Screen("topics", "", named("topics")),
    Screen("topic", "", first("topic", Topic)),
    Screen("people", "", named("people")),
    Screen("person", "", first("person", Person)),
    Screen("organization", "", first("organization", Organization)),
    Screen("archive", "", named("archive")),
    Screen("search", "", lambda: reverse("search") + "?q=night"),
    Screen("search-empty", "", lambda: reverse("search") + "?q=zzzzqqq"),
    Screen("not-found", "", lambda: NOWHERE, 404),
)
