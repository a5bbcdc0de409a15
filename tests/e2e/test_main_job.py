"""The whole job in a browser, as three people: from a pasted draft to a published page."""

import re

from playwright.sync_api import Page, expect

from series.models import Edition
from tests.e2e import drafts
from tests.e2e.conftest import SignIn
from tests.editorial.people import Cast, series

PUBLIC = ("/", "/series/", "/stories/", "/people/", "/topics/", "/feed.rss", "/feed.atom", "/sitemap.xml")


def test_from_a_pasted_draft_to_a_published_page(sign_in: SignIn, people: Cast, base_url: str) -> None:
    row = series(title="Keeping Things Running")
    alice, bob, dora = sign_in("alice"), sign_in("bob"), sign_in("dora")

    installment = _import(alice, row.pk)
    _nothing_publishes_it(dora, installment)
    _readers_see_nothing(alice)

    drafts.mend(alice)
    expect(alice.locator("#findings")).to_contain_text("The checks found nothing")
    _make(alice, installment, "submit", "Send")

    _approve(bob, installment)
    _edit_voids_the_approval(alice, dora, installment)
    _make(alice, installment, "submit", "Send")
    _approve(bob, installment)
    _make(dora, installment, "publish", "Publish")

    edition = Edition.objects.get()
    dora.goto(edition.get_absolute_url())
    expect(dora.get_by_role("heading", name="Torquil Adeyemi")).to_be_visible()
    expect(dora.get_by_text("We see inside the metal")).to_be_visible()
    _never_public(dora, (*PUBLIC, edition.get_absolute_url(), f"{edition.get_absolute_url()}questions/"))


def _import(page: Page, series_pk: int) -> str:
    """Paste the draft, look at what was recognised, create it; returns the installment's address."""
    page.click("text=Import an article")
    page.fill("[name=text]", drafts.pasted())
    page.select_option("[name=series]", str(series_pk))
    page.click("[name=_show]")
    for name in ("Cosima Redgrave-Bello", "Emeric Dunmore", "Torquil Adeyemi"):
        expect(page.locator("#content")).to_contain_text(name)
    assert not Edition.objects.exists()
    page.click("[name=_create]")
    expect(page.get_by_text("The draft is there")).to_be_visible()
    return re.sub(r"change/.*", "", page.url)


def _nothing_publishes_it(page: Page, installment: str) -> None:
    """Neither the button, nor the list's action, nor a forged request: each says all the reasons."""
    page.goto(f"{installment}move/publish/")
    for reason in ("blockers must be mended", "approval of exactly this text", "is draft"):
        expect(page.locator("#content")).to_contain_text(reason)

    page.goto("/desk/series/installment/")
    page.check("[name=_selected_action]")
    page.select_option("[name=action]", label="Publish…")
    page.click("text=Go")
    expect(page.locator("#content")).to_contain_text("blockers must be mended")

    answer = page.request.post(
        f"{installment}move/publish/",
        form={"csrfmiddlewaretoken": _token(page), "stage": "published", "note": "forged"},
        headers={"Referer": page.url},
    )
    assert answer.status in (409, 422)
    assert "blockers must be mended" in answer.text()
    assert not Edition.objects.exists()


def _token(page: Page) -> str:
    return page.locator("[name=csrfmiddlewaretoken]").first.input_value()


def _make(page: Page, installment: str, move: str, button: str) -> None:
    page.goto(f"{installment}move/{move}/")
    page.locator("#content").get_by_role("button", name=re.compile(button)).click()
    expect(page.locator(".messagelist, .st-messages").first).to_be_visible()


def _approve(page: Page, installment: str) -> None:
    page.goto(f"{installment}review/")
    page.keyboard.press("a")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Approve")).click()
    expect(page.locator(".st-messages")).to_contain_text("approved")


def _edit_voids_the_approval(alice: Page, dora: Page, installment: str) -> None:
    alice.goto(f"{installment}change/")
    alice.fill("[name=introduction]", drafts.OPENING["introduction"].replace("only noticed", "noticed only"))
    alice.locator("[name=_continue]:visible").last.click()
    expect(alice.locator(".st-state-draft").first).to_be_visible()

    dora.goto(f"{installment}move/publish/")
    expect(dora.locator("#content")).to_contain_text("approval of exactly this text")


def _readers_see_nothing(page: Page) -> None:
    _never_public(page, PUBLIC)
    for address in ("/series/keeping-things-running/", "/people/cosima-redgrave-bello/"):
        assert page.request.get(address).status in (200, 404)
        assert "Cosima" not in page.request.get(address).text()


def _never_public(page: Page, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        answer = page.request.get(address)
        assert answer.ok, address
        found = [words for words in drafts.PLACEHOLDERS if words in answer.text()]
        assert found == [], address
