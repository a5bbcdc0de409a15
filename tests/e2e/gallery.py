"""Takes a picture of every screen in every width and theme, into docs/screens, with a page that shows them.

make gallery
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.e2e.screenshots import ROOT, chromium, demo_desk, signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.screens import Screen

TARGET = ROOT / "docs" / "screens"
WIDTHS = {"desk": (1440, 900), "readers": (1440, 820, 390)}
THEMES = ("light", "dark")
HEIGHT = 900
QUALITY = 45  # of WebP: every letter can be read, and 250 pictures stay small


def take(page: "Page", kind: str, screen: "Screen") -> None:
    """Every picture of one screen."""
    answer = page.goto(screen.address())
    if answer is None or answer.status != screen.status:
        raise SystemExit(f"{screen.name}: {page.url} does not answer as it should")
    screen.then(page)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for width in WIDTHS[kind]:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            with Image.open(BytesIO(page.screenshot())) as image:
                image.convert("RGB").save(place(kind, screen.name, width, theme), quality=QUALITY, method=6)
    print(kind, screen.name)


def place(kind: str, name: str, width: int, theme: str) -> Path:
    """The file of a picture."""
    return TARGET / kind / f"{name}-{width}-{theme}.webp"


def page_of(kind: str, screens: "tuple[Screen, ...]") -> str:
    """A page with all pictures of the desk or of the readers' site."""
    lines = [f"# Every screen: {kind}", "", "Made by `make gallery` from the demo.", ""]
    for screen in screens:
        lines += [f"## {screen.name.replace('-', ' ').capitalize()}", ""]
        for theme in THEMES:
            names = [place(kind, screen.name, width, theme).name for width in WIDTHS[kind]]
            lines += [" ".join(f"![{name.removesuffix('.webp')}]({kind}/{name})" for name in names), ""]
    return "\n".join(lines)


def main(names: list[str]) -> None:
    """Take all pictures, or those of the screens that are named."""
    with demo_desk() as address, chromium() as browser:
        import django

        django.setup()
        from tests.e2e.screens import DESK, READERS

        for kind, screens in (("desk", DESK), ("readers", READERS)):
            (TARGET / kind).mkdir(parents=True, exist_ok=True)
            pages: dict[str, Page] = {}
            for screen in screens:
                if not names or screen.name in names:
                    if screen.account not in pages:
                        pages[screen.account] = signed_in(browser, address, screen.account)
                    take(pages[screen.account], kind, screen)
            (TARGET / f"{kind}.md").write_text(page_of(kind, screens), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
