"""A desk at work: random people do random things to random texts, and say what they were told is done.

What kills processes, and what lets many work at once, both use it.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files.storage import storages
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from PIL import Image as Pillow

from editorial import desk, verifying
from editorial.models import Comment, Docket, HouseRules, Notice, Revision, Step
from editorial.workflow import MOVES, Refused
from series import images, writing
from series.importers import Imported
from series.models import Image
from tests.editorial.people import edited, ready_text

NAMES = ("alice", "bob", "carol", "dora")
ROLES = {"alice": "editor", "bob": "reviewer", "carol": "reviewer", "dora": "publisher"}
# what leads on is done more often than what leads back
WAY = ("submit", "approve", "publish", "correct") * 4 + ("withdraw", "reopen", "request_changes", "take_back")
Told = dict[str, Any]


class Post(BaseEmailBackend):
    """A mail server that notes down the Message-ID of all that it takes, in the file STET_POST."""

    def send_messages(self, messages: Any) -> int:
        lines = "".join(f"{each.extra_headers['Message-ID']}\n" for each in messages)
        descriptor = os.open(os.environ["STET_POST"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, lines.encode())
        os.close(descriptor)
        return len(messages)

    @staticmethod
    def taken() -> list[str]:
        file = Path(os.environ["STET_POST"])
        return file.read_text().split() if file.exists() else []


@dataclass
class Busy:
    """Somebody who does one thing after the other."""

    seed: int
    most: int = 6  # texts to work on
    chance: random.Random = field(init=False)
    people: dict[str, User] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.people = {each.username: each for each in User.objects.filter(username__in=NAMES)}

    def act(self) -> tuple[str, Callable[[], Told]]:
        """What is done next, and a call that does it."""
        acts = (self.move, self.write, self.bring, self.upload, self.mail, self.say)
        (act,) = self.chance.choices(acts, (14, 3, 1, 2, 2, 2))
        return act.__name__, act

    def docket(self) -> Docket:
        newest = list(Docket.objects.order_by("-pk")[: self.most])
        return self.chance.choice(newest) if newest else self.begun()

    def move(self) -> Told:
        """Mostly one that leads on from where the text is, so that texts get to the readers and back."""
        docket = self.docket()
        leading = [each for each in WAY if docket.stage in MOVES[each].sources]
        move = self.chance.choice(leading if leading and self.chance.random() < 0.8 else WAY)
        role = MOVES[move].role
        able = [name for name in NAMES if ROLES[name] == role.value]
        by = self.people[self.chance.choice(able)]
        seen = docket.head.digest if docket.head else None
        step = desk.make(docket, move, by=by, seen=seen, note="Because it is so.")
        return {"docket": docket.pk, "step": step.number, "chain": step.chain}

    def write(self) -> Told:
        docket = self.docket()
        other = edited(ready_text(people=2), self.chance.randrange(100))
        text = replace(docket.head.read(), introduction=other.introduction)
        filed = desk.file_copy(docket, text, by=self.people["alice"], base=docket.head.digest)
        return {"docket": docket.pk, "revision": filed.revision.number, "digest": filed.revision.digest}

    def bring(self) -> Told:
        """An import: a series, rows, a revision and a step at once."""
        docket = self.begun()
        return {"docket": docket.pk, "revision": 1, "digest": docket.head.digest}

    def begun(self) -> Docket:
        title = f"Workbench {self.chance.randrange(10**12)}"
        series = writing.begin_series(title=title, slug=title.lower().replace(" ", "-"))
        HouseRules.objects.create(series=series, quorum=1)
        imported = Imported("markdown", "", ready_text(people=2))
        return desk.import_draft(series, imported, by=self.people["alice"])

    def upload(self) -> Told:
        file = BytesIO()
        colour = tuple(self.chance.randrange(256) for _ in range(3))
        Pillow.new("RGB", (40, 50), colour).save(file, "PNG")
        file.seek(0)
        return {"picture": writing.store_picture(images.accept(file, "face.png")).pk}

    def mail(self) -> Told:
        return {"mails": desk.send_due().mails}

    def say(self) -> Told:
        said = desk.comment(self.docket(), by=self.people["bob"], text="@alice, is this so?")
        return {"comment": said.pk}


def done(act: Callable[[], Told]) -> Told:
    """What was acknowledged; nothing where a refusal or another's text came in between."""
    try:
        return act()
    except (Refused, desk.Conflict):
        return {}


# -- what must be so afterwards


def lost(told: Told) -> list[str]:
    """What was acknowledged and is not there."""
    found = True
    if "step" in told:
        found = Step.objects.filter(docket=told["docket"], number=told["step"], chain=told["chain"]).exists()
    elif "revision" in told:
        wanted = {"docket": told["docket"], "number": told["revision"], "digest": told["digest"]}
        found = Revision.objects.filter(**wanted).exists()
    elif "picture" in told:
        found = Image.objects.filter(pk=told["picture"]).exists()
    elif "comment" in told:
        found = Comment.objects.filter(pk=told["comment"]).exists()
    return [] if found else [f"lost: {told}"]


def halves(dockets: list[Docket]) -> list[str]:
    """States between before and after."""
    found = [f"{docket.pk}: {fault}" for docket in dockets for fault in verifying.of_docket(docket)]
    found += [
        f"{docket.pk}: the rows are not the newest revision"
        for docket in dockets
        if docket.head is None or writing.manuscript(docket.installment).digest != docket.head.digest
    ]
    names = Image.objects.values_list("file", flat=True)
    stored = storages["images"]
    return found + [f"{name}: a row without its file" for name in names if not stored.exists(name)]


def mails_amiss() -> list[str]:
    """After all have been sent: notices that nobody got, mails that nobody meant, each by its Message-ID."""
    wanted = {f"<notice-{pk}@127.0.0.1>" for pk in Notice.objects.values_list("pk", flat=True)}
    taken = set(Post.taken())
    found = [f"never sent: {each}" for each in wanted - taken]
    found += [f"nobody meant: {each}" for each in taken - wanted]
    open_still = Notice.objects.filter(sent_at=None, send_after__lte=timezone.now()).count()
    return found + ([f"{open_still} mails still wait"] if open_still else [])
