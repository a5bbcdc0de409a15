"""Counts that cost the same however much there is: up to fifty one by one, “50+” beyond."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

MOST = 50


class Counted(Subquery):
    """How many rows a query has; MOST + 1 stands for more than MOST."""

    output_field = IntegerField()
    template = "(SELECT count(*) FROM (%(subquery)s) counted)"

    def __init__(self, query: QuerySet[Any]) -> None:
        super().__init__(query.order_by().values("pk")[: MOST + 1])


def number(count: int) -> str:
    """The count as readers are told it."""
    return f"{MOST}+" if count > MOST else str(count)
