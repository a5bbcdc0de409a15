"""A review by keyboard alone: words suggested, applied by the editor, approved by somebody who wrote none."""

import re

from playwright.sync_api import Page, expect

from editorial.workflow import Stage
from tests.e2e.conftest import SignIn
from tests.editorial.people import Cast, docket_in, head_text

SUGGESTED = "In this conversation, two menders compare notes."


def test_words_are_suggested_applied_and_approved_without_a_mouse(sign_in: SignIn, people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    place = f"/desk/series/installment/{docket.installment_id}/review/"
    bob, alice, carol = sign_in("bob"), sign_in("alice"), sign_in("carol")

    bob.goto(f"{place}#f-introduction")
    bob.locator("#f-introduction").focus()
    bob.keyboard.press("s")
    dialog = bob.get_by_role("dialog")
    expect(dialog.locator("#id_instead")).to_be_focused()
    _type(bob, SUGGESTED)
    bob.keyboard.press("Tab")
    bob.keyboard.type("They mend, @al")
    expect(bob.get_by_role("option", name="@alice")).to_be_visible()
    bob.keyboard.press("Enter")
    _reach(bob, "Add suggestion")
    expect(bob.locator(".st-thread .st-sugg")).to_be_visible()

    alice.goto(place)
    alice.keyboard.press("j")
    expect(alice.locator(".st-thread")).to_be_focused()
    _reach(alice, "Apply")
    expect(alice.locator(".st-messages")).to_contain_text("suggested by Bob")
    assert head_text(docket).introduction == SUGGESTED

    bob.goto(place)
    bob.keyboard.press("a")
    expect(bob.get_by_role("dialog")).to_contain_text("You wrote some of this text")

    carol.goto(place)
    carol.keyboard.press("a")
    expect(carol.get_by_role("dialog")).to_be_visible()
    _reach(carol, "Approve")
    expect(carol.locator(".st-messages")).to_contain_text("you approved it")
    docket.refresh_from_db()
    assert docket.stage == Stage.APPROVED


def _type(page: Page, words: str) -> None:
    """In place of what the field holds."""
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def _reach(page: Page, button: str) -> None:
    """Press Tab until the button has the focus, then press it."""
    for _ in range(12):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.innerText") or ""
        if re.match(button, name.strip()):
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"Tab never reaches “{button}”.")


def test_the_list_of_keys_opens_on_every_page_even_where_single_keys_are_switched_off(
    sign_in: SignIn, people: Cast
) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    carol = sign_in("carol")
    keys = carol.get_by_role("dialog", name="Keyboard")

    carol.keyboard.press("?")
    expect(keys).to_be_visible()
    carol.keyboard.press("Space")
    expect(keys.get_by_label("Use single-key shortcuts")).not_to_be_checked()
    carol.keyboard.press("Escape")

    carol.goto(f"/desk/series/installment/{docket.installment_id}/review/")
    carol.keyboard.press("a")
    expect(carol.get_by_role("dialog")).to_have_count(0)
    carol.keyboard.press("?")
    expect(keys).to_be_visible()
