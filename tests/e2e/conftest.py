"""A real browser (Debian's) before Django's live server: `make e2e` runs these, nothing else does."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.editorial.people import Cast, cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SignIn = Callable[[str], "Page"]

HERE = Path(__file__).parent
collect_ignore_glob = [] if find_spec("playwright") else ["test_*.py"]  # the inner loop does without


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser() -> None:
    """Playwright's own loop runs in the tests' thread, which Django would take for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session", autouse=True)
def _a_slow_machine_is_waited_for() -> None:
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """So that `page.goto("/desk/")` means the server under test."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's chromium, which also runs as root and asks nobody for anything."""
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [
            *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
            *("--disable-component-update", "--disable-sync", "--no-first-run"),
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk's screen, one language and one time zone, whatever the machine has."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "locale": "en-GB",
        "timezone_id": "Europe/Paris",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def sign_in(browser: "Browser", browser_context_args: dict[str, object], base_url: str) -> Iterator[SignIn]:
    """Somebody's own browser, signed in at the desk; a complaint of the browser fails the test."""
    opened, complaints = [], []

    def sign_in(name: str) -> "Page":
        context = browser.new_context(**{**browser_context_args, "base_url": base_url})
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(f"{page.url} {said.text}"))
        page.goto("/desk/")
        page.locator("#id_username:focus").wait_for()  # a slow machine shows it first
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type("pw")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Desk", exact=True).wait_for()
        page.wait_for_load_state()  # its scripts listen by then
        return page

    yield sign_in
    for context in opened:
        context.close()
    policy = [said for said in complaints if "Content Security Policy" in said]
    assert policy == []
    wrong = [said for said in complaints if not re.search(r"status of 4(03|09|22)", said)]
    assert wrong == []
