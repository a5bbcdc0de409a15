"""Reads settings from environment variables strictly: a wrong value is an error that says how to mend it."""

import os
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class Environment:
    """Typed access to environment variables."""

    def __init__(self, values: Mapping[str, str] = os.environ) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool) -> bool:
        """True or False; ImproperlyConfigured for anything that is neither."""
        value = self.text(name).lower()
        if not value:
            return default
        if value in YES | NO:
            return value in YES
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: use 1 or 0.")

    def number(self, name: str, default: int) -> int:
        """A whole number; ImproperlyConfigured for anything else."""
        value = self.text(name)
        if not value:
            return default
        if value.isdecimal():
            return int(value)
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.")

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of these, the first by default; ImproperlyConfigured for anything else."""
        value = self.text(name, allowed[0]).lower()
        if value in allowed:
            return value
        raise ImproperlyConfigured(f"{name}={value!r} is not known: use {', '.join(allowed)}.")

    def words(self, name: str, default: str = "") -> list[str]:
        """A list, separated by commas."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]
