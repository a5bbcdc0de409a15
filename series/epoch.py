"""What all readers' pages depend on, in one query: a token that changes with whatever they show, the next
moment at which the clock alone changes them, and the announcement.

Triggers keep the token, so that it changes in the transaction of the change, by whatever hand. They are put
up after every `migrate` and taken down before, like those of `editorial.guards`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

SHOWN = (  # tables that pages are made from; search asks each time, and needs no token
    *("edition", "edition_topics", "appearance"),
    *("series", "person", "organization", "topic", "announcement"),
)
NEXT = """(SELECT live_from FROM series_edition WHERE ended = '' AND live_from > %s
    ORDER BY live_from LIMIT 1)"""
QUERY = f"""SELECT e.token, {NEXT}, a.text, a.url, a.last_day FROM series_epoch e LEFT JOIN (
    SELECT text, url, last_day FROM series_announcement WHERE first_day <= %s AND last_day >= %s
    ORDER BY last_day, id LIMIT 1) a ON 1 = 1"""  # noqa: S608 – made of constants


@dataclass(frozen=True, slots=True)
class Bar:
    """The line across the top of the site."""

    text: str
    url: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Epoch:
    """Pages made in one epoch stay as they are until it ends."""

    token: str
    until: float  # seconds since 1970
    bar: Bar | None


def read() -> Epoch | None:
    """The epoch that it is now: one query. None where the database is not set up for it."""
    now, today = timezone.now(), timezone.localdate()
    ops = connection.ops
    days = [ops.adapt_datefield_value(today)] * 2
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [ops.adapt_datetimefield_value(now), *days])
        row = cursor.fetchone()
    if row is None:
        return None
    token, coming, text, url, last_day = row
    midnight = timezone.make_aware(datetime.combine(today + timedelta(days=1), datetime.min.time()))
    ends = [midnight, *([_moment(coming)] if coming else [])]
    bar = None if text is None else Bar(text, url, _day(last_day))
    return Epoch(token, min(ends).timestamp(), bar)


def token() -> str:
    """The token alone: it changes with every change to what `SHOWN` holds. "" where there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM series_epoch")
        row = cursor.fetchone()
    return row[0] if row else ""


def _moment(value: datetime | str) -> datetime:
    """SQLite gives text, in UTC."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    assert moment is not None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(value: date | str) -> date:
    day = parse_date(value) if isinstance(value, str) else value
    assert day is not None
    return day


# -- the triggers


def put(using: str = "default") -> None:
    """Put up every trigger, in place of those that are there."""
    database = connections[using]
    tables = {"series_epoch", *(f"series_{name}" for name in SHOWN)}
    if not set(database.introspection.table_names()) >= tables:
        return  # a migration to an earlier state
    lift(using)
    with transaction.atomic(using), database.cursor() as cursor:
        for statement in _postgres() if database.vendor == "postgresql" else _sqlite():
            cursor.execute(statement)


def lift(using: str = "default") -> None:
    """Take down every trigger."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        for statement in _down(connections[using]):
            cursor.execute(statement)


def _sqlite() -> Iterator[str]:
    """Writers wait for each other anyway: the token changes with each row."""
    for name in SHOWN:
        for event in ("insert", "update", "delete"):
            head = f"CREATE TRIGGER stet_epoch_{name}_{event} AFTER {event} ON series_{name}"
            yield f"{head} BEGIN UPDATE series_epoch SET token = hex(randomblob(12)); END"  # noqa: S608


def _postgres() -> Iterator[str]:
    """The token changes when the transaction ends, and its row is locked no longer than that."""
    yield """CREATE FUNCTION stet_epoch() RETURNS trigger LANGUAGE plpgsql AS $epoch$
        DECLARE own text := pg_current_xact_id()::text || ' ' || now()::text;
        BEGIN UPDATE series_epoch SET token = own WHERE token <> own; RETURN NULL; END $epoch$"""
    for name in SHOWN:
        yield (
            f"CREATE CONSTRAINT TRIGGER stet_epoch_{name} AFTER INSERT OR UPDATE OR DELETE ON series_{name} "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stet_epoch()"
        )


def _down(database: BaseDatabaseWrapper) -> Iterator[str]:
    if database.vendor == "postgresql":
        yield "DROP FUNCTION IF EXISTS stet_epoch() CASCADE"
        return
    for name in SHOWN:
        for event in ("insert", "update", "delete"):
            yield f"DROP TRIGGER IF EXISTS stet_epoch_{name}_{event}"


# -- when


def before_migrations(*, using: str, plan: list[Any], **_: Any) -> None:
    if plan:
        lift(using)


def after_migrations(*, using: str, **_: Any) -> None:
    put(using)
