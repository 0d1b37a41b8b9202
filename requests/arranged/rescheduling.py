"""Another time, or „ich komme später“: either side proposes, the other confirms, reminders follow the new time.

Until somebody has confirmed, the old time holds. Locks request, visit, then the assignment and its proposal.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.arranged.tandem import partner_of
from requests.errors import AlreadyAnswered, NoLongerPossible, WindowIsOver, WrongState
from requests.finding.due import owe_step
from requests.finding.timing import REPORT_AFTER
from requests.locks import lock_visit
from requests.messages import visit_notices
from requests.models import Assignment, ProposalState, TimeProposal, Visit, WorkKind
from requests.states import STANDING_ASSIGNMENT_STATES, VisitState

LATEST = dt.timedelta(hours=3)  # later than that is another time, no delay
FURTHEST = dt.timedelta(days=60)


class GoingTogether(DomainError):
    message = _("Hier gehen zwei Menschen hin. Bitte rufen Sie uns an, dann finden wir eine Zeit, die allen passt.")


def propose_time(
    assignment: Assignment, *, start: dt.datetime, by_tenant: bool, by: User, now: dt.datetime, is_late: bool = False
) -> TimeProposal:
    """Asks the other side; an older proposal is over. The same once more is the same row.

    Raises `WindowIsOver` for a time that is past or too far, `WrongState` when nobody goes any more, `GoingTogether`.
    """
    with transaction.atomic():
        visit, assignment = _standing(assignment)
        if partner_of(assignment) is not None:
            raise GoingTogether()
        window = (start, start + dt.timedelta(minutes=visit.minutes))
        if start <= now or start > now + FURTHEST or start == assignment.planned_window.lower:
            raise WindowIsOver()
        standing = _open(assignment)
        if standing and standing.by_tenant == by_tenant and standing.window.lower == start:
            return standing
        _end(assignment, now=now)
        proposal = TimeProposal.objects.create(
            assignment=assignment, proposed_by=by, by_tenant=by_tenant, is_late=is_late, window=window, proposed_at=now
        )
        proposal.refresh_from_db(fields=["window"])
        visit_notices.time_proposed(proposal, assignment=assignment, now=now)
        wake_engine()
    return proposal


def come_later(
    assignment: Assignment, *, minutes: int, by: User, now: dt.datetime, by_tenant: bool = False
) -> TimeProposal:
    """One side is late by some minutes: who goes, or who waits at home. Raises as `propose_time`."""
    delay = dt.timedelta(minutes=minutes)
    if not dt.timedelta(0) < delay <= LATEST:
        raise WindowIsOver()
    start = assignment.planned_window.lower + delay
    return propose_time(assignment, start=start, by_tenant=by_tenant, by=by, now=now, is_late=True)


def answer_proposal(proposal: TimeProposal, *, agrees: bool, by: User, now: dt.datetime) -> TimeProposal:
    """The other side's answer, also as told to a helper on the phone. The same answer twice changes nothing.

    Raises `AlreadyAnswered`, `NoLongerPossible` when who goes has another visit then, `WrongState`.
    """
    wanted = ProposalState.AGREED if agrees else ProposalState.REFUSED
    with transaction.atomic():
        visit, assignment = _standing(proposal.assignment)
        row = TimeProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if row.state == wanted:
            return row
        if row.state != ProposalState.OPEN:
            raise AlreadyAnswered()
        if agrees:
            _move(visit, assignment, row, now=now)
        row.state, row.answered_by, row.answered_at = wanted, by, now
        row.save(update_fields=["state", "answered_by", "answered_at"])
        visit_notices.time_answered(row, assignment=assignment, now=now)
        wake_engine()
    return row


def _move(visit: Visit, assignment: Assignment, proposal: TimeProposal, *, now: dt.datetime) -> None:
    """The exclusion constraint decides whether she is free then; the wish grows to hold the new time."""
    lower, upper = proposal.window.lower, proposal.window.upper
    if lower <= now:
        raise WindowIsOver()
    try:
        with transaction.atomic():
            Assignment.objects.filter(pk=assignment.pk).update(planned_window=(lower, upper))
    except IntegrityError as error:
        raise NoLongerPossible() from error
    assignment.refresh_from_db(fields=["planned_window"])
    wish = visit.wish_window
    visit.wish_window = (min(wish.lower, lower), max(wish.upper, upper))
    visit.save(update_fields=["wish_window"])
    visit.refresh_from_db(fields=["wish_window"])
    if visit.people_needed > 1:  # whoever was asked to come along was asked for the old time
        owe_step(visit, WorkKind.SECOND, due_at=now)
    owe_step(visit, WorkKind.ASK_REPORT, due_at=upper + REPORT_AFTER)
    visit_notices.moved(assignment, now=now)


def open_proposal(assignment: Assignment | None) -> TimeProposal | None:
    """What waits for an answer while somebody still goes."""
    return _open(assignment) if assignment is not None else None


def _open(assignment: Assignment) -> TimeProposal | None:
    rows = TimeProposal.objects.filter(
        assignment=assignment, state=ProposalState.OPEN, assignment__state__in=STANDING_ASSIGNMENT_STATES
    )
    return rows.select_related("assignment").first()


def _end(assignment: Assignment, *, now: dt.datetime) -> None:
    for row in TimeProposal.objects.filter(assignment=assignment, state=ProposalState.OPEN):
        row.state, row.answered_at = ProposalState.OVER, now
        row.save(update_fields=["state", "answered_at"])
        visit_notices.proposal_over(row)


def _standing(assignment: Assignment) -> tuple[Visit, Assignment]:
    visit = lock_visit(assignment.visit_id)
    rows = Assignment.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    row = rows.filter(pk=assignment.pk, state__in=STANDING_ASSIGNMENT_STATES).first()
    if row is None or visit.state != VisitState.ARRANGED:
        raise WrongState()
    row.visit = visit
    return visit, row
