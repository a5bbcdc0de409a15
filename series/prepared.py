"""Queries that are put together once: building the SQL of a page's query takes Django longer than the
database takes to answer it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# What stands for a value while the SQL is put together: nothing else in a query is the same.
MOMENT = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
NUMBER = 2_147_480_000  # and those after it; the narrowest column of numbers can hold them


@dataclass(frozen=True)
class _Ready:
    sql: str
    params: tuple[Any, ...]
    names: tuple[str, ...]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


class Prepared:
    """A query over `values(…)` that a function builds from texts, numbers and moments, given by name."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._ready: dict[str, _Ready] = {}

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """One query, with these values."""
        ready = self._ready.get(connection.vendor) or self._prepare()
        given = {self._mark(name): _stored(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(ready.sql, [given.get(each, each) for each in ready.params])
            found = cursor.fetchall()
        return [dict(zip(ready.names, _converted(row, ready), strict=True)) for row in found]

    def _mark(self, name: str) -> Any:
        return _stored(self._sign(name))

    def _sign(self, name: str) -> Any:
        """What stands for a value."""
        kind = self._kinds[name]
        if kind is int:
            return NUMBER + list(self._kinds).index(name)
        return MOMENT if kind is datetime else f"\x01{name}"

    def _prepare(self) -> _Ready:
        query = self._build(**{name: self._sign(name) for name in self._kinds}).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        names = query.selected or [*query.values_select, *query.annotation_select]
        converters = [(place, *each) for place, each in compiler.get_converters(columns).items()]
        ready = _Ready(sql, tuple(params), tuple(names), converters)
        self._ready[connection.vendor] = ready
        return ready


def _stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _converted(row: tuple[Any, ...], ready: _Ready) -> list[Any]:
    values = list(row)
    for place, convert, expression in ready.converters:
        for each in convert:
            values[place] = each(values[place], expression, connection)
    return values
