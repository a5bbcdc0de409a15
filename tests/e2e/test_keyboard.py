"""The whole job by keyboard alone: nobody touches a mouse from the desk's home to a scheduled page."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from editorial.models import Docket, Revision
from editorial.workflow import Stage
from tests.e2e.conftest import SignIn
from tests.editorial.people import Cast, draft, head_text, ready_text, with_answer

MANY = 250  # presses of Tab within which everything has to be reached
ANSWER = "We listen to the hull. A dull sound means water, and a bright one means a sleepless night."
IMPROVED = ANSWER.replace("a sleepless night", "a long night")


def go(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until this has the focus."""
    expect(target).to_be_visible()
    page.wait_for_load_state()  # its scripts listen by then
    for _ in range(MANY):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by {MANY} presses of {key} on {page.url}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    go(page, target)
    page.keyboard.press(key)


def write(page: Page, target: Locator, text: str) -> None:
    go(page, target)
    page.keyboard.type(text)


def same_in_every_language() -> date:
    """A day to come whose number is its month's: browsers disagree on which of the two is typed first."""
    days = (timezone.localdate() + timedelta(days=ahead) for ahead in range(2, 400))
    return next(day for day in days if day.day == day.month)


def test_an_answer_is_written_sent_improved_approved_and_scheduled(sign_in: SignIn, people: Cast) -> None:
    docket = draft(people, with_answer(ready_text(), ""))
    alice = sign_in("alice")

    _write_and_send(alice)
    _suggest_and_comment(sign_in("bob"))
    _apply_and_resolve(alice)
    _approve(sign_in("carol"))
    _schedule(sign_in("dora"))

    docket = Docket.objects.get(pk=docket.pk)
    assert docket.stage == Stage.SCHEDULED
    assert head_text(docket).contributions[0].answers[0].body == IMPROVED
    assert Revision.objects.filter(docket=docket).count() == 4


def _write_and_send(alice: Page) -> None:
    press(alice, alice.get_by_role("link", name="Continue writing"))
    press(alice, alice.locator(".st-cell-empty").first)
    write(alice, alice.locator(":target textarea"), ANSWER)
    alice.keyboard.press("Control+s")
    expect(alice.locator("#findings")).to_contain_text("No blockers")
    expect(alice.locator("textarea:focus")).to_have_value(ANSWER)
    press(alice, alice.get_by_role("link", name="Send for review"))
    dialog = alice.get_by_role("dialog")
    press(alice, dialog.get_by_label("Bob"), "Space")
    press(alice, dialog.get_by_role("button", name="Send"))
    expect(alice.locator(".st-state-review").first).to_be_visible()


def _suggest_and_comment(bob: Page) -> None:
    press(bob, bob.get_by_role("link", name="Review it"))
    row = bob.locator(".st-r", has_text=ANSWER[:20])
    press(bob, row.locator("[data-suggest]"))
    dialog = bob.get_by_role("dialog")
    go(bob, dialog.locator("[name=instead]"))
    bob.keyboard.press("Control+a")
    bob.keyboard.type(IMPROVED)
    press(bob, dialog.get_by_role("button", name="Add suggestion"))
    expect(bob.locator(".st-sugg")).to_contain_text("long")

    press(bob, bob.locator("[data-comment]").first)
    write(bob, bob.get_by_role("dialog").locator("[name=body]"), "Good to go once that is in.")
    press(bob, bob.get_by_role("dialog").get_by_role("button", name="Add comment"))
    expect(bob.locator(".st-thread")).to_have_count(2)


def _apply_and_resolve(alice: Page) -> None:
    press(alice, alice.locator(".st-tabs").get_by_role("link", name="Review"))
    press(alice, alice.get_by_role("button", name="Apply the suggestion of Bob"))
    expect(alice.locator(".st-messages")).to_contain_text("revision 4, suggested by Bob")
    press(alice, alice.get_by_role("button", name="Resolve the comment of Bob"))
    expect(alice.locator(".st-thread-done")).to_have_count(2)


def _approve(carol: Page) -> None:
    press(carol, carol.get_by_role("link", name="Review it"))
    expect(carol.locator("[data-key-a]")).to_be_visible()
    carol.wait_for_load_state()
    carol.keyboard.press("a")
    dialog = carol.get_by_role("dialog")
    press(carol, dialog.get_by_role("button", name="Approve revision 4"))
    expect(carol.locator(".st-messages")).to_contain_text("approved")


def _schedule(dora: Page) -> None:
    press(dora, dora.get_by_role("link", name="Schedule…"))
    dialog = dora.get_by_role("dialog")
    write(dora, dialog.locator("[name=date]"), f"{same_in_every_language():%d%m%Y}")
    press(dora, dialog.get_by_role("button", name="Schedule"))
    expect(dora.locator(".st-state-scheduled").first).to_be_visible()
