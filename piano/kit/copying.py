"""Many new rows of one table at once, several times faster than one by one: PostgreSQL's COPY.

Constraints and triggers hold as ever. No `save()`, no signals, no conflict is forgiven.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from psycopg.types.json import Jsonb

from piano.kit.fields import EncryptedTextField

FEW = 50


def insert(rows: Sequence[models.Model]) -> None:
    """Writes new rows of one model and gives each its key; few of them in the usual way. Needs a transaction of the caller."""
    if not rows:
        return
    model = type(rows[0])
    if len(rows) <= FEW:
        model._default_manager.bulk_create(rows)
        return
    for row, key in zip(rows, _new_keys(model, len(rows)), strict=True):
        row.pk = key
    fields = [
        one for one in model._meta.concrete_fields if not isinstance(getattr(rows[0], one.attname), DatabaseDefault)
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    writers = [(field.attname, _writer(field)) for field in fields]
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as target:
        for row in rows:
            values = row.__dict__
            target.write_row([write(values[name]) if write else values[name] for name, write in writers])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _new_keys(model: type[models.Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [_sequence(model._meta.db_table), count])
        return [key for (key,) in cursor.fetchall()]


@lru_cache(maxsize=64)
def _sequence(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        name: str = cursor.fetchone()[0]
    return name


def _writer(field: models.Field) -> Callable[[Any], Any] | None:
    """What makes the column's value of a field's; None: it is the same."""
    if isinstance(field, models.JSONField):
        return Jsonb
    return field.get_prep_value if isinstance(field, EncryptedTextField) else None
