"""What runs the site finds out how it is: probes, figures, log lines, and the doctor."""

import json
import logging
import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import signals
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InMemoryStorage, storages
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import close_old_connections
from django.test import RequestFactory
from django.utils import timezone

from editorial import doctor, guards, health, logs
from editorial.models import Notice
from editorial.storing import pictures
from editorial.watching import Watched
from editorial.workflow import Stage
from series import renditions
from series.models import Image
from tests.editorial.people import Cast, docket_in
from tests.series.publish import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_connection_of_the_test_stays(monkeypatch):
    monkeypatch.setattr(health, "close_old_connections", lambda: None)
    signals.request_started.disconnect(close_old_connections)
    yield
    signals.request_started.connect(close_old_connections)


def ask(path: str, application=None, **headers: str) -> tuple[str, dict[str, str], str]:
    """Status, headers and body, past every middleware of the test's client."""
    told: list = []
    environ = RequestFactory().get(path).environ | headers
    body = (application or Watched(WSGIHandler()))(environ, lambda *args: told.extend(args))
    text = b"".join(body).decode()
    return told[0], dict(told[1]), text


def test_probes_need_no_host_that_is_known(db) -> None:
    assert ask("/healthz", HTTP_HOST="10.0.0.7")[::2] == ("200 OK", "The process is up.\n")
    assert ask("/readyz", HTTP_HOST="10.0.0.7")[::2] == ("200 OK", "Ready.\n")
    assert ask("/", HTTP_HOST="10.0.0.7")[0] == "400 Bad Request"


def test_a_process_is_not_ready_while_its_database_lacks_a_migration(db, monkeypatch) -> None:
    monkeypatch.setattr(health, "_migrated", False)
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one"])

    assert ask("/readyz")[::2] == ("503 Service Unavailable", "The database waits for migrations.\n")
    assert ask("/healthz")[0] == "200 OK"


def test_a_process_serves_readers_though_pictures_cannot_be_written(db, settings) -> None:
    images = {**settings.STORAGES["images"], "OPTIONS": {"location": "/dev/null/images"}}
    settings.STORAGES = {**settings.STORAGES, "images": images}

    assert ask("/readyz")[::2] == ("200 OK", "Pictures cannot be written.\n")


def test_a_request_keeps_its_id_if_that_is_a_sane_one(db) -> None:
    given = [
        ask("/healthz", HTTP_X_REQUEST_ID=each)[1]["X-Request-ID"] for each in ("edge-12345678", "a\r\nb")
    ]

    assert given[0] == "edge-12345678"
    assert len(given[1]) == 32


def test_a_request_is_a_json_line_with_its_actor(people: Cast, client, caplog) -> None:
    client.force_login(people.alice)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    caplog.set_level("INFO", "stet.requests")

    ask("/desk/", HTTP_COOKIE=cookie, HTTP_X_REQUEST_ID="edge-12345678")

    (record,) = [each for each in caplog.records if each.name == "stet.requests"]
    token = logs.REQUEST_ID.set("edge-12345678")
    line = json.loads(logs.Lines().format(record))
    logs.REQUEST_ID.reset(token)
    assert (line["route"], line["status"], line["actor"]) == ("admin:index", 200, people.alice.pk)
    assert (line["request"], line["level"], line["path"]) == ("edge-12345678", "info", "/desk/")


def test_an_error_in_the_log_has_its_traceback(db) -> None:
    error = ValueError("“odd”")
    record = logging.LogRecord("stet", logging.ERROR, "", 0, "It broke.", (), (ValueError, error, None))

    assert "ValueError: “odd”" in json.loads(logs.Lines().format(record))["error"]


def test_figures_are_for_whoever_has_the_token(people: Cast, settings) -> None:
    docket_in(Stage.PUBLISHED, people)
    Notice.objects.update(send_after=timezone.now() - timedelta(minutes=5))
    settings.METRICS_TOKEN = "let-me-see"

    assert ask("/metrics")[0] == ask("/metrics", HTTP_AUTHORIZATION="Bearer no")[0] == "404 Not Found"
    figures = ask("/metrics", HTTP_AUTHORIZATION="Bearer let-me-see")[2]

    assert 'stet_steps{move="publish"} 1.0' in figures
    assert f"stet_outbox_mails {Notice.objects.count()}.0" in figures
    assert 'stet_requests_total{method="GET",route="metrics",status="404"}' in figures


# -- the doctor


def found() -> dict[str, str]:
    return {each.text: each.state for each in doctor.lines()}


def test_the_doctor_finds_nothing_to_mend_where_nothing_is(db, settings, tmp_path: Path) -> None:
    settings.BACKUP_DIR, settings.DEBUG = str(tmp_path), True
    (tmp_path / "today.stet").touch()
    out = StringIO()

    call_command("doctor", stdout=out)

    said = out.getvalue()
    assert "FAIL" not in said
    for words in (
        "answers in",
        "Every migration is made",
        "repeats the desk's rules",
        "No mail waits",
        "0 hours old",
    ):
        assert f"OK    {next(line for line in said.splitlines() if words in line)[6:]}" in said


def test_the_doctor_says_what_is_wrong_and_how_to_mend_it(people: Cast, settings, tmp_path: Path) -> None:
    docket_in(Stage.IN_REVIEW, people)
    Notice.objects.update(send_after=timezone.now() - timedelta(hours=1))
    guards.lift()
    settings.DEBUG, settings.SECRET_KEY, settings.SITE_URL = False, "short", "http://elsewhere.test"
    settings.BACKUP_DIR, settings.EMAIL_HOST, settings.EMAIL_PORT = str(tmp_path), "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    old = tmp_path / "old.stet"
    old.touch()
    os.utime(old, (time.time() - 90 * 3600,) * 2)

    lines = "\n".join(map(str, doctor.lines()))

    for words in (
        "FAIL  SECRET_KEY is weak",
        "WARN  SITE_URL is http://elsewhere.test",
        "FAIL  SITE_URL names elsewhere.test, which is not among ALLOWED_HOSTS.",
        "FAIL  The database lacks",
        "WARN  3 mails should have gone out.\n      Run manage.py send_notices",
        "FAIL  The mail server: ConnectionRefusedError",
        "WARN  The newest backup is 90 hours old.",
    ):
        assert words in lines
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=StringIO())


# -- where pictures are kept


def test_pictures_are_kept_in_an_object_store_as_well(db, settings) -> None:
    store = {"BACKEND": f"{InMemoryStorage.__module__}.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "images": store}

    kept = picture()

    assert storages["images"].exists(Image.objects.get(pk=kept.digest).file.name)
    assert renditions.rendition(kept.digest, 160)[1] == "image/webp"
    with pytest.raises(LookupError):
        renditions.rendition("0" * 64, 160)
    assert any("(InMemoryStorage, " in text and state == "OK" for text, state in found().items())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://example.test/bucket", "MEDIA_URL=https:… is not known"),
        ("s3://key:secret@example.test/", "is not known: use s3://KEY:SECRET@HOST/BUCKET"),
        ("s3://example.test/bucket?colour=red", "MEDIA_URL has colour: it may have region and prefix"),
    ],
)
def test_a_wrong_address_of_pictures_is_refused_without_its_secret(
    url: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        pictures(url, tmp_path)

    assert said in str(refusal.value)
    assert "secret" not in str(refusal.value)
