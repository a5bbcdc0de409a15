"""Queries that are put together once: building the SQL of a page's query takes Django longer than the
database takes to answer it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

# What stands for the first value while the SQL is put together; nothing else in a query is the same.
MOMENT = datetime(1, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
NUMBER = 2_147_480_000  # which the narrowest column of numbers can hold


@dataclass(frozen=True)
class _Ready:
    sql: str
    params: dict[str, Any]
    names: tuple[str, ...]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]
    made: "_Made | None"


@dataclass(frozen=True)
class _Made:
    """How a row becomes an object, as Django's own iterator of objects does it."""

    model: type[Model]
    first: int
    columns: tuple[str, ...]
    related: list[Any]

    def object(self, row: list[Any]) -> Model:
        made = self.model.from_db(
            connection.alias, self.columns, row[self.first : self.first + len(self.columns)]
        )
        for each in self.related:
            each.populate(row, made)
        return made


class Prepared:
    """A query that a function builds from texts, numbers and moments, given by name: over `values(…)` for
    `rows`, over objects for `objects`."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._ready: dict[str, _Ready] = {}

    def rows(self, **values: Any) -> list[dict[str, Any]]:
        """One query, with these values."""
        ready, found = self._asked(values)
        return [dict(zip(ready.names, row, strict=True)) for row in found]

    def objects(self, **values: Any) -> list[Any]:
        """One query, with these values; what it selects of related objects comes with each."""
        ready, found = self._asked(values)
        assert ready.made is not None
        return [ready.made.object(row) for row in found]

    def _asked(self, values: dict[str, Any]) -> tuple[_Ready, list[list[Any]]]:
        ready = self._ready.get(connection.vendor) or self._prepare()
        given = {name: _stored(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(ready.sql, {**ready.params, **given})
            found = cursor.fetchall()
        return ready, [_converted(row, ready) for row in found]

    def _sign(self, name: str) -> Any:
        """What stands for a value."""
        kind, place = self._kinds[name], list(self._kinds).index(name)
        if kind is int:
            return NUMBER + place
        return MOMENT + timedelta(seconds=place) if kind is datetime else f"\x01{name}"

    def _written_out(self, sql: str, params: Iterable[Any]) -> tuple[str, dict[str, Any]]:
        """What is the same each time stands in the SQL: fewer parameters, and plans that can rely on it.

        The others go by name, which Django's cursor for SQLite puts in faster than by place.
        """
        names = {_stored(self._sign(name)): name for name in self._kinds}
        pieces, rest = iter(sql.split("%s")), dict[str, Any]()
        found = next(pieces)
        for value, piece in zip(params, pieces, strict=True):
            if value in names:
                found += _given(names[value], self._kinds[names[value]])
            elif isinstance(value, (str, int)):
                found += _literal(value)
            else:
                rest[f"given_{len(rest)}"] = value
                found += f"%({list(rest)[-1]})s"
            found += piece
        return found, rest

    def _prepare(self) -> _Ready:
        built = self._build(**{name: self._sign(name) for name in self._kinds})
        query = built.query
        compiler = query.get_compiler(connection=connection)
        sql, params = self._written_out(*compiler.as_sql())
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        names = query.selected or [*query.values_select, *query.annotation_select]
        converters = [(place, *each) for place, each in compiler.get_converters(columns).items()]
        made = _made(compiler) if issubclass(built._iterable_class, ModelIterable) else None
        ready = _Ready(sql, params, tuple(names), converters, made)
        self._ready[connection.vendor] = ready
        return ready


def _made(compiler: Any) -> _Made:
    kind = compiler.klass_info
    first, last = kind["select_fields"][0], kind["select_fields"][-1]
    columns = tuple(each[0].target.attname for each in compiler.select[first : last + 1])
    related = get_related_populators(kind, compiler.select, connection.alias)
    return _Made(kind["model"], first, columns, related)


def _given(name: str, kind: type) -> str:
    """A value's place. An SQLite that keeps samples of its indexes would plan a bare one's query anew each
    time, which takes it five times as long as the query."""
    if connection.vendor == "postgresql":
        return f"%({name})s"
    return f"(%({name})s + 0)" if kind is int else f"(%({name})s || '')"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    text = str(value).replace("%", "%%").replace("'", "''")
    return f"'{text}'" if isinstance(value, str) else text


def _stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _converted(row: tuple[Any, ...], ready: _Ready) -> list[Any]:
    values = list(row)
    for place, convert, expression in ready.converters:
        for each in convert:
            values[place] = each(values[place], expression, connection)
    return values
