"""A request's state follows from its visits."""

import datetime as dt

from piano.kit.kept import run_kept
from quarters.models import User
from requests.advance import advance
from requests.models import HelpRequest, Series
from requests.states import SEARCHING_STATES, RequestState, SeriesState, VisitState


def state_of(visit_states: set[str]) -> RequestState:
    """Pure: what a request is when its visits are in these states."""
    if visit_states & set(SEARCHING_STATES):
        return RequestState.SEARCHING
    if VisitState.ARRANGED in visit_states:
        return RequestState.ARRANGED
    if VisitState.DONE in visit_states:
        return RequestState.DONE
    if VisitState.REFERRED in visit_states:
        return RequestState.REFERRED
    if visit_states & {VisitState.RETURNED, VisitState.MISSED}:
        return RequestState.RETURNED
    return RequestState.WITHDRAWN


def settle_request(help_request: HelpRequest, *, by: User | None, now: dt.datetime, reason: str = "") -> None:
    """Brings the request's state after a visit's. The caller holds the request's lock."""
    found = run_kept("SELECT state FROM requests_visit WHERE help_request_id = %s", [help_request.pk])
    state = state_of({row[0] for row in found.fetchall()})
    if state == help_request.state:
        return
    is_open = state in (RequestState.SEARCHING, RequestState.ARRANGED)
    if not is_open and Series.objects.filter(help_request=help_request, state=SeriesState.ACTIVE).exists():
        return  # its next dates are still to come
    advance(
        help_request, state, by=by, now=now, ended_at=None if is_open else now, end_reason="" if is_open else reason
    )
