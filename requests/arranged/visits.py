"""Answers to offers and arranging by hand; giving up and calling off.

Each verb locks request, visit, offer in that order and is harmless when repeated. What follows a visit: `afterwards`.
"""

import datetime as dt

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from piano.kit.kept import read_rows, run_kept
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance, begin_if_free
from requests.arranged import tandem
from requests.arranged.settling import settle_request
from requests.errors import (
    MonthIsFull,
    NoLongerPossible,
    OfferAlreadyAnswered,
    OfferExpired,
    OfferTaken,
    OftenEnough,
    WeekIsFull,
    WrongState,
)
from requests.finding import second_place
from requests.finding.due import cross_off, owe_step, owe_steps
from requests.finding.offers import open_offers, withdraw_offers
from requests.finding.searching import search_on
from requests.finding.timing import REPORT_AFTER, staff_tells_until
from requests.finding.unfilled import found_again
from requests.finding.why import may_call_before
from requests.locks import lock_for_answer, lock_person, lock_visit
from requests.matching import failing_rule
from requests.messages import search_notices, visit_notices
from requests.mishaps import trouble
from requests.models import Assignment, Offer, Outcome, Tier, TroubleKind, Visit, WorkKind
from requests.qualifying.at_work import check_may_be_sent
from requests.states import (
    OPEN_VISIT_STATES,
    SEARCHING_STATES,
    STANDING_ASSIGNMENT_STATES,
    AssignmentState,
    OfferState,
    VisitState,
)
from requests.wishes.holds import check_released
from requests.wishes.price_yes import check_confirmed

TAKEN = [VisitState.ARRANGED, VisitState.DONE]
STILL_COUNT = [OfferState.OPEN, OfferState.EXPIRED, OfferState.WITHDRAWN]  # neither a yes nor a no of hers
IS_TAKEN = """
SELECT 1 FROM requests_offer offer JOIN requests_visit visit ON visit.id = offer.visit_id
 WHERE offer.id = %s AND offer.state = ANY(%s) AND visit.state = ANY(%s) AND visit.people_needed = 1
"""
FULL: dict[str, type[NoLongerPossible]] = {"week_full": WeekIsFull, "often": OftenEnough, "receivers": MonthIsFull}

EARLIER = "SELECT {columns} FROM requests_assignment row WHERE visit_id = %s AND id < %s ORDER BY id"


def accept_offer(offer: Offer, *, by: User, now: dt.datetime, calls_before: bool = False) -> Visit:
    """The first yes wins; a repeated yes returns the same visit. A late yes counts while nobody is found.

    `calls_before`: she calls the tenant on the day before, as is asked where nobody reads mails.

    Raises `OfferTaken`, `OfferAlreadyAnswered`, `OfferExpired`, `NoLongerPossible`; for a care service what `price_yes` and
    `at_work` raise.
    """
    _check_not_taken(offer)
    with transaction.atomic():
        offer = lock_for_answer(offer.pk)
        visit = offer.visit
        if offer.state == OfferState.ACCEPTED:
            return visit
        if visit.people_needed > 1 and visit.state == VisitState.ARRANGED:
            _check_may_go(offer, visit, by=by, now=now)
            second_place.accept(offer, visit, by=by, now=now)
            return visit
        _check_open(offer, visit, now=now)
        _check_may_go(offer, visit, by=by, now=now)
        check_confirmed(offer)
        advance(offer, OfferState.ACCEPTED, by=by, now=now, answered_at=now)
        start = offer.proposed_start
        arrange(visit, person=offer.person, start=start, by=by, now=now, calls_before=calls_before)
    return visit


def _check_not_taken(offer: Offer) -> None:
    """Most who say yes are a little too late: they hear it from one look without locks, and nobody waits for them. What this
    look lets pass is looked at again under lock.
    """
    if run_kept(IS_TAKEN, [offer.pk, STILL_COUNT, TAKEN]).fetchone():
        raise OfferTaken()


def _check_open(offer: Offer, visit: Visit, *, now: dt.datetime) -> None:
    if offer.state == OfferState.DECLINED:
        raise OfferAlreadyAnswered()
    if visit.state not in SEARCHING_STATES:
        raise OfferTaken() if visit.state in TAKEN else OfferExpired()
    lies_ahead = (
        offer.proposed_start in visit.wish_window and offer.proposed_start >= now
    )  # nobody goes to what is past
    is_for_this_time = offer.tier == Tier.CARE or lies_ahead
    if offer.state not in (OfferState.OPEN, OfferState.EXPIRED) or not is_for_this_time:
        raise OfferExpired()


