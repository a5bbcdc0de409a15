"""What the desk's tests share."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.editorial.people import Cast, cast


@pytest.fixture
def people(db) -> Cast:
    """alice writes, bob and carol review, dora publishes, eve is outside, root is a superuser."""
    return cast()


@pytest.fixture
def committed(transactional_db) -> Cast:
    """The same people in a test that commits: the one before emptied the database, groups included."""
    import_module("editorial.migrations.0002_groups").make(apps, None)
    return cast()
