"""That a mail is sent once, what is in it, and what is told together in the morning."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from editorial import desk
from editorial.desk import sending
from editorial.desk.telling import next_morning
from editorial.models import Notice, Preference
from editorial.workflow import Stage
from tests.editorial.browsing import as_, page, text_of
from tests.editorial.people import (
    Cast,
    docket_in,
    draft,
    ready_text,
)

PART = "Workbench Conversations, Part 1"


def test_a_mail_says_the_same_in_text_and_html_and_belongs_to_the_installments_thread(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)

    call_command("send_notices", stdout=StringIO())

    mails = {each.subject: each for each in mail.outbox if each.to == ["alice@desk.test"]}
    one = mails[f"{PART}: Bob approved revision 2"]
    assert "Bob approved revision 2." in one.body
    assert "<p>Bob approved revision 2.</p>" in one.alternatives[0].content
    assert one.extra_headers["References"] == f"<docket-{docket.pk}@127.0.0.1>"
    assert len({each.extra_headers["Message-ID"] for each in mail.outbox}) == len(mail.outbox)


def test_what_is_sent_is_not_sent_again(people: Cast) -> None:
    docket_in(Stage.IN_REVIEW, people)

    first, second = desk.send_due(), desk.send_due()

    assert (first.mails, second.mails, len(mail.outbox)) == (3, 0, 3)


def test_what_another_worker_sends_is_left_to_it_for_ten_minutes(people: Cast) -> None:
    docket_in(Stage.IN_REVIEW, people)
    now = timezone.now()
    taken = Notice.objects.get(user=people.bob)
    Notice.objects.filter(pk=taken.pk).update(claimed_at=now)

    at_once, later = desk.send_due(now=now), desk.send_due(now=now + timedelta(minutes=11))

    assert (at_once.mails, later.mails) == (2, 1)


def test_a_worker_that_looked_before_another_claimed_sends_nothing(people: Cast) -> None:
    docket_in(Stage.IN_REVIEW, people)
    now = timezone.now()
    seen = list(Notice.objects.values_list("pk", flat=True))
    desk.send_due(now=now)

    again = [sending._send([pk], now, mail.get_connection()) for pk in seen]

    assert (again, len(mail.outbox)) == ([sending.TAKEN] * 3, 3)


class Broken(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no answer")


def test_what_fails_stays_in_the_outbox_and_is_tried_again(people: Cast, settings) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"

    with pytest.raises(CommandError, match="3 mails failed"):
        call_command("send_notices", stdout=StringIO())

    assert "Bob (failed, will be tried again)" in text_of(as_(people.alice).get(page("history", docket)))
    settings.EMAIL_BACKEND = works
    assert desk.send_due().mails == 0
    assert desk.send_due(now=timezone.now() + timedelta(minutes=6)).mails == 3


def test_the_morning_list_is_one_mail(people: Cast) -> None:
    desk.prefer(Preference.MORNING, by=people.alice)
    docket = docket_in(Stage.PUBLISHED, people)
    now = timezone.now()

    desk.send_due(now=now)
    before = [each for each in mail.outbox if each.to == ["alice@desk.test"]]
    desk.send_due(now=next_morning(now) + timedelta(seconds=1))

    (one,) = [each for each in mail.outbox if each.to == ["alice@desk.test"]]
    assert before == []
    assert one.subject == "Your desk: 2 to know"
    assert f"{PART}: Bob approved revision 2" in one.body
    assert f"{PART} is published" in one.body
    assert docket.notices.filter(sent_at=None).count() == 0


@pytest.mark.parametrize(("now", "day"), [("07:00", 27), ("08:29", 27), ("08:30", 28), ("23:00", 28)])
def test_the_morning_is_half_past_eight_on_the_desks_clock(now: str, day: int) -> None:
    hour, minute = map(int, now.split(":"))
    paris = ZoneInfo("Europe/Paris")

    found = next_morning(datetime(2027, 3, 27, hour, minute, tzinfo=paris))

    assert found == datetime(2027, 3, day, 8, 30, tzinfo=paris)


def test_a_mail_server_makes_mails_go_out_when_the_act_is_done(
    people: Cast, settings, django_capture_on_commit_callbacks
) -> None:
    settings.NOTICES_AT_ONCE = True

    with django_capture_on_commit_callbacks(execute=True):
        docket_in(Stage.IN_REVIEW, people)

    assert sorted(each.to[0] for each in mail.outbox) == [
        "bob@desk.test",
        "carol@desk.test",
        "root@desk.test",
    ]


def test_the_morning_list_keeps_together_what_is_about_one_installment(people: Cast) -> None:
    desk.prefer(Preference.MORNING, by=people.bob)
    one, other = draft(people), draft(people, ready_text(2))
    desk.make(one, "submit", by=people.alice)
    desk.make(other, "submit", by=people.alice)
    desk.comment(one, by=people.alice, text="@bob, the second answer is new.")

    desk.send_due(now=next_morning(timezone.now()) + timedelta(seconds=1))

    (mine,) = [each for each in mail.outbox if each.to == ["bob@desk.test"]]
    assert mine.subject == "Your desk: 1 to answer, 2 to review"
    headings = [line for line in mine.body.splitlines() if line.startswith("Workbench")]
    parts = ["Part 1: ready for your review", "Part 1: Alice names you", "Part 2: ready for your review"]
    assert [part in line for part, line in zip(parts, headings, strict=True)] == [True] * 3


def test_a_title_cannot_break_out_of_the_subject_or_the_page(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    desk.make(docket, "request_changes", by=people.bob, note="<script>alert(1)</script>\nBcc: all@desk.test")
    desk.send_due()

    (one,) = [each for each in mail.outbox if each.to == ["alice@desk.test"]]
    assert "<script>" not in one.alternatives[0].content
    assert "\nBcc" not in str(one.message().as_string()).partition("\n\n")[0]


def test_the_history_says_who_was_told_what(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    Notice.objects.filter(user=people.bob).update(sent_at=timezone.now())

    said = text_of(as_(people.alice).get(page("history", docket)))

    assert "told Bob, Carol (waiting to be sent) and Root (waiting to be sent) by mail" in said
    assert f"{PART}: ready for your review" in said
