"""Rows of a subquery as one JSON value, so that a page with its lists is one query on any database."""

import json
from typing import Any

from django.db.models import F, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject


class JSONList(Subquery):
    """A list of JSON objects, one for each row of a query, in the query's order.

    `JSONList(query, name="person__name")` gives [{"name": …}, …]; no rows give []. A list in a list is text
    to some databases: see `read`.
    """

    output_field = JSONField()
    template = "(SELECT json_group_array(json(listed.doc)) FROM (%(subquery)s) listed)"

    def __init__(self, query: QuerySet[Any], **names: str | Subquery) -> None:
        found = {name: F(path) if isinstance(path, str) else path for name, path in names.items()}
        super().__init__(query.annotate(doc=JSONObject(**found)).values("doc"))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL's name for the same."""
        template = "(SELECT coalesce(jsonb_agg(listed.doc), '[]') FROM (%(subquery)s) listed)"
        return self.as_sql(compiler, connection, template=template, **context)


def read(value: Any) -> Any:
    """A list that stands in another."""
    return json.loads(value) if isinstance(value, str) else value
