"""Which other times wait for an answer, and how they end. Read by pages, messages and the engine; verbs are in `suggesting`."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from piano.kit import clock
from requests.messages import search_notices
from requests.models import SuggestedTime, SuggestionState, Visit
from requests.states import VisitState


def open_times(visit: Visit) -> QuerySet[SuggestedTime]:
    """In the order in which they were suggested; only while a decision waits."""
    rows = SuggestedTime.objects.filter(visit=visit, visit__state=VisitState.DECISION, state=SuggestionState.OPEN)
    return rows.order_by("pk")


def end_times(visit: Visit, state: SuggestionState, *, now: dt.datetime, **answer: Any) -> int:
    """Whatever still waits ends, and is asked no more. The caller holds the visit's lock. Returns how many."""
    rows = SuggestedTime.objects.filter(visit=visit, state=SuggestionState.OPEN)
    ended = rows.update(state=state, answered_at=now, **answer)
    if ended:
        search_notices.times_over(visit)
    return ended


def write_window(window: Any) -> str:
    """In German, as it is kept."""
    with translation.override("de"):
        return clock.say_span(window.lower, window.upper)
