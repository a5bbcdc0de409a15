"""What the demo's people say to each other about its texts: a round of changes, and what is left open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser

from editorial import desk
from editorial.models import Docket
from editorial.standing import Standing

People = Mapping[str, AbstractBaseUser]
NOTE = "Two things first: say in the opening why the old machines are kept, and look at my comments."
OPENING = "three people who keep old machines at work because the new ones are not as good."
WAS = "three people who keep old machines at work."


def round_of_changes(docket: Docket, cast: People, now: datetime) -> None:
    """Sent, read, sent back with comments, mended and sent again; a few points are left."""
    editor, reviewer, other = cast["editor"], cast["reviewer"], cast["second-reviewer"]
    assert docket.head is not None
    text, head = docket.head.read(), docket.head.digest
    first = replace(text, introduction=text.introduction.replace(OPENING, WAS))
    desk.file_copy(docket, first, by=editor, base=head, now=now - timedelta(days=4))
    desk.make(docket, "submit", by=editor, now=now - timedelta(days=3))
    mill, archive, boiler = (f"contributions/{each.key}" for each in text.contributions)
    day = now - timedelta(days=2)
    opening = desk.comment(
        docket, by=reviewer, path="introduction", quote="keep old machines at work",
        text="Why do they keep them? That is what the whole part is about.", now=day,
    )  # fmt: skip
    desk.comment(
        docket, by=reviewer, path=f"{mill}/background", quote="bought second hand in 1924",
        text="Is there a source for the year?", now=day + timedelta(minutes=4),
    )  # fmt: skip
    desk.make(docket, "request_changes", by=reviewer, note=NOTE, now=day + timedelta(minutes=9))
    base = docket.head.digest
    desk.file_copy(docket, text, by=editor, base=base, now=day + timedelta(hours=5))
    desk.comment(
        docket,
        by=editor,
        answers=opening,
        text="It says so now.",
        act="resolve",
        now=day + timedelta(hours=5),
    )
    desk.make(docket, "submit", by=editor, now=now - timedelta(days=1))
    desk.comment(
        docket, by=reviewer, path=f"{archive}/fun_fact", quote="four minutes of a kettle.",
        instead="four minutes of a kettle that never boils.",
        text="She said this on the telephone. Shall we keep it?", now=now - timedelta(hours=3),
    )  # fmt: skip
    steam = desk.comment(
        docket, by=other, path=f"{boiler}/background", quote="about three hundred certificates a year",
        text="That is more than one on each working day. Can we ask him again?", now=now - timedelta(hours=2),
    )  # fmt: skip
    desk.comment(
        docket,
        by=editor,
        answers=steam,
        text="He counts the small ones, too. I will ask.",
        now=now - timedelta(hours=1),
    )


def signature(docket: Docket, cast: People, now: datetime) -> None:
    """A name that another text spells otherwise: a reviewer lets it stand, with a reason."""
    for judged in Standing(docket).findings:
        if judged.is_open:
            reason = "This is how he signs what he writes himself."
            desk.stet(docket, judged.finding.fingerprint, by=cast["second-reviewer"], reason=reason, now=now)
