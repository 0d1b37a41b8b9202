"""Nobody decided in time: it is said once more, and what somebody took care of without a result goes on again.

Every function expects the visit locked by `locks.lock_visit`.
"""

import datetime as dt

from piano.kit import clock
from requests.advance import advance, note_down
from requests.finding.calling_out import may_call_out
from requests.finding.due import cross_off, owe_step
from requests.finding.searching import next_on_duty, search_on, watch
from requests.finding.suggested import end_times
from requests.messages import search_notices
from requests.models import Hold, SuggestionState, Visit, WorkKind
from requests.policies.choosing import keep_snapshot, snapshot_of
from requests.policies.plain import Who
from requests.states import VisitState
from requests.wishes.holds import call_window, holds_of

NO_ANSWER = "Keine Antwort auf den vorgeschlagenen Termin"
NOTHING_YET = "Noch nichts entschieden"


def remind_to_decide(visit: Visit, *, now: dt.datetime) -> None:
    """Nobody decided in time: the helpers of the district hear it once more, urgently, and again every two hours."""
    if visit.state == VisitState.HELD:
        _nobody_called(visit, now=now)
        return
    if visit.state != VisitState.DECISION:
        cross_off(visit, WorkKind.DECIDE, now=now)
        return
    if end_times(visit, SuggestionState.OVER, now=now):
        note_down(visit, by=None, now=now, note=NO_ANSWER)
    if visit.cared_at is not None:
        _nothing_came_of_it(visit, now=now)
    search_notices.decision_needed(visit, now=now, is_urgent=True, slot=f"-{now:%m%d%H}")
    owe_step(visit, WorkKind.DECIDE, due_at=clock.next_call_time(now + dt.timedelta(hours=2)))


def _nothing_came_of_it(visit: Visit, *, now: dt.datetime) -> None:
    """Somebody said she takes care of it, and nothing was decided: it goes on again, from the helper on."""
    snapshot = snapshot_of(visit, now=now)
    place = snapshot.place_of(Who.HELPER)
    keep_snapshot(visit, snapshot.back_at(len(snapshot.plan.steps) if place is None else place))
    visit.cared_by = visit.cared_at = None
    visit.save(update_fields=["cared_by", "cared_at", "policy"])
    note_down(visit, by=None, now=now, note=NOTHING_YET)
    watch(visit, now=now)


def _nobody_called(visit: Visit, *, now: dt.datetime) -> None:
    """Still held: what is urgent goes to the one on call, who gets to know her; everything else is said once more."""
    if (
        may_call_out(visit.help_request)
        and Hold.AGREEMENT not in holds_of(visit.help_request)
        and next_on_duty(visit, now=now)
    ):
        advance(visit, VisitState.OPEN, by=None, now=now, note="Niemand hat angerufen", decide_by=None)
        search_on(visit, now=now)
        return
    search_notices.please_get_to_know(visit, now=now, again=True)
    owe_step(visit, WorkKind.DECIDE, due_at=call_window(now + dt.timedelta(hours=2))[1])
