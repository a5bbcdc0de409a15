"""What a check finds: its level, its place, its message. Pure: no Django."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: a blocker stops, a warning must be mended or let stand, a notice informs."""

    BLOCKER = "blocker"
    WARNING = "warning"
    NOTICE = "notice"


ORDER = {Level.BLOCKER: 0, Level.WARNING: 1, Level.NOTICE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault: where it is, in which words, and what to do about it.

    `start` and `end` are character offsets into the field at `path`; equal where the whole field is meant.
    `instead` replaces the excerpt where that cannot change the meaning.
    """

    check: str
    label: str
    level: Level
    path: str
    start: int
    end: int
    excerpt: str
    message: str
    instead: str | None = None
    whose: str = ""
    place: str = ""  # which occurrence of these words in this field ("0", "1"…): see `fingerprint`
    rules: str = ""  # the version of the house rules under which it was made

    @property
    def fingerprint(self) -> str:
        """What a stet is bound to: the check, the field, the flagged words and their place."""
        seed = "\x1f".join((self.check, self.path, self.excerpt, self.message, self.place))
        return hashlib.sha256(seed.encode()).hexdigest()[:32]
