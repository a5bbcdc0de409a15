"""Every screen of the demo: who sees it and where it is. What checks all screens goes through this list."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse

from editorial import preferences
from editorial.demo import making
from editorial.desk import holding, importing
from editorial.intake import Given
from editorial.models import Docket, HouseRules, Import, SavedView
from editorial.rules import Rules
from editorial.standing import Standing
from editorial.workflow import Stage
from series.models import Edition, Organization, Person, Series, Topic

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOWHERE = "/series/no-such-series/"


class Screen(NamedTuple):
    """A page: its name, the demo account that looks at it ("" for a reader), its address, and what is done
    there until it shows."""

    name: str
    account: str
    address: Callable[[], str]
    status: int = 200
    then: "Callable[[Page], None]" = lambda page: None


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


def talk(page: str, **which: object) -> Callable[[], str]:
    """A page about the newest such thread of what is in review."""

    def address() -> str:
        threads = docket(Stage.IN_REVIEW).comments.filter(answers=None, **which)
        return of(Stage.IN_REVIEW, page, threads.latest("at").pk)()

    return address


def words(**more: str) -> Callable[[], str]:
    """The dialog that says something about words of what is in review."""

    def address() -> str:
        first = docket(Stage.IN_REVIEW).comments.filter(answers=None).earliest("at")
        about = {"path": first.path, "quote": first.quote, **more}
        return f"{of(Stage.IN_REVIEW, 'comment')()}?{urlencode(about)}"

    return address


def held(step: str) -> Callable[[], str]:
    """An import of several posts: its table, one post, or what became of each."""

    def address() -> str:
        row = Import.objects.filter(name=step).first() or bring(step)
        if step == "one post":
            post = row.files.earliest("place")
            return reverse("admin:series_installment_held_post", args=[row.pk, post.pk])
        return reverse("admin:series_installment_held", args=[row.pk])

    return address


def bring(step: str) -> Import:
    """Hold the demo's interviews for the editor, read; and made drafts where the step says so."""
    editor = get_user_model().objects.get(username="editor")
    names = (making.DRAFT, "part-3.md", "part-2.md")
    given = [Given(name, (making.TEXTS / "interviews" / name).read_bytes()) for name in names]
    given.append(Given("notes.pdf", b"%PDF"))
    series = Series.objects.get(slug="keeping-things-running")
    row = holding.hold(given, by=editor, series=series, name=step)
    importing.read_on(row, Rules(), by=editor, seconds=60)
    if step == "result":
        importing.confirm_import(row, by=editor)
        importing.create_on(row, by=editor, seconds=60)
    return row


def twice() -> str:
    """The page of somebody whose name is spelled in two ways."""
    row = Person.objects.get(name="Dario Mbeki-Sand")
    return reverse("admin:series_person_change", args=[row.pk])


def renamed() -> str:
    """The page of an organization that readers know under another name."""
    row = Organization.objects.get(name="Sound Crossing Ferries")
    return reverse("admin:series_organization_change", args=[row.pk])


def merging(page: "Page") -> None:
    """Ask to merge those that are spelled alike."""
    page.locator("section[aria-labelledby=alike-h] input[type=checkbox]").first.check()
    page.get_by_role("button", name="Merge those that are the same…").click()


def several(action: str) -> "Callable[[Page], None]":
    """Choose two installments of the list, and what to do with them."""

    def then(page: "Page") -> None:
        for box in page.locator("#result_list tbody input[type=checkbox]").all()[:2]:
            box.check()
        page.locator("select[name=action]").select_option(action)
        page.locator("button[name=index]").click()

    return then


def saved() -> str:
    """The list as a view of the editor's has it."""
    row = SavedView.objects.get(user__username="editor")
    return f"{reverse('admin:series_installment_changelist')}?{row.query}"


def by_mail() -> str:
    """The page behind the link in an editor's mails."""
    return preferences.address(get_user_model().objects.get(username="editor"))


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
    Screen("comment", "reviewer", words()),
    Screen("suggest", "reviewer", words(suggest="1")),
    Screen("answer", "editor", talk("thread")),
    Screen("apply", "editor", talk("apply", suggests=True)),
    Screen("assign", "editor", of(Stage.IN_REVIEW, "assign")),
    Screen("give", "editor", named("admin:series_installment_changelist"), then=several("give_several")),
    Screen("ask", "editor", named("admin:series_installment_changelist"), then=several("ask_several")),
    Screen(
        "schedule",
        "publisher",
        named("admin:series_installment_changelist"),
        then=several("schedule_several"),
    ),
    Screen("saved-view", "editor", saved),
    Screen("import-posts", "editor", held("posts")),
    Screen("import-post", "editor", held("one post")),
    Screen("import-result", "editor", held("result")),
    Screen("mails", "", by_mail),
    Screen("rules", "editor", named("admin:rules")),
    Screen("series", "admin", named("admin:series_series_changelist")),
    Screen("one-series", "admin", record(Series)),
    Screen("people", "editor", named("admin:series_person_changelist")),
    Screen("one-person", "editor", record(Person)),
    Screen("spelled-twice", "editor", twice),
    Screen("merge", "editor", twice, then=merging),
    Screen("organizations", "editor", named("admin:series_organization_changelist")),
    Screen("one-organization", "editor", record(Organization)),
    Screen("one-topic", "editor", record(Topic)),
    Screen("renamed", "editor", renamed),
    Screen("house-rules", "admin", record(HouseRules)),
    Screen("accounts", "admin", named("admin:auth_user_changelist")),
    Screen("password", "editor", named("admin:password_change")),
    Screen("security", "editor", named("admin:desk_security")),
    Screen("second-factor", "editor", named("admin:desk_enrol")),
    Screen("account-changes", "admin", named("admin:desk_changes")),
    Screen("sign-in-of", "admin", lambda: named("admin:desk_security_of", User.objects.earliest("pk").pk)()),
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
