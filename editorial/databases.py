"""Which database, with the settings that were measured to hold under 8 writers and 8 readers.

WAL on SQLite 3.7.0 to 3.51.2 has a reset bug that can corrupt (mended in 3.51.3, 3.50.7 and 3.44.6).
Debian 12 ships 3.40.1, so the newer library of the package pysqlite3 stands in for the standard module;
where even that is missing, the rollback journal (TRUNCATE) is used instead of WAL.
"""

import sys
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
# A random page costs about what the next one does, as on every disk without moving parts: else searches read
# whole tables. No query is so large that starting a second process for it would pay.
PLANS = "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
POSTGRES = {  # nobody waits for ever: for a row that somebody holds, or for a server that vanished
    "connect_timeout": 5,
    "options": f"-c lock_timeout=20s {PLANS}",
    **{"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000},
}
ENGINES = ("sqlite", "postgres", "postgresql", "pgsql")


def newer_sqlite() -> None:
    """Let the newer library stand in for the standard module, before anything imports that."""
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this version of SQLite has the reset bug of its write-ahead log mended."""
    return version >= MENDED[0] or any(low <= version < (low[0], low[1] + 1, 0) for low in MENDED[1:])


def sqlite_journal() -> str:
    """WAL where it is safe, else TRUNCATE."""
    import sqlite3

    return "WAL" if wal_is_safe(tuple(sqlite3.sqlite_version_info)) else "TRUNCATE"


def json_is_known() -> None:
    """It does since 3.38. Django finds out in a transaction, for each connection anew: a reader would wait
    for whoever writes, and where that takes long be told for good that it does not."""
    from django.db.backends.sqlite3.base import DatabaseWrapper  # before its features, which ask for it

    if DatabaseWrapper.Database.sqlite_version_info >= (3, 38):
        DatabaseWrapper.features_class.supports_json_field = True


def database(url: str, default: Path) -> dict[str, Any]:
    """Django's settings of one database. ImproperlyConfigured for an address that is of no known kind."""
    url = url or f"sqlite:///{default}"
    if url.partition(":")[0] not in ENGINES:
        raise ImproperlyConfigured(
            f"DATABASE_URL={url.partition(':')[0]}:… is not known: use sqlite:///PATH or postgres://…"
        )
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if "sqlite" in settings["ENGINE"]:
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={sqlite_journal()}; PRAGMA synchronous=FULL;"
            " PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY;",
        }
    else:
        settings["OPTIONS"] = {**POSTGRES, **settings.get("OPTIONS", {})}
    return settings
