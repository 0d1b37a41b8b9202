"""Visits that are over and not reported: who went is asked, then asked again; after three times a helper sees it."""

import datetime as dt

from requests.finding.due import cross_off, owe_step
from requests.finding.timing import REPORT_AGAIN
from requests.messages import after_notices
from requests.models import Assignment, Visit, WorkKind
from requests.states import STANDING_ASSIGNMENT_STATES, VisitState

ASKED_AT_MOST = 3


def ask_for_report(visit: Visit, *, now: dt.datetime) -> None:
    """Owes the question and the next step. The caller holds the visit's lock."""
    assignment = (
        Assignment.objects.filter(visit=visit, state__in=STANDING_ASSIGNMENT_STATES).select_related("person").first()
    )
    if visit.state != VisitState.ARRANGED or assignment is None:
        cross_off(visit, WorkKind.ASK_REPORT, now=now)
        return
    days_over = (now - assignment.planned_window.upper).days
    if days_over < ASKED_AT_MOST:
        after_notices.report_wanted(assignment, slot=str(days_over), now=now)
    owe_step(visit, WorkKind.ASK_REPORT, due_at=now + REPORT_AGAIN)
