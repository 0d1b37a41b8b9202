"""Statements of our own whose plan the connection keeps, and rows of several tables out of one of them.

For what every answer asks: to write such a statement down and to plan it takes longer than to do it. Each has one fixed text
and reaches its rows by a key, so that one plan serves all values.
"""

import datetime as dt
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

KEPT_SECONDS = 60
ONE_PLAN = " -c plan_cache_mode=force_generic_plan"  # the first plan serves all values: no five others are tried before


def keep_connections() -> None:
    """For processes that answer people: each thread keeps its connection, since a new one costs as much as a page."""
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    settings["CONN_MAX_AGE"] = KEPT_SECONDS
    if ONE_PLAN not in settings["OPTIONS"]["options"]:
        settings["OPTIONS"]["options"] += ONE_PLAN


def run_kept(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> "psycopg.Cursor[tuple[Any, ...]]":
    """Runs it on Django's connection, in its transaction; the cursor has the rows. Parameters go to the server beside the text, so
    each stands where its type is known. `sql` is ours, never a reader's.
    """
    line = connections[DEFAULT_DB_ALIAS]
    line.close_if_health_check_failed()
    line.ensure_connection()
    line.validate_no_broken_transaction()
    started = time.monotonic()
    with line.wrap_database_errors:
        cursor = psycopg.Cursor(line.connection)
        cursor.execute(sql, written(params), prepare=True)
    if line.queries_logged:
        said = psycopg.ClientCursor(line.connection).mogrify(sql, params)
        line.queries_log.append({"sql": said, "time": f"{time.monotonic() - started:.3f}"})
    return cursor


def written(params: Any) -> Any:
    """The parameters with each list as PostgreSQL writes it: psycopg would look at every element to find the type, which stands in
    the statement.
    """
    if isinstance(params, Mapping):
        return {name: _array(value) if isinstance(value, list) else value for name, value in params.items()}
    return [_array(value) if isinstance(value, list) else value for value in params]


def _array(values: list[Any]) -> str:
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_rows(sql: str, params: Sequence[Any], **tables: type[models.Model]) -> list[Any]:
    """Rows as Django makes them. `sql` holds `{columns}`; `tables` says which model each of its short names stands for.

    One table gives its rows, several give tuples in their order.
    """
    statement, makers = _statement(sql, tuple(tables.items()))
    found = run_kept(statement, params).fetchall()
    if len(makers) == 1:
        return [makers[0].make(row) for row in found]
    return [tuple(maker.make(row) for maker in makers) for row in found]


class _Maker:
    """Makes one model's row out of its part of a line."""

    def __init__(self, model: type[models.Model], first: int) -> None:
        fields = model._meta.concrete_fields
        self.model, self.names = model, [field.attname for field in fields]
        self.part = slice(first, first + len(fields))
        self.convert = [
            (place, one) for place, field in enumerate(fields) for one in field.get_db_converters(connection)
        ]

    def make(self, line: tuple[Any, ...]) -> models.Model:
        values = list(line[self.part])
        for place, convert in self.convert:
            values[place] = convert(values[place], None, connection)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, values)


@lru_cache(maxsize=64)
def _statement(sql: str, tables: tuple[tuple[str, type[models.Model]], ...]) -> tuple[str, list[_Maker]]:
    """The text with all columns named, and what makes rows of them."""
    columns: list[str] = []
    makers = []
    for name, model in tables:
        makers.append(_Maker(model, len(columns)))
        columns += [f"{name}.{connection.ops.quote_name(str(field.column))}" for field in model._meta.concrete_fields]
    return sql.format(columns=", ".join(columns)), makers
