"""Settings from the environment: a wrong value is an error that says how to mend it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from editorial.databases import database, wal_is_safe
from editorial.environment import Environment


@pytest.mark.parametrize(
    ("value", "means"),
    [("1", True), ("true", True), ("Yes", True), ("on", True), ("0", False), ("no", False), ("OFF", False)],
)
def test_a_flag_is_yes_or_no(value, means):
    assert Environment({"DEBUG": value}).flag("DEBUG", not means) is means


def test_an_unset_or_blank_variable_has_its_default():
    env = Environment({"BLANK": "  "})

    assert env.flag("BLANK", True) is True
    assert env.number("MISSING", 7) == 7
    assert env.words("MISSING", "a, b") == ["a", "b"]


@pytest.mark.parametrize("value", ["maybe", "2", "tru"])
def test_anything_else_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match=f"DEBUG='{value}' is neither yes nor no: use 1 or 0"):
        Environment({"DEBUG": value}).flag("DEBUG", False)


@pytest.mark.parametrize("value", ["-1", "1e3", "a year"])
def test_a_number_has_only_digits(value):
    with pytest.raises(ImproperlyConfigured, match="is not a whole number"):
        Environment({"AGE": value}).number("AGE", 0)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_is_mended(version, safe):
    assert wal_is_safe(version) is safe


def test_the_library_that_runs_is_a_mended_one():
    import sqlite3

    assert wal_is_safe(sqlite3.sqlite_version_info)


def test_sqlite_waits_for_its_turn_and_loses_nothing():
    options = database("", Path("/somewhere/stet.sqlite3"))["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "synchronous=FULL" in options["init_command"]


def test_an_address_of_postgresql_is_understood():
    settings = database("postgres://desk:secret@db.example:5433/stet", Path("unused"))

    assert (settings["ENGINE"], settings["NAME"]) == ("django.db.backends.postgresql", "stet")
    assert (settings["HOST"], settings["PORT"], settings["USER"]) == ("db.example", 5433, "desk")


def test_an_unknown_database_is_refused_without_its_password():
    with pytest.raises(ImproperlyConfigured) as refusal:
        database("mysql://desk:secret@db.example/stet", Path("unused"))

    assert "mysql" in str(refusal.value)
    assert "secret" not in str(refusal.value)
