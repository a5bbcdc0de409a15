"""Takes the pictures in docs/screenshots from the demo desk, in a folder and a browser of its own.

make screenshots
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from series.manuscript import Format

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "screenshots"
PASSWORD = "let-it-stand"  # the demo's
WIDE, NARROW = (1440, 900), (390, 844)
Address = Callable[[], str]


def of(stage: str, page: str) -> Address:
    """The address of a page of the desk, for the demo's installment in this stage."""

    def address() -> str:
        from editorial.models import Docket

        docket = Docket.objects.filter(stage=stage).order_by("pk").first()
        assert docket is not None, f"the demo has nothing that is {stage}"
        return f"/desk/series/installment/{docket.installment_id}/{page}/"

    return address


def newest() -> str:
    """The address of the newest interviews that readers see."""
    from django.utils import timezone

    from series import editions

    return editions.latest(timezone.now(), format=Format.INTERVIEWS, limit=1).cards[0].address


Scheme = Literal["light", "dark"]
Shot = tuple[str, str, str | Address, tuple[int, int], Scheme]  # name, account, address, size, colours
SHOTS: tuple[Shot, ...] = (
    ("desk", "editor", "/desk/", WIDE, "light"),
    ("import", "editor", "/desk/series/installment/import/", WIDE, "light"),
    ("draft", "editor", of("draft", "change"), WIDE, "light"),
    ("proof", "editor", of("draft", "review"), WIDE, "light"),
    ("review", "reviewer", of("in review", "review"), WIDE, "light"),
    ("review-dark", "reviewer", of("in review", "review"), WIDE, "dark"),
    ("schedule", "publisher", of("scheduled", "change"), WIDE, "light"),
    ("history", "publisher", of("published", "history"), WIDE, "light"),
    ("home", "", "/", WIDE, "light"),
    ("reading", "", newest, WIDE, "light"),
    ("reading-narrow", "", newest, NARROW, "dark"),
)


@contextmanager
def demo_desk() -> Iterator[str]:
    """A running server with demo content; yields its address."""
    folder = tempfile.mkdtemp(prefix="stet-screenshots-")
    os.environ.update(DEBUG="1", DATA_DIR=folder, DJANGO_ALLOW_ASYNC_UNSAFE="1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{spare.getsockname()[1]}"
    for command in ("migrate", "demo"):
        manage = [sys.executable, "manage.py", command]
        subprocess.run(manage, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    serve = [sys.executable, "-m", "gunicorn", "editorial.wsgi", "--bind", host, "--threads", "4"]
    server = subprocess.Popen(serve, cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(host)
        yield f"http://{host}"
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(host: str, seconds: float = 20) -> None:
    name, _, port = host.partition(":")
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((name, int(port)), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def take(browser: "Browser", address: str, shot: Shot) -> None:
    """Take one picture."""
    name, account, path, (width, height), scheme = shot
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="en-GB",
        timezone_id="Europe/Paris",
    )
    page = context.new_page()
    if account:
        page.goto("/desk/login/")
        page.locator("[name=username]").fill(account)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
    answer = page.goto(path() if callable(path) else path)
    if answer is None or not answer.ok:
        raise SystemExit(f"{name}: {page.url} does not answer as it should")
    page.screenshot(path=TARGET / f"{name}.png")
    context.close()
    print(name)


def main(names: list[str]) -> None:
    """Take all pictures, or those that are named."""
    with demo_desk() as address:
        import django
        from playwright.sync_api import sync_playwright

        django.setup()
        TARGET.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for shot in SHOTS:
                if not names or shot[0] in names:
                    take(browser, address, shot)
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
