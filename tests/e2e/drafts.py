"""What three people type in the browser: the demo's draft with every defect, and what mends it."""

import io
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from editorial.demo.making import DRAFT, TEXTS
from editorial.demo.portraits import portrait

PLACEHOLDERS = ("xxx", "XXX", "TODO", "(category)", "‚Äô", "keeping_running_5", "Philippa-Strand")


def pasted() -> str:
    """The draft as an editor has it on the clipboard."""
    return (Path(TEXTS) / "interviews" / Path(DRAFT).name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Part:
    """What one person's page is filled in with."""

    name: str
    typed: dict[str, str]
    answers: tuple[str, ...]


OPENING = {
    "introduction": "Clocks, bridges and boilers: three people who are only noticed when something stops.\n\n"
    "In this sixth installment, you will hear from a clockmaker, a bridge master, and a boiler inspector.",
    "closing": "Thank you for reading this sixth installment of Keeping Things Running. Thanks to "
    "Cosima Redgrave-Bello, Emeric Dunmore and Torquil Adeyemi for their time and their answers.",
    "call_to_action": "If you look after something that others rely on, "
    "[tell us about it](https://stet.example/write?utm_campaign=keeping_running_6).",
    "topics": "Maintenance",
}
PARTS = (
    Part(
        "Cosima Redgrave-Bello",
        {
            "background": "Cosima winds and regulates forty public clocks in a city that is rarely on time. "
            "She learned from a cathedral verger who kept a ladder in the organ loft.",
            "fun_fact": "I am always early.",
        },
        (
            "The verger had no knees left for the hundred and second step. I was a chorister with good "
            "knees and nothing to do until evensong, so he gave me the key.",
            "Nobody needs a public clock any more, and everybody minds when it stops. We get more letters "
            "now than when people set their watches by us.",
            "They oil the wrong end. A clock wants very little, in very few places, and what it wants most "
            "is to be left alone.",
            "The town hall clock is two hundred years old in spring, and I have promised that it will be "
            "right on that day.",
        ),
    ),
    Part(
        "Emeric Dunmore",
        {
            "fun_fact": "My first word is said to have been ship.",
            "about_organization": "A company of nine people that owns one bridge, opens it for everybody "
            "who whistles twice and has never charged for it.",
        },
        (
            "I was stuck in front of this one for forty minutes, and went to complain. The bridge master "
            "showed me the view, and we have not talked about the forty minutes since.",
            "Ships are longer and captains are younger. The bridge is what it was, which is its point.",
            "They hurry the last metre. The last metre is where the weight is, and it has time.",
            "A summer with no paint on my hands. By my own list it is due in about five years.",
        ),
    ),
    Part(
        "Torquil Adeyemi",
        {
            "background": "Torquil tests the boilers of museum railways, laundries and a brewery. He served "
            "his time in a shipyard and signs about three hundred certificates a year.",
            "fun_fact": "I drink cold tea out of habit.",
            "about_organization": "An independent office that inspects pressure vessels and keeps a public "
            "list of those that passed.",
        },
        (
            "A boiler in our yard failed its test on my first day, and everybody shouted at the inspector. "
            "He let them finish, showed them the crack, and went home.",
            "We see inside the metal. Ultrasound tells me how thick a plate is without a hole.",
            "They let themselves be hurried. There is always a train that leaves at noon with two hundred "
            "children on it.",
            "My apprentice takes her examination in spring. After that she goes in.",
        ),
    ),
)


def mend(page: Page) -> None:
    """Mend everything on the installment's page and on each person's page, as an editor would."""
    for name, text in OPENING.items():
        page.fill(f"[name={name}]", text)
    page.check("[name=cover_remove]")
    _save(page)
    installment = page.url
    for part in PARTS:
        page.goto(installment)
        page.click(f".st-mx-p >> text={part.name}")
        _mend_person(page, part)
        _save(page)
    page.goto(installment)


def _mend_person(page: Page, part: Part) -> None:
    for name, text in part.typed.items():
        page.fill(f"[name={name}]", text)
    file = io.BytesIO(portrait(part.name)).getvalue()
    upload = {"name": f"{part.name.lower().replace(' ', '-')}.png", "mimeType": "image/png", "buffer": file}
    page.set_input_files("[name=portrait_file]", upload)
    page.fill("[name=portrait_alt]", f"Portrait of {part.name}")
    for box, text in zip(page.locator("textarea[name^=body-]").all(), part.answers, strict=True):
        box.fill(text)
    for box in page.locator("input[name^=wording-]").all():
        if box.input_value():
            box.evaluate("box => { box.value = '' }")


def _save(page: Page) -> None:
    page.locator("[name=_continue]:visible").last.click()
    page.wait_for_selector("text=Saved")
