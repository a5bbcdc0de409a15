"""Runs the checks over a text under kept house rules, once for the same text and the same knowledge."""

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from django.core.cache import cache as findings_cache

from editorial import checks
from editorial.checks import Finding, Known
from editorial.rulebook import RulesError, from_toml
from editorial.rules import Rules
from series import manuscript
from series.manuscript import Manuscript


@lru_cache(maxsize=64)
def kept_rules(text: str) -> tuple[Rules, tuple[str, ...]]:
    """House rules as they are kept; or none, and why they cannot be read: that stops publication."""
    try:
        return from_toml(text), ()
    except RulesError as error:
        return Rules(), error.reasons


def find(
    text: Manuscript, written: str, knows: str, about: Callable[[], Known], rules: Rules
) -> list[Finding]:
    """The findings in a text; the same text under the same rules and knowledge is checked once.

    `written` is the text as JSON, `knows` a digest of what is known `about` other texts.
    """
    seed = "\x1f".join((_code(), written, knows, rules.digest))
    key = f"findings:{hashlib.sha256(seed.encode()).hexdigest()}"
    kept: list[Finding] | None = findings_cache.get(key)
    if kept is None:
        kept = checks.run(text, about(), rules=rules)
        findings_cache.set(key, kept, 24 * 3600)
    return kept


@cache
def _code() -> str:
    """A digest of the code that checks, so that a cache never answers with what an earlier release found."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in judges())).hexdigest()


def judges() -> list[Path]:
    """The files that decide what is found: the code, and the speller's words."""
    here = Path(checks.__file__).parent
    folders = (here, here.parent, here.parent / "spelling", Path(manuscript.__file__).parent)
    return sorted(file for folder in folders for kind in ("*.py", "*.txt") for file in folder.glob(kind))