def _check_may_go(offer: Offer, visit: Visit, *, by: User, now: dt.datetime) -> None:
    """What could have changed since the offer: evidence, pause, a block, her week and month (truth 4). Her other wishes she
    knows herself. The caller holds her lock, so that two answers do not both find room.
    """
    if offer.tier != Tier.VOLUNTEER:
        check_may_be_sent(visit, offer.person, start=max(offer.proposed_start, now), by=by)
        return
    rule = failing_rule(visit, person_id=offer.person_id, start=offer.proposed_start, now=now)
    if rule is not None:
        raise FULL.get(rule.code, NoLongerPossible)()


def arrange(
    visit: Visit,
    *,
    person: User,
    start: dt.datetime,
    by: User | None,
    now: dt.datetime,
    calls_before: bool = False,
    is_told: bool = True,
) -> Assignment:
    """Plans the visit for one person. The exclusion constraint decides whether she is free. The caller holds the lock.

    Without `is_told` only the reminders are owed: a series is told once for all its dates.

    Raises `NoLongerPossible`.
    """
    ends = start + dt.timedelta(minutes=visit.minutes)
    assignment = Assignment(
        visit=visit,
        person=person,
        planned_window=TimestamptzRange(start, ends),
        created_at=now,
        calls_before=calls_before,
    )
    if not begin_if_free(assignment, AssignmentState.PLANNED, by=by, now=now):
        raise NoLongerPossible()
    if visit.people_needed > 1:
        second_place.withdraw_other_times(visit, start=start, by=by, now=now)
    else:
        withdraw_offers(visit, now=now, by=by, taken=True)
    advance(visit, VisitState.ARRANGED, by=by, now=now, decide_by=None)
    cross_off(visit, now=now)
    _owe_what_follows(visit, start=start, ends=ends, now=now)
    settle_request(visit.help_request, by=by, now=now)
    _say_arranged(assignment, by=by, now=now, is_told=is_told)
    found_again(visit, now=now)
    wake_engine()
    return assignment


def _owe_what_follows(visit: Visit, *, start: dt.datetime, ends: dt.datetime, now: dt.datetime) -> None:
    told_by, asked_at = max(now, staff_tells_until(start)), ends + REPORT_AFTER
    owe_steps([(visit, WorkKind.ASK_REPORT, asked_at), (visit, WorkKind.TELL, told_by)])
    if visit.people_needed > 1:
        owe_step(visit, WorkKind.SECOND, due_at=now)


def _say_arranged(assignment: Assignment, *, by: User | None, now: dt.datetime, is_told: bool) -> None:
    """And ends what went wrong before, now that somebody comes after all."""
    visit = assignment.visit
    earlier = read_rows(EARLIER, [visit.pk, assignment.pk], row=Assignment)
    if earlier:
        trouble.end_what_settled(visit, {TroubleKind.GAVE_UP: Outcome.FOUND}, by=by, now=now)
    if is_told:
        visit_notices.arranged(assignment, earlier=earlier, now=now)
    else:
        visit_notices.planned(assignment, now=now)


def decline_offer(offer: Offer, *, by: User, now: dt.datetime, note: str = "") -> Offer:
    """A no. When nobody is left to answer, the next step comes at once. A second no changes nothing.

    Raises `OfferAlreadyAnswered` after a yes.
    """
    with transaction.atomic():
        visit = lock_visit(offer.visit_id)
        offer = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
        if offer.state == OfferState.ACCEPTED:
            raise OfferAlreadyAnswered()
        if offer.state != OfferState.OPEN:
            return offer
        advance(offer, OfferState.DECLINED, by=by, now=now, note=note, answered_at=now)
        search_notices.offers_closed([offer])
        if visit.state in (VisitState.OFFERED, VisitState.ON_CALL) and not open_offers(visit).exists():
            search_on(visit, now=now)
        second_place.after_no(visit, now=now)
        wake_engine()
    return offer


