"""What is due tomorrow, and what is late, stands on the morning list of whoever has to act, once each."""

from datetime import datetime, timedelta

from django.core import mail
from django.utils import timezone

from editorial import desk
from editorial.workflow import Stage
from tests.editorial.people import Cast, approve, docket_in, ready_text, series

MORNING = timezone.make_aware(datetime(2031, 5, 16, 8, 0))
TODAY = MORNING.date()
PART = "Workbench Conversations, Part"


def mails(now: datetime) -> dict[str, str]:
    """What goes out at a moment: the subjects, by address."""
    mail.outbox.clear()
    desk.send_due(now=now)
    return {each.to[0]: each.subject for each in mail.outbox}


def test_late_and_due_tomorrow_are_lines_of_the_morning_list_once_each(people: Cast) -> None:
    house = series()
    written, asked, today = (docket_in(stage, people, ready_text(number), house) for number, stage in
                             enumerate((Stage.DRAFT, Stage.IN_REVIEW, Stage.DRAFT), start=1))  # fmt: skip
    desk.assign(written, by=people.alice, owner=people.alice, due=TODAY - timedelta(days=3))
    desk.assign(asked, by=people.alice, reviewers=[people.bob], due=TODAY + timedelta(days=1))
    desk.assign(today, by=people.alice, owner=people.alice, due=TODAY)
    desk.send_due(now=MORNING)

    lines = [desk.remind(now=MORNING + timedelta(minutes=each)) for each in (0, 10, 40)]

    assert lines == [2, 0, 0]
    assert mails(MORNING + timedelta(minutes=20)) == {}
    assert mails(MORNING + timedelta(minutes=30)) == {
        people.alice.email: "Your desk: 1 late",
        people.bob.email: "Your desk: 1 due tomorrow",
    }
    assert "The draft was due on Tue 13 May." in mail.outbox[0].body
    assert desk.remind(now=MORNING + timedelta(days=1)) == 1  # what was due today, and is late now
    assert f"{PART} 3: late since Fri 16 May" in [each.subject for each in today.notices.all()]


def test_nobody_is_reminded_of_what_does_not_wait_for_them(people: Cast) -> None:
    house, late = series(), TODAY - timedelta(days=1)
    live = docket_in(Stage.PUBLISHED, people, ready_text(2), house)
    desk.set_quorum(house, 2, by=people.root)
    approved = docket_in(Stage.IN_REVIEW, people, ready_text(1), house)
    desk.assign(approved, by=people.alice, reviewers=[people.bob, people.carol], due=late)
    approve(approved, people.bob)
    desk.assign(live, by=people.alice, owner=people.alice, due=late)
    desk.make(live, "correct", by=people.alice)
    desk.prefer("nothing", by=people.carol)

    assert desk.remind(now=MORNING) == 0
    desk.prefer("at once", by=people.carol)
    desk.remind(now=MORNING)

    assert [each.user for each in approved.notices.filter(kind="late")] == [people.carol]
    assert timezone.localtime(approved.notices.get(kind="late").send_after).strftime("%H:%M") == "08:30"
