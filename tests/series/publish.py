"""Editions for the readers' tests: invented people and texts, issued without the desk.

Words that begin with “unseen” stand in what no reader may see.
"""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image

from series import images, issuing, writing
from series.manuscript import Answer, Contribution, Format, Manuscript, Picture, Prompt
from series.models import Edition, Installment, Series

QUESTIONS = ("How did you come to {field}?", "What is hard about it?")
SECTIONS = ("Problem", "Actions taken", "Lessons learned")
NIGHT = datetime(2031, 3, 1, 9, tzinfo=UTC)


def series(title: str = "Night Shift", format: Format = Format.INTERVIEWS) -> Series:
    return writing.begin_series(
        title=title, slug=title.lower().replace(" ", "-"), format=format, standfirst=f"All about {title}."
    )


def somebody(name: str = "Mara Lindqvist", *, field: str = "baking", **more: object) -> Contribution:
    """A person who answers both questions."""
    key = name.split()[0].lower()
    about = {
        "role": "Baker",
        "organization": "Ovenhouse",
        "background": f"{name} has worked at night for nine years.",
        "fun_fact": "She owns no alarm clock.",
        "about_organization": "A bakery with one window.",
    }
    answers = (
        Answer(key=f"{key}-1", prompt="1", body=f"The street was dark and one window was not, says {name}."),
        Answer(key=f"{key}-2", prompt="2", body="The bread decides when you may sit down, not you."),
    )
    return Contribution(**{"key": key, "name": name, "field": field, **about, "answers": answers, **more})


def interviews(*people: Contribution, part: int | None = 1, **more: object) -> Manuscript:
    """An installment with these people, or with two."""
    driver = somebody("Ossi Brandt", field="driving", organization="Tramway")
    text = {
        "series": "Night Shift",
        "part": part,
        "title": f"Night Shift, part {part}: Bread",
        "slug": f"part-{part}",
        "introduction": "We went out when the shops were shut.",
        "topics": ("Trades",),
        "prompts": tuple(Prompt(key=str(n), text=each) for n, each in enumerate(QUESTIONS, 1)),
        "contributions": people or (somebody(), driver),
    }
    return Manuscript(**{**text, **more})


def story(name: str = "Ida Falk", title: str = "The handover that nobody read", **more: object) -> Manuscript:
    """A story by one author."""
    bodies = (
        "Notes piled up and nobody opened them.",
        "We read them aloud.",
        "- Read aloud.\n- Keep it short.",
    )
    author = Contribution(
        key="author",
        name=name,
        role="Head of nights",
        organization="Ovenhouse",
        answers=tuple(Answer(key=str(n), prompt=str(n), body=body) for n, body in enumerate(bodies, 1)),
    )
    text = {
        "format": Format.STORY,
        "series": "Notes",
        "title": title,
        "slug": writing.slugify(title),
        "standfirst": f"{name} on notes that were never read.",
        "topics": ("Trades", "Writing"),
        "prompts": tuple(Prompt(key=str(n), text=each) for n, each in enumerate(SECTIONS, 1)),
        "contributions": (author,),
    }
    return Manuscript(**{**text, **more})


def begun(text: Manuscript, into: Series | None = None) -> Installment:
    """A draft with this text."""
    into = (
        into
        or Series.objects.filter(format=text.format).first()
        or series(text.series or "Night Shift", text.format)
    )
    row = writing.begin(into, title=text.title, part=text.part, slug=text.slug)
    writing.write(row, text)
    return row


def published(
    text: Manuscript | None = None,
    into: Series | None = None,
    *,
    of: Installment | None = None,
    live_from: datetime | None = None,
    now: datetime | None = None,
) -> Edition:
    """An edition of this text, live from a moment on (an hour ago)."""
    text = text or interviews()
    now = now or timezone.now()
    row = of or begun(text, into)
    return issuing.issue(
        row,
        text.normalised(),
        revision=1 + row.editions.count(),
        live_from=live_from or now - timedelta(hours=1),
        now=now,
    )


def scheduled(text: Manuscript | None = None, into: Series | None = None, **more: object) -> Edition:
    """An edition that is live from tomorrow on."""
    return published(text, into, live_from=timezone.now() + timedelta(days=1), **more)


def withdrawn(text: Manuscript | None = None, into: Series | None = None, reason: str = "") -> Edition:
    """An edition that was live until now."""
    edition = published(text, into)
    issuing.withdraw(edition.installment, reason=reason, now=timezone.now())
    edition.refresh_from_db()
    return edition


def unseen(number: int = 1) -> Manuscript:
    """A text whose every word would be seen if any of it leaked."""
    person = somebody(
        f"Unseenname Unseen{number}",
        organization=f"Unseenplace {number}",
        role="Unseenrole",
        background="unseenbackground",
        portrait=picture((number, 40, 40), alt="unseenalt"),
        answers=(
            Answer(key="u1", prompt="1", body="unseenanswer"),
            Answer(key="u2", prompt="2", declined=True),
        ),
    )
    return interviews(
        person,
        part=90 + number,
        title=f"Unseentitle {number}",
        slug=f"unseen-{number}",
        standfirst="unseenstandfirst",
        introduction="unseenintroduction",
        topics=(f"Unseentopic {number}",),
    )


def picture(colour: tuple[int, int, int] = (200, 90, 40), alt: str = "") -> Picture:
    """A stored picture of one colour."""
    file = BytesIO()
    Image.new("RGB", (64, 80), colour).save(file, "PNG")
    file.seek(0)
    row = writing.store_picture(images.accept(file, "face.png"))
    return Picture(digest=row.digest, name=row.name, alt=alt, width=row.width, height=row.height)
