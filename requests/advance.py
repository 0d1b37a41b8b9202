"""The only way a state changes: lock, check the table, update, append one log row, in the caller's transaction."""

import datetime as dt
from typing import Any, TypeVar

from django.db import transaction

from quarters.models import User
from requests.errors import WrongState
from requests.models import Assignment, HelpRequest, Offer, StateChange, Visit
from requests.states import STEPS, AssignmentState, OfferState, RequestState, VisitState

Row = TypeVar("Row", HelpRequest, Visit, Offer, Assignment)
KINDS: dict[type, tuple[str, Any]] = {
    HelpRequest: ("request", RequestState),
    Visit: ("visit", VisitState),
    Offer: ("offer", OfferState),
    Assignment: ("assignment", AssignmentState),
}


def advance(row: Row, to: str, *, by: User | None, now: dt.datetime, note: str = "", **changes: Any) -> Row:
    """Moves one row to a state and logs it. `by=None` is the engine. `changes` are further fields of the row.

    Locks the row. Raises `WrongState` when the step is not in the table; the row object then shows the fresh state.
    """
    with transaction.atomic():
        fresh = type(row)._default_manager.select_for_update(no_key=True).values_list("state", flat=True).get(pk=row.pk)
        row.state = fresh
        _check(row, to)
        row.state = to
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=["state", *changes])
        _log(row, from_state=fresh, by=by, now=now, note=note)
    return row


def begin(row: Row, to: str, *, by: User | None, now: dt.datetime, note: str = "") -> Row:
    """Saves a new row in its first state, with its log row."""
    _check(row, to)
    row.state = to
    row.save(force_insert=True)
    _log(row, from_state="", by=by, now=now, note=note)
    return row


def note_down(row: Row, *, by: User | None, now: dt.datetime, note: str) -> StateChange:
    """One row of the log without a step: the state stays, something was written."""
    return _log(row, from_state=row.state, by=by, now=now, note=note)


def _check(row: Row, to: str) -> None:
    if to not in STEPS[KINDS[type(row)][1]].get(row.state, frozenset()):
        raise WrongState()


def _log(row: Any, *, from_state: str, by: User | None, now: dt.datetime, note: str) -> StateChange:
    return StateChange.objects.create(
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
    return int(row.help_request_id if isinstance(row, Visit) else row.visit.help_request_id)
