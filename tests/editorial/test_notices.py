"""Who is told what by mail, and that a mail is sent once."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from editorial import desk
from editorial.desk import sending
from editorial.desk.telling import next_morning
from editorial.models import Docket, Notice, Preference
from editorial.workflow import Refused, Stage
from tests.editorial.browsing import as_, page, text_of
from tests.editorial.people import (
    Cast,
    approve,
    docket_in,
    draft,
    edited,
    head_text,
    refile,
    series,
    tomorrow,
)

PART = "Workbench Conversations, Part 1"


def told(docket: Docket, kind: str) -> dict[str, str]:
    """The subjects of what people were told, by person."""
    rows = docket.notices.filter(kind=kind).order_by("pk")
    return {each.user.username: each.subject for each in rows.select_related("user")}


# -- who is told


def test_reviewers_are_told_what_waits_for_them(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    subject = f"{PART}: ready for your review"
    assert told(docket, "submit") == {"bob": subject, "carol": subject, "root": subject}


def test_who_is_asked_by_name_is_told_alone_and_by_when(people: Cast) -> None:
    docket = draft(people)
    due = datetime(2027, 3, 10).date()
    desk.assign(docket, by=people.alice, reviewers=[people.carol], due=due)

    desk.make(docket, "submit", by=people.alice)

    assert told(docket, "submit") == {"carol": f"{PART}: ready for your review (please read by Wed 10 Mar)"}


def test_changes_are_told_in_the_reviewers_words_and_answered_to_that_reviewer(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)
    desk.comment(docket, by=people.bob, text="Who is Tomas?")
    desk.make(docket, "request_changes", by=people.bob, note="Say who Tomas is.")
    desk.make(docket, "submit", by=people.alice)

    changes = docket.notices.get(kind="request_changes")
    assert (changes.user, changes.subject) == (people.alice, f"{PART}: Bob asks for changes (1 comment)")
    assert "Say who Tomas is." in changes.text
    assert "<blockquote>Say who Tomas is.</blockquote>" in changes.html
    assert changes.text.count("http") == changes.html.count("href=") == 1
    again = {each.user.username: each.subject for each in docket.notices.filter(kind="submit", about__gt=3)}
    assert again["bob"] == f"{PART}: Alice has answered your changes (revision 2)"
    assert again["carol"] == f"{PART}: ready for your review"


def test_an_approval_is_told_to_the_owner(people: Cast) -> None:
    docket = docket_in(Stage.APPROVED, people)

    assert told(docket, "approve") == {"alice": f"{PART}: Bob approved revision 2"}


def test_an_approval_that_a_changed_text_lost_is_told_to_who_gave_it(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people, into=series(quorum=2))
    approve(docket, people.bob)

    refile(docket, edited(head_text(docket)), by=people.alice)

    assert told(docket, "filed") == {"bob": f"{PART}: your approval no longer counts, the text changed"}


def test_a_schedule_that_a_changed_text_lost_is_told_to_publishers_too(people: Cast) -> None:
    docket = docket_in(Stage.SCHEDULED, people, moment=tomorrow())

    refile(docket, edited(head_text(docket)), by=people.alice)

    assert told(docket, "filed") == {
        "bob": f"{PART}: your approval no longer counts, the text changed",
        "dora": f"{PART}: the schedule is void, the text changed",
    }


def test_a_schedule_that_house_rules_void_is_told_to_owner_and_publishers(people: Cast) -> None:
    docket = docket_in(Stage.SCHEDULED, people, moment=tomorrow())

    desk.set_quorum(docket.installment.series, 2, by=people.root)

    subject = f"{PART}: the schedule is void"
    assert told(docket, "void") == {"alice": subject, "dora": subject}


def test_publishing_and_withdrawing_are_told_to_owner_and_reviewers(people: Cast) -> None:
    docket = docket_in(Stage.WITHDRAWN, people)

    assert told(docket, "publish") == dict.fromkeys(("alice", "bob"), f"{PART} is published")
    assert told(docket, "withdraw") == dict.fromkeys(("alice", "bob"), f"{PART} was withdrawn")


def test_what_the_clock_published_is_told_though_nobody_looked(people: Cast) -> None:
    docket = docket_in(Stage.SCHEDULED, people, moment=tomorrow())

    desk.settle_due(tomorrow() + timedelta(minutes=1))

    assert told(docket, "appear") == dict.fromkeys(("alice", "bob"), f"{PART} is published")


def test_nobody_is_told_of_their_own_act(people: Cast) -> None:
    docket = draft(people)
    desk.make(docket, "submit", by=people.root)
    desk.make(docket, "request_changes", by=people.root, note="One more answer.")
    desk.make(docket, "submit", by=people.alice)

    acts = dict(docket.steps.values_list("number", "by"))
    assert [each for each in docket.notices.all() if acts[each.about] == each.user_id] == []
    assert docket.notices.filter(user=people.root).count() == 1


def test_what_is_refused_is_not_told(people: Cast) -> None:
    docket = docket_in(Stage.IN_REVIEW, people)

    with pytest.raises(Refused):
        desk.make(docket, "approve", by=people.bob, seen="another text")

    assert told(docket, "approve") == {}


def test_who_wants_nothing_is_told_nothing_and_a_closed_account_neither(people: Cast) -> None:
    desk.prefer(Preference.NOTHING, by=people.bob)
    people.carol.is_active = False
    people.carol.save()

    docket = docket_in(Stage.IN_REVIEW, people)

    assert list(told(docket, "submit")) == ["root"]


def test_only_the_three_ways_of_being_told_can_be_chosen(people: Cast) -> None:
    with pytest.raises(Refused):
        desk.prefer("by pigeon", by=people.bob)


# -- sending


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

    again = [sending._send([pk], now) for pk in seen]

    assert (again, len(mail.outbox)) == ([None] * 3, 3)


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


def test_how_one_is_told_is_chosen_on_the_desk(people: Cast) -> None:
    client = as_(people.bob)

    client.post(reverse("admin:desk_told"), {"how": "nothing"})
    client.post(reverse("admin:desk_told"), {"how": "by pigeon"})

    assert Preference.objects.get(user=people.bob).how == Preference.NOTHING
    assert '<option value="nothing" selected>' in client.get(reverse("admin:index")).content.decode()