def assign_person(
    visit: Visit, *, person: User, start: dt.datetime, by: User, now: dt.datetime, bends_soft_rules: bool = False
) -> Assignment:
    """A helper arranges it by hand, by the same hard rules. Raises `NoLongerPossible`, `WrongState`."""
    with transaction.atomic():
        lock_person(person.pk)
        visit = lock_visit(visit.pk)
        if visit.state not in SEARCHING_STATES or visit.state == VisitState.HELD:
            raise WrongState()
        check_released(visit.help_request)
        ends = start + dt.timedelta(minutes=visit.minutes)
        inside = visit.wish_window.lower <= start and ends <= visit.wish_window.upper
        if not inside or failing_rule(
            visit, person_id=person.pk, start=start, now=now, with_wishes=not bends_soft_rules
        ):
            raise NoLongerPossible()
        is_asked = may_call_before(visit, start=start, now=now)
        return arrange(visit, person=person, start=start, by=by, now=now, calls_before=is_asked)


def give_up_assignment(
    assignment: Assignment, *, by: User, now: dt.datetime, reason: str = "", is_told: bool = True
) -> Visit:
    """Somebody cannot come after all: the search resumes at once with the time that is left; the tenant is told, unless
    the caller tells her of several visits at once. One of two leaves the other, who is asked whether she goes alone.
    """
    with transaction.atomic():
        visit = lock_visit(assignment.visit_id)
        assignment = _locked(assignment)
        if assignment.state not in STANDING_ASSIGNMENT_STATES:
            return visit
        assignment.visit = visit
        other = tandem.partner_of(assignment)
        if other is not None:
            tandem.one_falls_out(assignment, other, by=by, now=now, reason=reason)
            wake_engine()
            return visit
        is_late = trouble.is_late(assignment, now=now)
        release(visit, assignment, by=by, now=now, reason=reason, is_told=is_told and not is_late)
        if is_late:  # the tenant is called, and asked whether it must be today
            trouble.open_trouble(assignment, TroubleKind.GAVE_UP, by=by, now=now)
        owe_step(visit, WorkKind.MATCH, due_at=now)
        wake_engine()
    return visit


def release(
    visit: Visit, assignment: Assignment, *, by: User | None, now: dt.datetime, reason: str, is_told: bool = True
) -> None:
    """The visit is open again; the tenant is told. The caller holds the locks and says how it goes on."""
    advance(assignment, AssignmentState.CANCELLED, by=by, now=now, note=reason)
    for other in tandem.standing(visit):  # who was there for the first time does not go alone
        advance(other, AssignmentState.CANCELLED, by=by, now=now, note=reason)
        visit_notices.not_you(other, now=now)
    advance(visit, VisitState.OPEN, by=by, now=now, note=reason)
    cross_off(visit, WorkKind.ASK_REPORT, WorkKind.TELL, WorkKind.SECOND, now=now)
    owe_step(visit, WorkKind.GIVE_BACK, due_at=visit.wish_window.upper - dt.timedelta(minutes=visit.minutes))
    settle_request(visit.help_request, by=by, now=now)
    visit_notices.given_up(assignment, now=now, is_told=is_told)


def cancel_visit(visit: Visit, *, by: User, now: dt.datetime, reason: str = "") -> Visit:
    """The tenant does not need it any more: everything stops, and whoever would come is told urgently."""
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.state == VisitState.CANCELLED:
            return visit
        if visit.state not in OPEN_VISIT_STATES:
            raise WrongState()
        withdraw_offers(visit, now=now, by=by, taken=False)
        for assignment in standing(visit):
            advance(assignment, AssignmentState.CANCELLED, by=by, now=now, note=reason)
            visit_notices.called_off(assignment, now=now)
            if trouble.is_late(assignment, now=now):
                assignment.visit = visit
                trouble.open_trouble(assignment, TroubleKind.CALLED_OFF, by=by, now=now)
        advance(visit, VisitState.CANCELLED, by=by, now=now, note=reason, ended_at=now, decide_by=None)
        cross_off(visit, now=now)
        settle_request(visit.help_request, by=by, now=now, reason=reason)
        trouble.end_what_settled(visit, trouble.NOT_NEEDED, by=by, now=now)
        search_notices.nothing_more_due(visit)
        wake_engine()
    return visit


def _locked(assignment: Assignment) -> Assignment:
    return (
        Assignment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person", "visit__help_request__district")
        .get(pk=assignment.pk)
    )


def standing(visit: Visit) -> list[Assignment]:
    rows = Assignment.objects.select_for_update(no_key=True, of=("self",)).select_related("person")
    return list(rows.filter(visit=visit, state__in=STANDING_ASSIGNMENT_STATES).order_by("pk"))
