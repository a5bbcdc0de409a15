"""Fixtures of several files of tests beside this one."""

import pytest
from django.db import connection

from series import stamps
from series.stamps import FileStamp
from tests.series.site import Site


@pytest.fixture
def warm(db) -> None:
    """Django asks SQLite once in a process what it can do."""
    assert connection.features.supports_json_field


@pytest.fixture
def stamp(tmp_path, settings, transactional_db) -> FileStamp:
    """A machine of its own."""
    assert connection.features.supports_json_field
    settings.PAGE_STAMP = str(tmp_path / "stamp")
    return stamps.stamp()


@pytest.fixture
def site(stamp) -> Site:
    return Site(stamp)


@pytest.fixture
def own_folder(settings, tmp_path):
    """Pictures of a test are kept in a folder of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "images": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "images"), "base_url": None},
        },
    }
    return tmp_path / "images"
