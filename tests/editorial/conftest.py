"""What the desk's tests share."""

import pytest

from tests.editorial.people import Cast, cast


@pytest.fixture
def people(db) -> Cast:
    """alice writes, bob and carol review, dora publishes, eve is outside, root is a superuser."""
    return cast()
