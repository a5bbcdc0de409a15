"""Takes the pictures in docs/screenshots from the demo desk, in a folder and a browser of its own.

make screenshots
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from PIL import Image

from editorial.workflow import Stage
from series.manuscript import Format

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "screenshots"
DRAFT = ROOT / "editorial" / "demo" / "interviews" / "part-6.draft.md"
PASSWORD = "let-it-stand"  # the demo's
WIDE, NARROW = (1440, 900), (390, 844)
Address = Callable[[], str]


def of(stage: Stage, page: str) -> Address:
    """The address of a page of the desk, for the demo's installment in this stage."""

    def address() -> str:
        from editorial.models import Docket

        docket = Docket.objects.filter(stage=stage).order_by("pk").first()
        assert docket is not None, f"the demo has nothing that is {stage.value}"
        return f"/desk/series/installment/{docket.installment_id}/{page}/"

    return address


def newest() -> str:
    """The address of the newest interviews that readers see."""
    from django.utils import timezone

    from series import editions

    return editions.latest(timezone.now(), format=Format.INTERVIEWS, limit=1).cards[0].address


def pasted(page: "Page") -> None:
    """Paste the demo's unfinished draft into the import page, and look at what is recognised."""
    page.locator("textarea[name=text]").fill(DRAFT.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Show me what you recognise").click()
    page.get_by_role("heading", name="Check what was recognised").wait_for()


def first_person(page: "Page") -> None:
    """Follow the link to the first person's page."""
    page.locator("table a[href*='/people/'], table a[href*='/person/']").first.click()


class Shot(NamedTuple):
    """One picture: of which page, as whom, how large, in which colours, after doing what."""

    name: str
    account: str
    address: str | Address
    size: tuple[int, int] = WIDE
    colours: Literal["light", "dark"] = "light"
    then: "Callable[[Page], None] | None" = None


SHOTS = (
    Shot("desk", "editor", "/desk/"),
    Shot("recognised", "editor", "/desk/series/installment/import/", then=pasted),
    Shot("draft", "editor", of(Stage.DRAFT, "change")),
    Shot("person", "editor", of(Stage.DRAFT, "change"), then=first_person),
    Shot("refused", "publisher", of(Stage.DRAFT, "move/publish")),
    Shot("review", "reviewer", of(Stage.IN_REVIEW, "review")),
    Shot("history", "publisher", of(Stage.PUBLISHED, "history")),
    Shot("home", "", "/"),
    Shot("reading", "", newest),
    Shot("reading-narrow", "", newest, NARROW, "dark"),
)


@contextmanager
def demo_desk(*, production: bool = False) -> Iterator[str]:
    """A running server with demo content, on request set up as for a deployment; yields its address."""
    folder = tempfile.mkdtemp(prefix="stet-screenshots-")
    os.environ.update(DEBUG="1", DATA_DIR=folder, DJANGO_ALLOW_ASYNC_UNSAFE="1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "editorial.settings"
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{spare.getsockname()[1]}"
    for command in ("migrate", "demo"):
        manage = [sys.executable, "manage.py", command]
        subprocess.run(manage, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    settings = {**os.environ, **(_deployed(host) if production else {})}
    if production:
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=ROOT, check=True, env=settings)  # noqa: S603
    serve = [sys.executable, "-m", "gunicorn", "editorial.wsgi", "--bind", host, "--threads", "4"]
    server = subprocess.Popen(serve, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(host)
        yield f"http://{host}"
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _deployed(host: str) -> dict[str, str]:
    """The settings of a deployment, without the certificate that it would have."""
    more = {"SITE_URL": f"http://{host}", "ALLOWED_HOSTS": "127.0.0.1", "SECURE_SSL_REDIRECT": "0"}
    return {"DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(50), **more}


def _wait_for(host: str, seconds: float = 180) -> None:
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


def signed_in(browser: "Browser", address: str, account: str) -> "Page":
    """A page of an account's, or of a reader's."""
    context = browser.new_context(
        base_url=address, locale="en-GB", timezone_id="Europe/Paris", reduced_motion="reduce"
    )
    page = context.new_page()
    if account:
        page.goto("/desk/login/")
        page.locator("[name=username]").fill(account)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
    return page


def take(browser: "Browser", address: str, shot: Shot) -> None:
    """Take one picture."""
    page = signed_in(browser, address, shot.account)
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.emulate_media(color_scheme=shot.colours)
    answer = page.goto(shot.address() if callable(shot.address) else shot.address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot.name}: {page.url} does not answer as it should")
    if shot.then:
        shot.then(page)
        page.wait_for_load_state()
    _keep(page.screenshot(), TARGET / f"{shot.name}.png")
    page.context.close()
    print(shot.name)


def _keep(picture: bytes, path: Path) -> None:
    """In 256 colours, which is a third of the size and looks the same."""
    with Image.open(BytesIO(picture)) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def chromium() -> "Iterator[Browser]":
    """Debian's, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def main(names: list[str]) -> None:
    """Take all pictures, or those that are named."""
    with demo_desk() as address, chromium() as browser:
        import django

        django.setup()
        TARGET.mkdir(parents=True, exist_ok=True)
        for shot in SHOTS:
            if not names or shot.name in names:
                take(browser, address, shot)


if __name__ == "__main__":
    main(sys.argv[1:])
