"""What can go wrong on the day, and what follows: nobody opens, nobody comes, somebody calls off in the last hours.

Each step is ticked with its time; each ends with an outcome that somebody chose. There is no mark on anybody for it.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import TimestamptzRange

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from piano.messaging.models import Message, MessageState
from quarters.models import User
from requests.advance import advance, note_down
from requests.arranged.afterwards import TooEarly, acknowledge_report, report_visit
from requests.arranged.settling import settle_request
from requests.arranged.visits import cancel_visit, release
from requests.errors import WrongState
from requests.finding.due import owe_step
from requests.finding.offers import withdraw_offers
from requests.finding.searching import put_to_decision
from requests.finding.suggested import write_window
from requests.finding.timing import decide_by
from requests.locks import lock_visit
from requests.messages import visit_notices
from requests.mishaps import trouble as base
from requests.mishaps.checklists import AT_THE_DOOR, NO_VISIT, OUTCOMES
from requests.models import Assignment, Outcome, Report, StepKind, Trouble, TroubleKind, TroubleStep, Visit, WorkKind
from requests.states import SEARCHING_STATES, STANDING_ASSIGNMENT_STATES, VisitState

AT_THE_DOOR_FROM = dt.timedelta(minutes=15)  # before the time that was agreed
COMES_UNTIL = dt.timedelta(minutes=15)  # somebody who is late may still come
CALLS = ("called_off_call", "please_wait_call")
DAY_ENDS = dt.time(20)
NOBODY_CAME, SEARCH_TODAY = "Niemand gekommen", "Es muss heute sein"


class NotYet(DomainError):
    message = _("Der Besuch hat noch nicht begonnen. Kommt jemand zu spät, warten Sie bitte noch eine Viertelstunde.")


class NotHers(DomainError):
    message = _("Das klären wir zusammen am Telefon. Bitte rufen Sie uns an.")


def nobody_opens(assignment: Assignment, *, by: User, now: dt.datetime) -> Trouble:
    """Whoever is at the door begins the checklist. Twice is one. Raises `NotYet`, `WrongState`."""
    with transaction.atomic():
        visit, row = _standing(assignment)
        if now < row.planned_window.lower - AT_THE_DOOR_FROM:
            raise NotYet()
        note_down(visit, by=by, now=now, note=str(TroubleKind.DOOR.label))
        return base.open_trouble(row, TroubleKind.DOOR, by=by, now=now)


def nobody_came(assignment: Assignment, *, by: User, now: dt.datetime) -> Trouble:
    """The tenant says so, or somebody for her, a quarter of an hour after the time. Raises `NotYet`, `WrongState`."""
    with transaction.atomic():
        visit, row = _standing(assignment)
        if now < row.planned_window.lower + COMES_UNTIL:
            raise NotYet()
        note_down(visit, by=by, now=now, note=NOBODY_CAME)
        return base.open_trouble(row, TroubleKind.NOBODY_CAME, by=by, now=now)


def _standing(assignment: Assignment) -> tuple[Visit, Assignment]:
    visit = lock_visit(assignment.visit_id)
    row = Assignment.objects.select_related("person").get(pk=assignment.pk)
    if visit.state != VisitState.ARRANGED or row.state not in STANDING_ASSIGNMENT_STATES:
        raise WrongState()
    row.visit = visit
    return visit, row


def tick(trouble: Trouble, kind: str, *, by: User, now: dt.datetime) -> TroubleStep:
    """One step was done. Raises `TroubleIsOver`."""
    with transaction.atomic():
        return base.add_step(_locked(trouble), kind, by=by, now=now)


def note_reached(person: User, *, shown_at: dt.datetime, by: User, now: dt.datetime) -> None:
    """Somebody has her on the telephone, and says what stood on the list at `shown_at`.

    Who was to come knows that nobody needs to; that who waits was called is ticked, what she says is still to be written down.
    """
    calls = Message.objects.filter(recipient=person, state=MessageState.ON_LIST, call__due_at__lte=shown_at)
    for reason, subject in calls.filter(reason__in=CALLS).values_list("reason", "subject"):
        trouble = Trouble.objects.get(pk=int(subject.rpartition(":")[2]))
        with transaction.atomic():
            row = _locked(trouble)
            if row.is_open and reason == "called_off_call":
                base.end_trouble(row, Outcome.REACHED, by=by, now=now)
            elif row.is_open:
                base.add_step(row, StepKind.TENANT, by=by, now=now)


def understood(assignment: Assignment, *, by: User, now: dt.datetime) -> None:
    """Whoever was to come has read that nobody needs to: nobody has to call her. Twice changes nothing."""
    with transaction.atomic():
        visit = lock_visit(assignment.visit_id)
        base.end_what_settled(visit, {TroubleKind.CALLED_OFF: Outcome.REACHED}, by=by, now=now)


def settle(
    trouble: Trouble, outcome: str, *, by: User, now: dt.datetime, words: str = "", at_the_door: bool = False
) -> Trouble:
    """It ends, with what follows from it. Ended twice, the first outcome stands. `at_the_door`: by who stands there.

    Raises `NotHers` where that needs one of us, `WrongState`; another kind's outcome is a `ValueError`.
    """
    if outcome not in OUTCOMES[trouble.kind]:
        raise ValueError(outcome)
    with transaction.atomic():
        row = _locked(trouble)
        if not row.is_open:
            return row
        if at_the_door and outcome not in AT_THE_DOOR:
            raise NotHers()
        note_down(row.visit, by=by, now=now, note=f"{row.get_kind_display()}: {Outcome(outcome).label}")
        base.end_trouble(row, outcome, by=by, now=now, words=words)
        if row.kind == TroubleKind.DOOR and outcome in NO_VISIT:
            _did_not_take_place(row, by=by, now=now, is_settled=not at_the_door)
        elif row.kind != TroubleKind.DOOR and outcome in FOLLOWS:
            FOLLOWS[Outcome(outcome)](row, by=by, now=now)
        wake_engine()
    return row


def _locked(trouble: Trouble) -> Trouble:
    visit = lock_visit(trouble.visit_id)
    row = (
        Trouble.objects.select_for_update(no_key=True, of=("self",))
        .select_related("assignment__person")
        .get(pk=trouble.pk)
    )
    row.visit = row.assignment.visit = visit
    return row


def _did_not_take_place(trouble: Trouble, *, by: User, now: dt.datetime, is_settled: bool = True) -> None:
    """The visit ends as missed; `is_settled` where one of us has just talked to somebody, so that nobody has to call again."""
    if trouble.visit.state != VisitState.ARRANGED:
        return
    note = f"{trouble.get_kind_display()}: {trouble.get_outcome_display()}"
    try:
        report = report_visit(trouble.visit, by=by, took_place=False, minutes=0, note=note, now=now)
    except TooEarly:  # minutes before the time: who went reports it herself
        return
    if is_settled:
        acknowledge_report(Report.objects.get(pk=report.pk), by=by, now=now)


def _search_today(trouble: Trouble, *, by: User, now: dt.datetime) -> None:
    """Somebody else, by tonight. What is searched for already has the whole day, too."""
    visit, assignment = trouble.visit, trouble.assignment
    length = dt.timedelta(minutes=visit.minutes)
    ends = max(visit.wish_window.upper, clock.at(clock.local(now).date(), DAY_ENDS))
    if ends - now < length:
        _other_day(trouble, by=by, now=now)
        return
    if visit.state == VisitState.ARRANGED and assignment.state in STANDING_ASSIGNMENT_STATES:
        release(visit, assignment, by=by, now=now, reason=NOBODY_CAME, is_told=False)
    if visit.state == VisitState.RETURNED:
        advance(visit, VisitState.OPEN, by=by, now=now, note=SEARCH_TODAY, ended_at=None)
    if visit.state not in SEARCHING_STATES:
        raise WrongState()
    visit.wish_window = TimestamptzRange(visit.wish_window.lower, ends)
    visit.save(update_fields=["wish_window"])
    visit.help_request.wish_time = write_window(visit.wish_window)
    visit.help_request.save(update_fields=["wish_time"])
    if visit.state == VisitState.OPEN:
        owe_step(visit, WorkKind.MATCH, due_at=now)
    owe_step(visit, WorkKind.GIVE_BACK, due_at=ends - length)
    settle_request(visit.help_request, by=by, now=now)


def _other_day(trouble: Trouble, *, by: User, now: dt.datetime) -> None:
    """The helper, who has the person on the telephone, writes down when: the visit waits for her decision."""
    visit, assignment = trouble.visit, trouble.assignment
    if visit.state == VisitState.ARRANGED and assignment.state in STANDING_ASSIGNMENT_STATES:
        release(visit, assignment, by=by, now=now, reason=trouble.get_kind_display(), is_told=False)
        if trouble.kind == TroubleKind.ONE_OF_TWO:  # she would have gone
            visit_notices.not_you(assignment, now=now)
    if visit.state in (VisitState.OPEN, VisitState.OFFERED, VisitState.ON_CALL):
        withdraw_offers(visit, now=now, by=by, taken=False)
        give_to_helper(visit, by=by, now=now, note=str(Outcome.OTHER_DAY.label))


def give_to_helper(visit: Visit, *, by: User | None, now: dt.datetime, note: str) -> None:
    """On the helper's list, and nobody is asked before she has looked. The caller holds the visit's lock."""
    by_when = decide_by(now=now, window_ends=visit.wish_window.upper)
    advance(visit, VisitState.DECISION, by=by, now=now, note=note, decide_by=by_when)
    put_to_decision(visit, now=now)


def _not_needed(trouble: Trouble, *, by: User, now: dt.datetime) -> None:
    if trouble.visit.state == VisitState.ARRANGED:
        _did_not_take_place(trouble, by=by, now=now)
    elif trouble.visit.state in SEARCHING_STATES:
        cancel_visit(trouble.visit, by=by, now=now, reason=str(Outcome.NOT_NEEDED.label))


def _nothing(trouble: Trouble, *, by: User, now: dt.datetime) -> None:
    """The visit stays as it is; whoever went reports it."""


FOLLOWS = {
    Outcome.TODAY: _search_today,
    Outcome.OTHER_DAY: _other_day,
    Outcome.NOT_NEEDED: _not_needed,
    Outcome.CAME: _nothing,
}
