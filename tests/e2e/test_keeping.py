"""What is typed is kept after a pause, comes back after a reload, and is saved; in a browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from editorial.models import Buffer, Docket
from tests.editorial.people import Cast, cast, draft, head_text, ready_text

FLAGGED, MENDED = "She mends sails, and xxx besides.", "She mends sails, and clocks besides."


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def alice(page: Page, people: Cast) -> Iterator[Page]:
    """Her browser, signed in; a complaint of the browser fails the test."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.goto("/desk/")
    page.fill("#id_username", "alice")
    page.fill("#id_password", "pw")
    page.click("[type=submit]")
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
    yield page
    assert [said for said in complaints if "ERR_FAILED" not in said] == []


@pytest.fixture
def docket(people: Cast) -> Docket:
    return draft(people, ready_text())


def test_typed_words_are_kept_checked_put_back_and_saved(alice: Page, docket: Docket) -> None:
    key = head_text(docket).contributions[0].key
    address = f"/desk/series/installment/{docket.installment_id}/people/{key}/"
    status = alice.locator("[data-save-text]")
    section = alice.locator("section", has=alice.locator("#id_fun_fact"))
    alice.goto(address)

    alice.fill("#id_fun_fact", FLAGGED)
    expect(status).to_have_text(re.compile(r"^Kept for you at \d\d:\d\d\. Checked: 1 blocker, 1 more than"))
    expect(section.locator(".st-note-blocker")).to_be_visible()
    expect(section.locator(".st-md-marks mark.st-mark-blocker")).to_have_text("xxx")

    alice.fill("#id_fun_fact", MENDED)
    alice.locator("#id_background").focus()  # leaving a field does not wait for the pause
    expect(status).to_have_text(re.compile(r"Checked: no blockers\. Press Save"))
    expect(section.locator(".st-md-marks mark.st-mark-blocker")).to_have_count(0)

    alice.goto(address)
    expect(alice.locator("#id_fun_fact")).not_to_have_value(MENDED)
    alice.get_by_role("link", name="Put it back").click()
    expect(alice.locator("#id_fun_fact")).to_have_value(MENDED)
    expect(status).to_have_text(re.compile("^Kept for you at"))
    alice.get_by_role("button", name=re.compile("^Save and close")).click()

    expect(alice.locator(".st-messages")).to_contain_text("Saved as revision")
    assert head_text(docket).contributions[0].fun_fact == MENDED
    assert not Buffer.objects.exists()


def test_without_a_connection_the_words_stay_and_it_is_said(alice: Page, docket: Docket) -> None:
    alice.goto(f"/desk/series/installment/{docket.installment_id}/change/")
    alice.route("**/keep/", lambda route: route.abort("failed"))

    alice.fill("#id_title", "A title of its own")

    gone = "Not kept: the connection is gone. Your words are still on this page. Do not close it."
    expect(alice.locator("[data-save-text]")).to_have_text(gone)
    alice.unroute("**/keep/")
    alice.fill("#id_title", "A title of her own")
    expect(alice.locator("[data-save-text]")).to_have_text(re.compile("^Kept for you at"))
    assert Buffer.objects.get().fields["title"] == "A title of her own"
