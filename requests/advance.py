"""The only way a state changes: lock, check the table, update, append one log row, in the caller's transaction.

`advance_many` and `begin_many` do the same for many rows of one kind, with a few queries whatever their number.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import F, Model
from django.db.models.expressions import CombinedExpression

from piano.kit.copying import insert
from piano.kit.fields import encrypt
from piano.kit.kept import run_kept
from quarters.models import User
from requests.errors import WrongState
from requests.models import Assignment, HelpRequest, Offer, Regular, Series, StateChange, Visit
from requests.states import (
    STEPS,
    AssignmentState,
    OfferState,
    RegularState,
    RequestState,
    SeriesState,
    VisitState,
)

Row = TypeVar("Row", HelpRequest, Visit, Offer, Assignment, Series, Regular)
KINDS: dict[type, tuple[str, Any]] = {
    HelpRequest: ("request", RequestState),
    Visit: ("visit", VisitState),
    Offer: ("offer", OfferState),
    Assignment: ("assignment", AssignmentState),
    Series: ("series", SeriesState),
    Regular: ("regular", RegularState),
}


def advance(row: Row, to: str, *, by: User | None, now: dt.datetime, note: str = "", **changes: Any) -> Row:
    """Moves one row to a state and logs it. `by=None` is the engine. `changes` are further fields of the row.

    Locks the row. Raises `WrongState` when the step is not in the table; the row object then shows the fresh state.
    """
    with transaction.atomic(savepoint=False):
        is_moved = _leads(row, to) and _move(row, to, changes, by=by, now=now, note=note)
        if not is_moved:  # the row object does not show the truth any more
            rows = type(row)._default_manager.filter(pk=row.pk)
            row.state = rows.select_for_update(no_key=True).values_list("state", flat=True).get()
            is_moved = _leads(row, to) and _move(row, to, changes, by=by, now=now, note=note)
    if not is_moved:
        raise WrongState()
    for name, value in {**changes, "state": to}.items():
        setattr(row, name, value)
    return row


FEW = 20
MOVE = """
WITH moved AS (UPDATE {table} SET {columns} WHERE id = %s AND state = %s RETURNING id)
INSERT INTO requests_statechange (subject, subject_id, help_request_id, from_state, to_state, by_id, note, at)
SELECT %s, id, %s, %s, %s, %s, %s, %s FROM moved
"""


def _move(row: Any, to: str, changes: dict[str, Any], *, by: User | None, now: dt.datetime, note: str) -> bool:
    """Updates the row, if it is in the state that it shows, and logs it: one query, since most verbs make several steps."""
    table, columns, saved = _written(row, {"state": to, **changes})
    log = [KINDS[type(row)][0], _request_id(row), row.state, str(to), by and by.pk, encrypt(note), now]
    return bool(run_kept(MOVE.format(table=table, columns=columns), [*saved, row.pk, row.state, *log]).rowcount)


def _written(row: Any, values: dict[str, Any]) -> tuple[str, str, list[Any]]:
    """The table, the columns to be set, and what will stand in each."""
    fields = [row._meta.get_field(name) for name in values]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    saved = [_saved(field, value) for field, value in zip(fields, values.values(), strict=True)]
    return quote(row._meta.db_table), columns, saved


def _saved(field: Any, value: Any) -> Any:
    """What stands in the column."""
    return field.get_db_prep_save(value.pk if isinstance(value, Model) else value, connections[DEFAULT_DB_ALIAS])


def advance_many(
    rows: Sequence[Row],
    to: str,
    *,
    by: User | None,
    now: dt.datetime,
    note: str | Mapping[int, str] = "",
    skip_locked: bool = False,
    **changes: Any,
) -> list[Row]:
    """Moves rows of one kind to a state at once; each is logged. `note`: one for all, or by primary key. `changes` are fields
    with the same value for all, or an `F`, which the row objects do not show.

    Locks the rows in order of id. Returns those that were moved: all of them, or with `skip_locked` those that nobody else
    holds. Raises `WrongState` when the table has no such step for one; then none is moved.
    """
    if not rows:
        return []
    if not skip_locked and len(rows) <= FEW and _move_all(rows, to, changes, by=by, now=now, note=note):
        return sorted(rows, key=lambda row: row.pk)
    model, found = type(rows[0]), {row.pk: row for row in rows}
    with transaction.atomic(savepoint=False):
        locked = model._default_manager.filter(pk__in=found).order_by("pk")
        states = dict(
            locked.select_for_update(no_key=True, skip_locked=skip_locked).values_list("pk", "state")  # in order of id
        )
        moved = [found[pk] for pk in states]
        for row in moved:
            row.state = states[row.pk]
            _check(row, to)
        model._default_manager.filter(pk__in=states).update(state=to, **changes)
        for row in moved:
            row.state = to
            for name, value in changes.items():
                if not isinstance(value, F | CombinedExpression):
                    setattr(row, name, value)
        _log_many(moved, from_states=states, by=by, now=now, note=note)
    return moved


MOVE_ALL = """
WITH shown AS (SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[]) AS shown (id, state, request, note)),
locked AS (SELECT row.id, row.state FROM {table} row WHERE row.id = ANY(%s) ORDER BY row.id FOR NO KEY UPDATE),
sound AS (SELECT shown.* FROM shown JOIN locked USING (id, state)),
moved AS (UPDATE {table} row SET {columns} FROM sound
           WHERE row.id = sound.id AND (SELECT count(*) FROM sound) = %s
       RETURNING row.id, sound.state, sound.request, sound.note)
