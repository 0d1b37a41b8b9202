"""A helper suggests other times where nobody was found; the person chooses one, or none. The search begins anew with it.

Who reads mails answers on her page, who does not on the telephone: the same rows, the same verbs. When nobody answers in
time the decision comes back to the helper (`reminding.remind_to_decide`). All verbs lock request and visit.
"""

import datetime as dt

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import note_down
from requests.errors import AlreadyAnswered, WindowIsOver, WrongState
from requests.finding.decisions import begin_anew, locked_in, note_decision
from requests.finding.due import owe_step
from requests.finding.suggested import end_times, open_times, write_window
from requests.finding.timing import DECISION_TIME, LEAD_TIME, decide_by
from requests.locks import lock_visit
from requests.messages import search_notices
from requests.models import DecisionKind, SuggestedTime, SuggestionState, Visit, WorkKind
from requests.states import VisitState
from requests.urgency.urgent import is_pressing

Window = tuple[dt.datetime, dt.datetime]
TIME_TO_ANSWER = dt.timedelta(days=1)
NONE_FITS = "Keiner der vorgeschlagenen Termine passt"
TAKEN_BACK = "Vorschlag zurückgenommen"
MOST = 3


def suggest_times(visit: Visit, *, windows: list[Window], by: User, now: dt.datetime) -> list[SuggestedTime]:
    """Asks the person whether one of up to three spans would do; earlier suggestions are over. The same once more is the same.

    The helper gets the decision back when nobody answers. Raises `WindowIsOver` for a span that is past or too short,
    `WrongState`.
    """
    with transaction.atomic():
        visit = locked_in(visit, VisitState.DECISION)
        if not windows or len(windows) > MOST or any(not _is_long_enough(visit, one, now) for one in windows):
            raise WindowIsOver()
        standing = list(open_times(visit))
        if [(one.window.lower, one.window.upper) for one in standing] == windows:
            return standing
        end_times(visit, SuggestionState.OVER, now=now)
        rows = [
            SuggestedTime.objects.create(visit=visit, window=TimestamptzRange(*one), suggested_by=by, suggested_at=now)
            for one in windows
        ]
        _wait_for_answer(visit, ends=max(end for _start, end in windows), now=now)
        note_decision(
            visit, DecisionKind.TIME, by=by, now=now, words="; ".join(write_window(row.window) for row in rows)
        )
        search_notices.times_suggested(visit, slot=rows[0].reference, until=visit.decide_by, now=now)
        wake_engine()
    return rows


def _is_long_enough(visit: Visit, window: Window, now: dt.datetime) -> bool:
    return window[1] - max(window[0], now) >= dt.timedelta(minutes=visit.minutes)


def _wait_for_answer(visit: Visit, *, ends: dt.datetime, now: dt.datetime) -> None:
    """Until a day into the next calling hours, or as long as somebody could still be found. The old wish does not end before."""
    length = dt.timedelta(minutes=visit.minutes)
    answer_by = min(clock.next_call_time(now) + TIME_TO_ANSWER, ends - length - LEAD_TIME)
    visit.decide_by = max(answer_by, now + dt.timedelta(minutes=15))
    visit.save(update_fields=["decide_by"])
    owe_step(visit, WorkKind.DECIDE, due_at=visit.decide_by)
    back = clock.next_call_time(visit.decide_by) + DECISION_TIME
    owe_step(visit, WorkKind.GIVE_BACK, due_at=max(visit.wish_window.upper - length, back))


def choose_time(time: SuggestedTime, *, by: User, now: dt.datetime) -> Visit:
    """Her yes, given by herself or told to a helper: the wish has this time, and we search anew. Twice changes nothing.

    Raises `AlreadyAnswered`, `WindowIsOver`, `WrongState`.
    """
    with transaction.atomic():
        visit = lock_visit(time.visit_id)
        row = SuggestedTime.objects.get(pk=time.pk)
        if row.state == SuggestionState.CHOSEN:
            return visit
        _check_open(row, visit)
        window = (row.window.lower, row.window.upper)
        if not _is_long_enough(visit, window, now):
            raise WindowIsOver()
        row.state, row.answered_by, row.answered_at = SuggestionState.CHOSEN, by, now
        row.save(update_fields=["state", "answered_by", "answered_at"])
        end_times(visit, SuggestionState.OVER, now=now)
        search_notices.times_over(visit)
        begin_anew(visit, window=window, by=by, now=now)
    return visit


def refuse_times(time: SuggestedTime, *, by: User, now: dt.datetime) -> Visit:
    """None of those that were suggested together with this one: the helper decides again. Twice changes nothing.

    Raises `AlreadyAnswered`, `WrongState`.
    """
    with transaction.atomic():
        visit = lock_visit(time.visit_id)
        row = SuggestedTime.objects.get(pk=time.pk)
        if row.state == SuggestionState.REFUSED:
            return visit
        _check_open(row, visit)
        end_times(visit, SuggestionState.REFUSED, now=now, answered_by=by)
        _decide_again(visit, now=now)
        note_down(visit, by=by, now=now, note=NONE_FITS)
        search_notices.decision_needed(visit, is_urgent=is_pressing(visit), now=now, slot=f"-{row.reference}")
        wake_engine()
    return visit


def withdraw_times(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """The helper takes back what she suggested and decides again; nobody is asked about it any more. Twice changes nothing.

    Raises `AlreadyAnswered` when an answer was quicker.
    """
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.state != VisitState.DECISION:
            raise AlreadyAnswered()
        if end_times(visit, SuggestionState.OVER, now=now):
            _decide_again(visit, now=now)
            note_down(visit, by=by, now=now, note=TAKEN_BACK)
            wake_engine()
    return visit


def _decide_again(visit: Visit, *, now: dt.datetime) -> None:
    visit.decide_by = decide_by(now=now, window_ends=max(visit.wish_window.upper, now + DECISION_TIME))
    visit.save(update_fields=["decide_by"])
    owe_step(visit, WorkKind.DECIDE, due_at=visit.decide_by)


def _check_open(row: SuggestedTime, visit: Visit) -> None:
    if row.state != SuggestionState.OPEN:
        raise AlreadyAnswered()
    if visit.state != VisitState.DECISION:
        raise WrongState()
