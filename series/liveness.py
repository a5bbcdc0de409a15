"""What it means to be public at a moment, as a condition of a query."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Q, Transform


@DateTimeField.register_lookup
class Unsorted(Transform):
    """A moment that SQLite compares without looking for an index: nearly all that has begun goes on."""

    lookup_name, template = "unsorted", "+%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """Which knows that by itself."""
        return compiler.compile(self.lhs)


def live(moment: datetime, edition: str = "") -> Q:
    """The condition of being public at a moment; `edition` leads to it: “edition__”."""
    begun = Q(**{f"{edition}ended": "", f"{edition}live_from__unsorted__lte": moment})
    return begun & (Q(**{f"{edition}live_until": None}) | Q(**{f"{edition}live_until__gt": moment}))