INSERT INTO requests_statechange (subject, subject_id, help_request_id, from_state, to_state, by_id, note, at)
SELECT %s, id, request, state, %s, %s, note, %s FROM moved ORDER BY id
"""


def _move_all(
    rows: Sequence[Any],
    to: str,
    changes: dict[str, Any],
    *,
    by: User | None,
    now: dt.datetime,
    note: str | Mapping[int, str],
) -> bool:
    """Moves and logs a few rows with one query, if each is in the state that it shows and the table has the step; else none."""
    if any(isinstance(value, F | CombinedExpression) for value in changes.values()):
        return False
    if not all(_leads(row, to) for row in rows):
        return False
    values: dict[str, Any] = {"state": to, **changes}
    table, columns, saved = _written(rows[0], values)
    ids = [row.pk for row in rows]
    notes = [encrypt(note if isinstance(note, str) else note[row.pk]) for row in rows]
    shown: list[Any] = [ids, [str(row.state) for row in rows], [_request_id(row) for row in rows], notes]
    log: list[Any] = [KINDS[type(rows[0])][0], str(to), by and by.pk, now]
    statement = MOVE_ALL.format(table=table, columns=columns)
    is_moved = bool(run_kept(statement, [*shown, ids, *saved, len(rows), *log]).rowcount)
    if is_moved:
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)
    return is_moved


def begin_many(rows: Sequence[Row], to: str, *, by: User | None, now: dt.datetime) -> list[Row]:
    """Saves new rows of one kind in their first state, each with its log row."""
    for row in rows:
        _check(row, to)
        row.state = to
    if rows:
        insert(rows)
        _log_many(rows, from_states={}, by=by, now=now, note="")
    return list(rows)


def begin(row: Row, to: str, *, by: User | None, now: dt.datetime, note: str = "") -> Row:
    """Saves a new row in its first state, with its log row."""
    _check(row, to)
    row.state = to
    row.save(force_insert=True)
    _log(row, from_state="", by=by, now=now, note=note)
    return row


BEGIN = """
WITH made AS (INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING RETURNING id),
logged AS (
  INSERT INTO requests_statechange (subject, subject_id, help_request_id, from_state, to_state, by_id, note, at)
  SELECT %s, id, %s, '', %s, %s, %s, %s FROM made)
SELECT id FROM made
"""


def begin_if_free(row: Row, to: str, *, by: User | None, now: dt.datetime) -> bool:
    """As `begin`, with one query; False, and nothing saved, where another row stands in its way (unique, exclusion)."""
    _check(row, to)
    row.state = to
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    statement = BEGIN.format(
        table=quote(row._meta.db_table),
        columns=", ".join(quote(str(field.column)) for field in fields),
        places=", ".join(["%s"] * len(fields)),
    )
    saved: list[Any] = [_saved(field, getattr(row, field.attname)) for field in fields]
    log: list[Any] = [KINDS[type(row)][0], _request_id(row), str(to), by and by.pk, encrypt(""), now]
    made = run_kept(statement, [*saved, *log]).fetchone()
    if made is None:
        return False
    row.pk, row._state.adding, row._state.db = made[0], False, connection.alias
    return True


def note_down(row: Row, *, by: User | None, now: dt.datetime, note: str) -> StateChange:
    """One row of the log without a step: the state stays, something was written."""
    return _log(row, from_state=row.state, by=by, now=now, note=note)


def _check(row: Row, to: str) -> None:
    if not _leads(row, to):
        raise WrongState()


def _leads(row: Row, to: str) -> bool:
    """Whether the table has this step."""
    return to in STEPS[KINDS[type(row)][1]].get(row.state, frozenset())


def _log(row: Any, *, from_state: str, by: User | None, now: dt.datetime, note: str) -> StateChange:
    change = _change(row, from_state=from_state, by=by, now=now, note=note)
    change.save(force_insert=True)
    return change


def _log_many(
    rows: Sequence[Any],
    *,
    from_states: Mapping[int, str],
    by: User | None,
    now: dt.datetime,
    note: str | Mapping[int, str],
) -> None:
    notes = dict.fromkeys((row.pk for row in rows), note) if isinstance(note, str) else note
    insert([_change(row, from_state=from_states.get(row.pk, ""), by=by, now=now, note=notes[row.pk]) for row in rows])


def _change(row: Any, *, from_state: str, by: User | None, now: dt.datetime, note: str) -> StateChange:
    return StateChange(
        subject=KINDS[type(row)][0],
        subject_id=row.pk,
        help_request_id=_request_id(row),
        from_state=from_state,
        to_state=row.state,
        by=by,
        note=note,
        at=now,
    )


def _request_id(row: Any) -> int:
    if isinstance(row, HelpRequest):
        return int(row.pk)
    if isinstance(row, Regular):
        return int(row.series.help_request_id)
    return int(row.help_request_id if isinstance(row, Visit | Series) else row.visit.help_request_id)
