"""Many rows as columns of plain values: read from PostgreSQL in its binary form, without an object for each row.

And rows that belong to somebody, found for many of them at once. Times are whole microseconds since 1970 (UTC), days are
whole days since 1970. Nothing here knows what a column means.
"""

import datetime as dt
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from numpy.typing import NDArray

from piano.kit.kept import written

Array = NDArray[Any]
Columns = dict[str, Array]

KINDS = {"int": (">i8", "bigint"), "real": (">f8", "float8"), "bool": ("?", "boolean")}
LAYOUTS = {kind: np.dtype([("size", ">i4"), ("value", layout)]) for kind, (layout, _) in KINDS.items()}
HEADER = 20  # of an array with one dimension in PostgreSQL's binary form: dimensions, nulls, type, length, first index
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


_is_for_one: ContextVar[bool] = ContextVar("is_for_one", default=False)


@contextmanager
def for_one() -> Iterator[None]:
    """Inside, every list of keys given to `among` holds exactly one, and the connection keeps the plans: to plan a join of
    many tables takes longer than to read one row by it.
    """
    token = _is_for_one.set(True)
    try:
        yield
    finally:
        _is_for_one.reset(token)


def among(column: str, values: str) -> str:
    """The condition that a column is among the keys of a parameter. For one it says so: a plan for any number of keys would
    be thought too dear to be kept.
    """
    return f"{column} = (%({values})s::bigint[])[1]" if _is_for_one.get() else f"{column} = ANY(%({values})s)"


def read_columns(sql: str, params: Mapping[str, Any], kinds: Mapping[str, str]) -> Columns:
    """One query. `sql` selects as many columns as `kinds` names, in its order; each is int, real or bool and never null.

    Each column comes as one array: a row of its own for each would cost more than the work on it. `sql` is ours, never a
    reader's; values go into `params`.
    """
    statement, is_for_one = _as_arrays(sql, tuple(kinds.values())), _is_for_one.get()
    line = connections[DEFAULT_DB_ALIAS]
    line.ensure_connection()
    started = time.monotonic()
    with line.wrap_database_errors:
        cursor = psycopg.Cursor(line.connection)
        cursor.execute(statement, written(params) if is_for_one else params, binary=True, prepare=is_for_one)
        assert cursor.pgresult is not None
        found = [cursor.pgresult.get_value(0, place) for place in range(len(kinds))]
    if line.queries_logged:
        line.queries_log.append({"sql": statement, "time": f"{time.monotonic() - started:.3f}"})
    return {name: _column(name, data, kind) for (name, kind), data in zip(kinds.items(), found, strict=True)}


@lru_cache(maxsize=256)
def _as_arrays(sql: str, kinds: tuple[str, ...]) -> str:
    """The same query with one line, in which each column is an array."""
    names = [f"c{place}" for place in range(len(kinds))]
    arrays = ", ".join(f"array_agg({name}::{KINDS[kind][1]})" for name, kind in zip(names, kinds, strict=True))
    return f"SELECT {arrays} FROM ({sql}) AS found({', '.join(names)})"  # noqa: S608


def _column(name: str, data: bytes | None, kind: str) -> Array:
    layout = LAYOUTS[kind]
    if data is None:  # no row at all
        return np.zeros(0, dtype=layout["value"].newbyteorder("="))
    if int.from_bytes(data[4:8]):
        raise ValueError(f"a null in {name}")
    values = np.frombuffer(data, dtype=layout, offset=HEADER)["value"]
    return np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))


@dataclass(frozen=True)
class Grouped:
    """Rows in the order of their owners, who are numbered from 0. `rows` are columns of the same length."""

    rows: Columns
    first: Array
    count: Array

    @staticmethod
    def by(owner: Array, rows: Columns, owners: int) -> "Grouped":
        """`owner` says whose each row is; rows of nobody (-1) are left away."""
        order = np.argsort(owner, kind="stable")
        order = order[np.searchsorted(owner[order], 0) :]
        count = np.bincount(owner[order], minlength=owners) if len(order) else np.zeros(owners, dtype=np.int64)
        first = np.concatenate(([0], np.cumsum(count)))[:-1]
        return Grouped({name: column[order] for name, column in rows.items()}, first, count)

    @staticmethod
    def none(owners: int) -> "Grouped":
        """Nobody has a row."""
        return Grouped({}, np.zeros(owners, dtype=np.int64), np.zeros(owners, dtype=np.int64))

    def of(self, owners: Array) -> tuple[Array, Columns]:
        """Every row of each of these owners: the place in `owners`, and the rows' columns beside it."""
        place, row = spread(self.first[owners], self.count[owners])
        return place, {name: column[row] for name, column in self.rows.items()}


def spread(first: Array, count: Array) -> tuple[Array, Array]:
    """The numbers first, first + 1 … of each place, `count` many; and the place of each of them."""
    place = np.repeat(np.arange(len(count)), count)
    before = np.cumsum(count) - count
    return place, np.arange(len(place)) - np.repeat(before - first, count)


def places_of(values: Array, known: Array) -> Array:
    """Where each value stands in `known`, which is in order and names each once; -1 for a stranger."""
    if not len(known):
        return np.full(len(values), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[place] == values, place, -1)


def any_of(place: Array, holds: Array, length: int) -> Array:
    """For each place whether something of it holds."""
    found = np.zeros(length, dtype=bool)
    found[place[holds]] = True
    return found


def total_of(place: Array, values: Array, length: int) -> Array:
    """For each place the sum of its whole numbers."""
    return np.bincount(place, weights=values, minlength=length).astype(np.int64)


def bits_of(place: Array, bits: Array, length: int) -> Array:
    """For each place all bits of it together."""
    found = np.zeros(length, dtype=np.int64)
    np.bitwise_or.at(found, place, bits)
    return found


def to_us(moment: dt.datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def from_us(moment: int) -> dt.datetime:
    return EPOCH + int(moment) * MICROSECOND


def to_day(day: dt.date) -> int:
    return (day - EPOCH.date()).days


def from_day(day: int) -> dt.date:
    return EPOCH.date() + dt.timedelta(days=int(day))
