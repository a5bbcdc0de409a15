"""Nothing that somebody writes is executed: on the desk, on readers' pages, in a feed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from editorial import desk
from series.manuscript import Manuscript
from tests.editorial.people import Cast, draft, head_text
from tests.series.publish import interviews, published, somebody

KINDS = (
    "xss-html",
    "xss-markdown",
    "url",
    "field-text",
    "unicode",
    "csv",
    "slug",
    "svg",
    "xml",
    "frontmatter",
)
# That the policy holds back a picture from elsewhere is as it should be; a script would be a fault.
HELD_BACK = re.compile(r"^(?!Loading the image).*Content Security Policy")
TOKEN = "a" * 32
HERE = "://localhost"
POKE = """() => {
    for (const each of document.querySelectorAll("main *, article *, #content *")) {
        for (const kind of ["mouseover", "mouseenter", "focus", "focusin", "toggle", "pointerover"])
            each.dispatchEvent(new Event(kind, {bubbles: true}));
    }
    for (const each of document.querySelectorAll("details")) each.open = true;
}"""
RUNS = """() => [...document.querySelectorAll("*")].flatMap((each) => [
    ...[...each.attributes].filter((one) => /^on/i.test(one.name)).map((one) => one.name),
    ...[each.href, each.src, each.action].filter((one) => /^(javascript|vbscript|data:text)/.test(one || "")),
].map((found) => `${each.tagName} ${found}`.slice(0, 200)))"""


@pytest.fixture
def texts(shared: Path) -> list[str]:
    """Every hostile text."""
    files = [path for kind in KINDS for path in sorted((shared / "badinputs" / "files" / kind).iterdir())]
    return [path.read_text(encoding="utf-8", errors="replace").replace("\0", "") for path in files]


def hostile(text: Manuscript, texts: list[str]) -> Manuscript:
    """The manuscript with these texts as its people's backgrounds and answers."""
    first = text.contributions[0]
    people = []
    for number in range(0, len(texts), 4):
        bodies = [*texts[number : number + 4], "-", "-", "-"]
        name = " ".join(bodies[0].split())[:80] or "Nobody"
        answers = tuple(
            replace(each, key=f"{number}-{place}", body=bodies[place + 1])
            for place, each in enumerate(first.answers[:3])
        )
        people.append(
            replace(
                first, key=f"p{number}", name=name, background=bodies[0], fun_fact=bodies[3], answers=answers
            )
        )
    return replace(text, contributions=tuple(people), introduction="\n\n".join(texts[:40])).normalised()


def watched(page: Page) -> list[str]:
    """What must stay empty: dialogs, errors, requests that leave, and what the policy alone held back."""
    told: list[str] = []
    page.on("dialog", lambda shown: (told.append(f"dialog {shown.message}"), shown.dismiss()))
    page.on("requestfinished", lambda asked: HERE in asked.url or told.append(asked.url[:200]))
    page.on("requestfailed", lambda one: one.failure == "csp" or HERE in one.url or told.append(one.url))
    page.on("console", lambda said: HELD_BACK.search(said.text) and told.append(said.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def looked_at(page: Page, address: str) -> list[str]:
    """What a page does by itself and when it is poked."""
    told = watched(page)
    page.goto(address)
    page.evaluate(POKE)
    page.wait_for_timeout(200)
    return told + page.evaluate(RUNS)


def cookies(page: Page) -> str:
    """Those of the session, with a token of our own."""
    held = [
        f"{each['name']}={each['value']}" for each in page.context.cookies() if each["name"] != "csrftoken"
    ]
    return "; ".join([*held, f"csrftoken={TOKEN}"])


def test_nothing_that_somebody_writes_is_executed(
    people: Cast, texts: list[str], browser: Browser, base_url: str
) -> None:
    docket = draft(people)
    desk.file_copy(docket, hostile(head_text(docket), texts), by=people.alice, base=docket.head.digest)
    edition = published(hostile(interviews(somebody()), texts))
    reader, previews = browser.new_context(base_url=base_url).new_page(), list[str]()
    place = f"/desk/series/installment/{docket.installment_id}"
    person = head_text(docket).contributions[0].key

    for address in (edition.get_absolute_url(), "/people/", "/series/night-shift/"):
        assert looked_at(reader, address) == [], address
    alice = browser.new_context(base_url=base_url).new_page()
    alice.goto("/desk/login/")
    alice.get_by_label("Username").fill("alice")
    alice.get_by_label("Password").fill("pw")
    alice.keyboard.press("Enter")
    alice.get_by_role("heading", name="Desk", exact=True).wait_for()
    for address in ("review/", f"proof/{docket.head.number}/", "change/", f"people/{person}/", "history/"):
        assert looked_at(alice, f"{place}/{address}") == [], address
    for text in texts:
        sent = {"content": text, "csrfmiddlewaretoken": TOKEN}
        asked = {"X-CSRFToken": TOKEN, "Cookie": cookies(alice)}
        shown = alice.request.post("/desk/preview/", form=sent, headers=asked)
        assert shown.ok, text
        previews.append(shown.text())
    told = watched(reader)
    reader.set_content(f"<main>{'<hr>'.join(previews)}</main>")  # without our policy
    reader.evaluate(POKE)
    reader.wait_for_timeout(200)
    assert [each for each in told if each.startswith("dialog")] == []
    assert reader.evaluate(RUNS) == []
    feed = reader.request.get("/feed.json").json()["items"][0]["content_html"]
    reader.set_content(f"<main>{feed}</main>")  # in a reader without our policy
    reader.evaluate(POKE)
    assert reader.evaluate(RUNS) == []
    for page in (alice, reader):
        page.context.close()
