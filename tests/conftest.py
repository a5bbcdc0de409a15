"""What every test may use."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("DEBUG", "1")  # before Django's settings are read: tests run on development settings
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of real texts beside the project. CI has it and must not skip."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED} is missing, and CI must not skip its tests.")
        pytest.skip("the folder of real texts beside the project is absent")
    return SHARED
