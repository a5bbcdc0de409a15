"""Makes the demo desk: one interview series, one story series, a desk of people, all of it invented.

Everything goes through the importers and the desk's own moves, four eyes included, at backdated moments.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from editorial import desk
from editorial.demo import talking
from editorial.demo.portraits import portrait
from editorial.models import Docket
from series import duplicates, images, writing
from series.importers import Imported
from series.importers.reading import read
from series.manuscript import Format, Manuscript, Picture
from series.models import Announcement, Organization, Series

User = get_user_model()
TEXTS = Path(__file__).parent
PASSWORD = "let-it-stand"
PEOPLE = (
    ("editor", "Nadia", "Brandt", "editor"),
    ("reviewer", "Jonas", "Whitlock", "reviewer"),
    ("second-reviewer", "Ama", "Serwaa", "reviewer"),
    ("publisher", "Clara", "Venning", "publisher"),
)
QUESTIONS = (
    "How did you come to work in {field}?\n"
    "What has changed most in {field}?\n"
    "What mistake do you see newcomers make in {field}?\n"
    "What are you looking forward to?"
)
DISCLAIMER = "All views are the speakers' own and not those of their employers."
DRAFT = "part-6.draft.md"


def exists() -> bool:
    """Whether the demo was made before."""
    return Series.objects.filter(slug="keeping-things-running").exists()


@transaction.atomic
def make() -> None:
    """Make everything. Raises where a text of the demo does not pass the desk's own gate."""
    cast = {name: _account(name, *rest) for name, *rest in PEOPLE}
    cast["admin"] = User.objects.create_superuser("admin", "admin@desk.example", PASSWORD, first_name="Admin")
    now = _ten_in_the_morning()
    _interviews(cast, now)
    _stories(cast, now)
    _renamed("Sound Crossing", "Sound Crossing Ferries")
    writing.keep(
        Announcement(
            text="An open day at the Harbour Hall workshop: come and see a piano from the inside",
            url="https://harbourhall.example/open-day",
            first_day=now.date() - timedelta(days=3),
            last_day=now.date() + timedelta(days=18),
        )
    )


def _ten_in_the_morning() -> datetime:
    """The last ten o'clock that is over: people of the demo work in the morning."""
    now = timezone.localtime()
    ten = now.replace(hour=10, minute=0, second=0, microsecond=0)
    return ten if ten <= now else ten - timedelta(days=1)


def _account(name: str, first: str, last: str, group: str) -> AbstractBaseUser:
    user = User.objects.create_user(
        name, f"{name}@desk.example", PASSWORD, first_name=first, last_name=last, is_staff=True
    )
    user.groups.add(Group.objects.get(name=group))
    return user


def _interviews(cast: dict[str, AbstractBaseUser], now: datetime) -> None:
    series = writing.begin_series(
        title="Keeping Things Running",
        slug="keeping-things-running",
        format=Format.INTERVIEWS,
        standfirst="Most things that work do so because somebody looked after them this morning. "
        "We ask the people who do, always the same four questions.",
        tone="marigold",
        prompts=QUESTIONS,
        disclaimer=DISCLAIMER,
        call_to_action="",
        campaign="keeping_running_{part}",
    )
    desk.set_quorum(series, 1, by=cast["admin"])
    for number, days in ((1, 76), (2, 45), (3, 17)):
        docket = _import(series, f"interviews/part-{number}.md", cast, now - timedelta(days=days + 4))
        _approve(docket, cast, now - timedelta(days=days + 1))
        desk.make(docket, "publish", by=cast["publisher"], now=now - timedelta(days=days))
    fourth = _import(series, "interviews/part-4.md", cast, now - timedelta(days=6))
    _approve(fourth, cast, now - timedelta(days=2))
    morning = (timezone.localtime(now) + timedelta(days=5)).replace(hour=9)
    desk.make(fourth, "schedule", by=cast["publisher"], moment=morning, now=now - timedelta(days=1, hours=2))
    fifth = _import(series, "interviews/part-5.md", cast, now - timedelta(days=4))
    asked = [cast["reviewer"]]
    due, given = (now + timedelta(days=2)).date(), now - timedelta(days=4)
    desk.assign(fifth, by=cast["editor"], due=due, reviewers=asked, now=given)
    talking.round_of_changes(fifth, cast, now)
    sixth = _import(series, f"interviews/{DRAFT}", cast, now - timedelta(hours=3), portraits=False)
    desk.assign(sixth, by=cast["editor"], wish=(now + timedelta(days=23)).date(), now=now)
    desk.save_view("Interviews in work", f"series={series.pk}&findings=blockers", by=cast["editor"])


def _stories(cast: dict[str, AbstractBaseUser], now: datetime) -> None:
    series = writing.begin_series(
        title="Lessons from the Floor",
        slug="lessons-from-the-floor",
        format=Format.STORY,
        standfirst="One problem, what was done about it, and what it taught. "
        "Told by the people who were there.",
        tone="sky",
        prompts="Problem\nActions taken\nLessons learned",
    )
    desk.set_quorum(series, 1, by=cast["admin"])
    for name, days in (("saying-no", 60), ("one-bench", 38), ("night-handover", 24), ("quiet-expert", 6)):
        docket = _import(series, f"stories/{name}.txt", cast, now - timedelta(days=days + 3))
        talking.signature(docket, cast, now - timedelta(days=days + 2))
        _approve(docket, cast, now - timedelta(days=days + 1))
        desk.make(docket, "publish", by=cast["publisher"], now=now - timedelta(days=days))


def _renamed(old: str, new: str) -> None:
    """An organization that has another name by now: readers read the old one until that is corrected."""
    row = Organization.objects.get(name=old)
    row.name = new
    writing.keep(row)
    duplicates.remember(row, old)


def _import(
    series: Series, name: str, cast: dict[str, AbstractBaseUser], at: datetime, portraits: bool = True
) -> Docket:
    imported: Imported = read((TEXTS / name).read_text(encoding="utf-8"), name=name)
    text = replace(imported.manuscript, date="")  # the desk's own clock dates an edition
    if portraits:
        text = _with_portraits(text)
    return desk.import_draft(
        series, replace(imported, manuscript=text), by=cast["editor"], source=f"imported from {name}", now=at
    )


def _with_portraits(text: Manuscript) -> Manuscript:
    return replace(
        text,
        contributions=tuple(replace(each, portrait=_portrait(each.name)) for each in text.contributions),
    )


def _portrait(name: str) -> Picture:
    file = f"{slugify(name)}.png"
    row = writing.store_picture(images.accept(io.BytesIO(portrait(name)), file))
    return Picture(
        name=file, alt=f"Portrait of {name}", digest=row.digest, width=row.width, height=row.height
    )


def _approve(docket: Docket, cast: dict[str, AbstractBaseUser], at: datetime) -> None:
    desk.make(docket, "submit", by=cast["editor"], now=at - timedelta(hours=20))
    seen = docket.head.digest if docket.head else ""
    desk.make(docket, "approve", by=cast["reviewer"], seen=seen, now=at)


def accounts() -> Iterator[tuple[str, str, str]]:
    """User name, password and role of every demo account."""
    for name, _first, _last, role in PEOPLE:
        yield name, PASSWORD, role
    yield "admin", PASSWORD, "administrator"
