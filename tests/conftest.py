"""What every test may use."""

import logging
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]  # judged by the durations that pytest prints
settings.register_profile("ci", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=25)
settings.register_profile("dev", deadline=None, suppress_health_check=SLOW)
settings.register_profile("nightly", deadline=None, max_examples=5_000, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


class Loud(logging.Handler):
    """What a check that fails keeps from editors, tests are told."""

    def emit(self, record: logging.LogRecord) -> None:
        raise sys.exc_info()[1] or AssertionError(record.getMessage())


logging.getLogger("editorial.checks").addHandler(Loud())


@pytest.fixture
def shared() -> Path:
    """The folder of real texts beside the project. CI has it and must not skip."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED} is missing, and CI must not skip its tests.")
        pytest.skip("the folder of real texts beside the project is absent")
    return SHARED
