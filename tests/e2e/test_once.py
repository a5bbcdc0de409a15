"""What is pressed twice, sent again with the back button or from a second tab happens once, and words that
outlive the session are kept; in a browser."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Error, Page, expect

from editorial import desk
from editorial.models import Comment, Docket, Merger, Revision, Step
from editorial.workflow import Stage
from series.models import Edition, Person
from series.writing import named
from tests.e2e import drafts
from tests.e2e.conftest import SignIn
from tests.editorial.people import Cast, docket_in, draft, head_text, series, tomorrow

LONG = "\n\n".join(
    f"{n}. The bell rings and nobody asks who rang it, which is as it should be." for n in range(60)
)


@dataclass(frozen=True)
class Act:
    """Something done with a form: who does it, where, how it is filled in, and how often it has happened."""

    who: str
    address: str
    fill: Callable[[Page], None]
    button: str
    times: Callable[[], int]


def commenting(people: Cast) -> Act:
    address = of(docket_in(Stage.IN_REVIEW, people), "comment")
    fill = lambda page: page.fill("#id_body", "Who rang it?")  # noqa: E731
    return Act("bob", address, fill, "Add comment", Comment.objects.count)


def suggesting(people: Cast) -> Act:
    docket = docket_in(Stage.IN_REVIEW, people)
    row = desk.comment(docket, by=people.bob, path="introduction", instead="Two menders compare notes.")
    address = of(docket, "apply", row.pk)
    return Act(
        "alice", address, nothing, "Apply", lambda: Comment.objects.filter(act=Comment.APPLIES).count()
    )


def scheduling(people: Cast) -> Act:
    address = of(docket_in(Stage.APPROVED, people), "move", "schedule")
    fill = lambda page: page.fill("#id_date", f"{tomorrow():%Y-%m-%d}")  # noqa: E731
    return Act("dora", address, fill, "Schedule", Edition.objects.count)


def withdrawing(people: Cast) -> Act:
    address = of(docket_in(Stage.PUBLISHED, people), "move", "withdraw")
    fill = lambda page: page.fill("#id_note", "A person in it asked us to.")  # noqa: E731
    return Act("dora", address, fill, "Withdraw it now", Step.objects.filter(move="withdraw").count)


def merging(people: Cast) -> Act:
    docket_in(Stage.PUBLISHED, people)
    kept = Person.objects.get(name="Imara Okello")
    named(Person, "Imara Okelo")
    address = reverse("admin:series_person_change", args=[kept.pk])

    def ask(page: Page) -> None:
        page.locator("section[aria-labelledby=alike-h] input[type=checkbox]").first.check()
        page.get_by_role("button", name="Merge those that are the same…").click()

    return Act("alice", address, ask, "Merge into the one that is kept", Merger.objects.count)


def importing(people: Cast) -> Act:
    series()

    def paste(page: Page) -> None:
        page.fill("[name=text]", drafts.pasted())
        page.get_by_role("button", name="Show me what you recognise").click()

    address = reverse("admin:series_installment_import")
    return Act("alice", address, paste, "Create the draft", Docket.objects.count)


def nothing(page: Page) -> None:
    """There is nothing to fill in."""


def of(docket: Docket, page: str, *args: object) -> str:
    return reverse(f"admin:series_installment_{page}", args=[docket.installment_id, *args])


@pytest.mark.parametrize("act", [commenting, suggesting, scheduling, withdrawing, merging, importing])
def test_pressed_twice_gone_back_to_and_sent_from_a_second_tab_it_happens_once(
    sign_in: SignIn, people: Cast, act: Callable[[Cast], Act]
) -> None:
    done = act(people)
    first = sign_in(done.who)
    second = first.context.new_page()
    failed: list[str] = []
    for page in (first, second):
        page.on("response", lambda answer: answer.status >= 500 and failed.append(answer.url))
        page.goto(done.address)
        done.fill(page)
        expect(page.get_by_role("button", name=done.button, exact=True)).to_be_visible()
    form = first.url

    first.get_by_role("button", name=done.button, exact=True).dblclick()
    expect(first).not_to_have_url(form)
    assert done.times() == 1

    with suppress(Error):  # a page that a form answered is asked for again; the browser asks first
        first.go_back()
    again = first.get_by_role("button", name=done.button, exact=True)
    if again.count():
        again.click()
        first.wait_for_load_state()
    second.get_by_role("button", name=done.button, exact=True).click()
    second.wait_for_load_state()

    assert (done.times(), failed) == (1, [])


def test_a_long_answer_outlives_the_session(sign_in: SignIn, people: Cast) -> None:
    docket = draft(people)
    before = head_text(docket).contributions[0]
    alice = sign_in("alice")
    alice.goto(of(docket, "person", before.key))
    field = "textarea[name^=body-] >> nth=0"

    Session.objects.all().delete()
    alice.fill(field, LONG)
    alice.keyboard.press("Control+s")
    sign_in_again(alice, "alice")

    expect(alice.locator(".st-messages")).to_contain_text("Saved")
    expect(alice.locator(field)).to_have_value(LONG)
    assert head_text(docket).contributions[0].answers[0].body == LONG
    assert Revision.objects.filter(docket=docket).count() == 3


def test_a_long_comment_in_a_dialog_outlives_the_session(sign_in: SignIn, people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    bob = sign_in("bob")
    bob.goto(of(docket, "review"))
    bob.locator("[data-comment]").first.click()
    dialog = bob.get_by_role("dialog")
    dialog.locator("[name=body]").fill(LONG)

    Session.objects.all().delete()
    dialog.get_by_role("button", name="Add comment").click()
    sign_in_again(bob, "bob")

    expect(bob.locator(".st-thread")).to_contain_text("The bell rings")
    assert [each.text for each in Comment.objects.all()] == [LONG]


def sign_in_again(page: Page, name: str) -> None:
    """Where the session was over; then on with the words."""
    expect(page.get_by_text("You have been signed out.")).to_be_visible()
    page.fill("#id_username", name)
    page.fill("#id_password", "pw")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Go on with what I wrote").click()
