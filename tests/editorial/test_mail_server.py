"""A mail server that answers, or refuses, or says nothing more: no mail is lost, none is sent twice."""

import re
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import desk
from editorial.models import Notice
from editorial.workflow import Stage
from tests.editorial.people import Cast, docket_in

GREETING, AUTH, RCPT, DATA = "greeting", "AUTH", "RCPT", "DATA"
ANSWERS = {"EHLO": "250-here\r\n250 AUTH PLAIN", AUTH: "235 welcome", "MAIL": "250 yes", RCPT: "250 yes"}
ANSWERS |= {DATA: "354 go on", "RSET": "250 yes", "QUIT": "221 bye"}


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: "Server"

    def handle(self) -> None:
        self.server.calls += 1
        self.server.called.set()
        if self.server.silent_at == GREETING:
            self.server.over.wait()
            return
        self.say("220 here")
        while line := self.rfile.readline().decode():
            word = line.split()[0].upper()
            if word == self.server.silent_at:
                self.server.over.wait()
            if word in (self.server.silent_at, self.server.hangs_up_at):
                return
            self.say(self.server.refuses.get(word) or ANSWERS[word])
            if word == DATA and DATA not in self.server.refuses:
                self.take()

    def take(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        found = re.search(r"Message-ID: (<.*?>)", b"".join(lines).decode())
        assert found
        self.server.taken[found[1]] += 1
        self.say("250 taken")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """What it has taken, by Message-ID; at which word it falls silent or hangs up, and what it refuses."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken: Counter[str] = Counter()
        self.calls, self.silent_at, self.hangs_up_at, self.refuses = 0, "", "", {}
        self.called, self.over = threading.Event(), threading.Event()

    def handle_error(self, *_: object) -> None:
        """Whoever called has gone away."""


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "stet", "secret"
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 60
        yield running
        running.over.set()
        running.shutdown()


@pytest.fixture
def three(people: Cast, server: Server) -> set[str]:
    """The Message-IDs of three mails that are due."""
    docket_in(Stage.IN_REVIEW, people)
    found = {f"<notice-{pk}@127.0.0.1>" for pk in Notice.objects.values_list("pk", flat=True)}
    assert len(found) == 3
    return found


def comes_back(server: Server, settings, three: set[str]) -> None:
    """All of them go out, once each, a while later; by one connection."""
    server.silent_at, server.hangs_up_at, server.refuses, server.calls = "", "", {}, 0
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 60
    assert desk.send_due().mails == 0  # not at once
    later = timezone.now() + timedelta(minutes=6)

    assert (desk.send_due(now=later).mails, desk.send_due(now=later).mails) == (3, 0)

    assert server.taken == dict.fromkeys(three, 1)
    assert server.calls == 1


def test_mails_go_out_by_one_connection_after_the_password(server, three) -> None:
    sent = desk.send_due()

    assert (sent.mails, server.taken, server.calls) == (3, dict.fromkeys(three, 1), 1)


@pytest.mark.parametrize("silent_at", [GREETING, "EHLO", AUTH])
def test_a_server_that_says_nothing_is_waited_for_once_and_uses_up_no_try(
    server, settings, three, silent_at
) -> None:
    server.silent_at, settings.EMAIL_TIMEOUT = silent_at, 0.3

    sent = desk.send_due()

    assert server.called.wait(60)
    assert (sent.mails, sent.failed, server.calls) == (0, 3, 1)
    assert set(Notice.objects.values_list("tries", "claim")) == {(0, None)}
    comes_back(server, settings, three)


@pytest.mark.parametrize("no", [{AUTH: "535 no"}, {"EHLO": "421 later", "HELO": "421 later"}])
def test_a_server_that_refuses_us_loses_no_mail(server, settings, three, no) -> None:
    server.refuses = no

    for hour in range(12):  # longer than a mail is tried
        assert desk.send_due(now=timezone.now() + timedelta(minutes=6 * hour)).mails == 0

    Notice.objects.update(send_after=timezone.now() + timedelta(minutes=5))
    comes_back(server, settings, three)


def test_without_encryption_neither_mail_nor_password_is_sent_where_it_is_asked_for(
    server, settings, three
) -> None:
    settings.EMAIL_USE_TLS = True

    assert desk.send_due().failed == 3

    assert not server.taken
    comes_back(server, settings, three)


def test_one_address_that_is_refused_holds_up_no_other_mail(server, settings, three) -> None:
    server.refuses = {RCPT: "550 nobody here"}

    sent = desk.send_due()

    assert (sent.mails, sent.failed) == (0, 3)
    assert set(Notice.objects.values_list("tries", flat=True)) == {1}  # each was tried
    comes_back(server, settings, three)


def test_a_server_that_hangs_up_over_a_mail_costs_that_mail_alone_a_try(server, settings, three) -> None:
    server.hangs_up_at = DATA

    sent = desk.send_due()

    assert (sent.failed, server.calls) == (3, 1)
    assert sorted(Notice.objects.values_list("tries", flat=True)) == [0, 0, 1]
    comes_back(server, settings, three)
