"""Every screen of the demo, in both themes, wide and narrow: nothing that axe objects to, no complaint of
the browser, nothing to scroll sideways. Feeds and forms that only post are tested elsewhere."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from editorial.demo import making
from tests.e2e.screens import DESK, READERS, Screen

PASSWORDS = {name: password for name, password, _ in making.accounts()}
THEMES = ("light", "dark")
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture
def pages(browser: Browser, browser_context_args: dict, base_url: str) -> Iterator["Pages"]:
    making.make()
    pages = Pages(browser, {**browser_context_args, "base_url": base_url})
    yield pages
    pages.close()


class Pages:
    """A page for each account, signed in when it is first asked for; what browsers complain about."""

    def __init__(self, browser: Browser, settings: dict) -> None:
        self.browser, self.settings = browser, settings
        self.opened: dict[str, Page] = {}
        self.complaints: list[str] = []

    def of(self, account: str) -> Page:
        if account not in self.opened:
            page = self.opened[account] = self.browser.new_context(**self.settings).new_page()
            page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
            page.on("console", lambda said: said.type == "error" and self.heard(page, said.text))
            page.on("request", lambda asked: self.asked(page, asked.url))
            if account:
                page.goto("/desk/login/")
                page.fill("[name=username]", account)
                page.fill("[name=password]", PASSWORDS[account])
                page.press("[name=password]", "Enter")
                page.wait_for_url(lambda url: "login" not in url)
        return self.opened[account]

    def heard(self, page: Page, text: str) -> None:
        if "status of 404" not in text:  # the page that says so is one of the screens
            self.complaints.append(f"{page.url}: {text}")

    def asked(self, page: Page, address: str) -> None:
        if not address.startswith((f"{self.settings['base_url']}/", "data:", "blob:")):
            self.complaints.append(f"{page.url} asks others for {address}")

    def close(self) -> None:
        for page in self.opened.values():
            page.context.close()


def faults(page: Page, screen: Screen) -> Iterator[str]:
    """What is wrong with a screen, in both themes."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    answer = page.goto(screen.address())
    if answer is None or answer.status != screen.status:
        yield f"{screen.name} answers {answer and answer.status}: {page.url}"
    screen.then(page)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for each in Axe().run(page, options={"preload": False}).response["violations"]:
            node = each["nodes"][0]
            yield f"{screen.name}, {theme}: {each['id']}, {node['html'][:160]}: {node['failureSummary']}"
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
        yield f"{screen.name} is {wide} pixels wide on a telephone"


@pytest.mark.parametrize("screens", [DESK, READERS], ids=["desk", "readers"])
def test_every_screen_can_be_used_by_everybody(pages: Pages, screens: tuple[Screen, ...]) -> None:
    found = [fault for screen in screens for fault in faults(pages.of(screen.account), screen)]

    found += pages.complaints
    if screens is READERS:
        found += [f"readers get a cookie: {each['name']}" for each in pages.of("").context.cookies()]
    assert not found, "\n".join(found)
