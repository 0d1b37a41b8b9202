"""Steps that a helper takes by hand for somebody on the phone: answers, taking back, an exception from a soft rule.

Hard rules (evidence, scope, absence, a full week, blocks, two places at once) hold here as everywhere; soft ones (the way, the
usual hours, ticked kinds, language, having been asked) bend with a reason.
"""

import datetime as dt

from django.db import transaction

from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance, begin
from requests.arranged.visits import accept_offer, assign_person, decline_offer, release
from requests.errors import NoLongerPossible, WrongState
from requests.finding import searching
from requests.finding.decisions import NobodyLeft, ReasonMissing, note_decision, ready_in
from requests.finding.offers import make_offers, open_offers, withdraw_offers
from requests.finding.ranking import Candidate
from requests.locks import lock_person, lock_visit
from requests.matching import failing_rule, rank_candidates
from requests.messages import visit_notices
from requests.models import Assignment, DecisionKind, Offer, Visit
from requests.states import AssignmentState, OfferState, VisitState

BY_PHONE = "am Telefon gesagt"


def answer_for(offer: Offer, *, says_yes: bool, by: User, now: dt.datetime) -> Visit:
    """Writes down what somebody who was asked said on the phone. Raises what the answers raise."""
    if says_yes:
        return accept_offer(offer, by=by, now=now)
    return decline_offer(offer, by=by, now=now, note=BY_PHONE).visit


def note_refusal(visit: Visit, *, person: User, by: User, now: dt.datetime) -> Offer:
    """Somebody of the list was asked on the phone first and said no: she is not asked once more.

    Raises `NobodyLeft` for somebody who is not on the list, `WrongState`.
    """
    with transaction.atomic():
        visit = ready_in(visit, VisitState.DECISION, VisitState.OPEN)
        chosen = next((one for one in rank_candidates(visit, now=now) if one.person_id == person.pk), None)
        if chosen is None:
            raise NobodyLeft()
        offer = Offer(
            visit=visit,
            person=person,
            proposed_start=chosen.start,
            reasons=list(chosen.reasons),
            round=visit.rounds,
            asked_at=now,
            answer_by=now,
        )
        begin(offer, OfferState.OPEN, by=by, now=now)
        return advance(offer, OfferState.DECLINED, by=by, now=now, note=BY_PHONE, answered_at=now)


def take_back_offer(offer: Offer, *, by: User, now: dt.datetime) -> Visit:
    """One question is taken back; when nobody else is left to answer, the helper decides. Twice changes nothing."""
    with transaction.atomic():
        visit = lock_visit(offer.visit_id)
        if withdraw_offers(visit, now=now, by=by, taken=False, only=offer) and not open_offers(visit).exists():
            searching.put_to_decision(visit, now=now)
        wake_engine()
    return visit


def take_back_yes(assignment: Assignment, *, reason: str, by: User, now: dt.datetime) -> Visit:
    """The helper plans anew: who would go and the tenant are told, and the helper decides. Raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        visit = lock_visit(assignment.visit_id)
        assignment = Assignment.objects.select_related("person", "visit").get(pk=assignment.pk)
        if assignment.state == AssignmentState.CANCELLED:
            return visit
        if visit.state != VisitState.ARRANGED:
            raise WrongState()
        release(visit, assignment, by=by, now=now, reason=reason.strip())
        visit_notices.not_you(assignment, now=now)
        searching.put_to_decision(visit, now=now)
        wake_engine()
    return visit


def ask_anyway(visit: Visit, *, person: User, start: dt.datetime, reason: str, by: User, now: dt.datetime) -> Offer:
    """Asks somebody against whom only soft rules speak. Raises `ReasonMissing`, `NobodyLeft` by a hard rule, `WrongState`."""
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        visit = ready_in(visit, VisitState.DECISION, VisitState.OPEN)
        ends = start + dt.timedelta(minutes=visit.minutes)
        inside = max(visit.wish_window.lower, now) <= start and ends <= visit.wish_window.upper
        if not inside or not _may(visit, person, start, now):
            raise NobodyLeft()
        note_decision(visit, DecisionKind.EXCEPTION, by=by, now=now, words=reason.strip())
        candidate = Candidate(person.pk, person.full_name, start, 0, (reason.strip(),), 0)
        offers = make_offers(visit, [candidate], now=now, by=by)
        wake_engine()
    return offers[0]


def assign_anyway(
    visit: Visit, *, person: User, start: dt.datetime, reason: str, by: User, now: dt.datetime
) -> Assignment:
    """She said yes on the phone although a soft rule spoke against it. Raises `ReasonMissing`, `NoLongerPossible`."""
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        lock_person(person.pk)
        if not _may(ready_in(visit, VisitState.DECISION, VisitState.OPEN), person, start, now):
            raise NoLongerPossible()
        assignment = assign_person(visit, person=person, start=start, by=by, now=now, bends_soft_rules=True)
        note_decision(visit, DecisionKind.EXCEPTION, by=by, now=now, words=reason.strip())
    return assignment


def _may(visit: Visit, person: User, start: dt.datetime, now: dt.datetime) -> bool:
    """No hard rule keeps her back at this start; her full week is one."""
    return failing_rule(visit, person_id=person.pk, start=start, now=now) is None
