"""The second place of a visit that needs two: one yes arranges the visit as ever, and the other place goes on being looked for.

Volunteers are asked for exactly the time at which the first one goes, wave by wave. On the day before, and as soon as nobody is
left to ask then, a helper decides whether one is enough (`TroubleKind.ONE_OF_TWO`). How two go together: `tandem`.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from django.db import transaction

from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance, note_down
from requests.arranged import tandem
from requests.errors import OfferAlreadyAnswered, OfferExpired, OfferTaken
from requests.finding.due import cross_off, owe_step
from requests.finding.offers import ask_along, expire_offers, open_offers, withdraw_offers
from requests.finding.ranking import Candidate
from requests.finding.timing import ASKED_AT_ONCE
from requests.locks import lock_visit
from requests.matching import failing_rule, rank_candidates
from requests.mishaps import trouble
from requests.models import Assignment, Offer, Tier, TroubleKind, Visit, WorkKind
from requests.states import OPEN_VISIT_STATES, OfferState, VisitState

TWO, ONE = 2, 1
LOOK_AGAIN = dt.timedelta(hours=6)  # when nobody is left to ask: somebody may come back, or have time after all
HELPER_HEARS = dt.timedelta(days=1)  # before the visit
LOOKED_AT = 30  # of the best candidates: each is judged for the very minute
NEEDS_TWO = "Dafür braucht es zwei Menschen"


def lacks_one(visit: Visit, going: list[Assignment], *, now: dt.datetime) -> bool:
    """One of two goes, and the visit is still ahead."""
    is_short = visit.people_needed == TWO and visit.state == VisitState.ARRANGED and len(going) == 1
    return is_short and bool(going[0].planned_window.lower > now)


def is_wanted(offer: Offer, visit: Visit, *, now: dt.datetime) -> bool:
    """Whether her yes would fill the second place."""
    if visit.people_needed != TWO or visit.state != VisitState.ARRANGED:
        return False
    going = tandem.standing(visit)
    return lacks_one(visit, going, now=now) and going[0].planned_window.lower == offer.proposed_start


def withdraw_other_times(visit: Visit, *, start: dt.datetime, by: User | None, now: dt.datetime) -> None:
    """Who was asked for the time at which the first one goes may still come along; the others are asked anew. The caller holds
    the visit's lock.
    """
    for offer in open_offers(visit).exclude(proposed_start=start).order_by("pk"):
        withdraw_offers(visit, now=now, by=by, taken=True, only=offer)


def look_for_second(visit: Visit, *, now: dt.datetime) -> None:
    """The step that is due: who could come along is asked, else a helper hears of it. The caller holds the visit's lock."""
    cross_off(visit, WorkKind.SECOND, now=now)
    expire_offers(visit, now=now)
    going = tandem.standing(visit)
    if not lacks_one(visit, going, now=now):
        return
    start = going[0].planned_window.lower
    hears_at = start - HELPER_HEARS
    withdraw_other_times(visit, start=start, by=None, now=now)  # it may have been moved
    waiting = open_offers(visit).order_by("answer_by").last()
    if waiting is None:
        people = next_people(visit, going[0], now=now)
        if people:
            waiting = max(ask_along(visit, people, start=start, now=now), key=lambda offer: offer.answer_by)
    if now >= hears_at:
        trouble.open_trouble(going[0], TroubleKind.ONE_OF_TWO, by=None, now=now)
    if waiting is None and now + LOOK_AGAIN >= start:
        return
    due = waiting.answer_by if waiting else now + LOOK_AGAIN
    owe_step(visit, WorkKind.SECOND, due_at=min(due, hears_at) if hears_at > now else due)


def next_people(visit: Visit, first: Assignment, *, now: dt.datetime) -> list[Candidate]:
    """Who may and can come along at that minute, the best first: some who read messages, else one by telephone."""
    free = list(_free_then(visit, first, now=now))
    in_writing = [one for one in free if not one.by_phone][:ASKED_AT_ONCE]
    return in_writing or free[:1]


def _free_then(visit: Visit, first: Assignment, *, now: dt.datetime) -> Iterator[Candidate]:
    start = first.planned_window.lower
    for one in islice(rank_candidates(visit, now=now), LOOKED_AT):
        is_other = one.person_id != first.person_id
        if is_other and not failing_rule(visit, person_id=one.person_id, start=start, now=now, with_wishes=True):
            yield one


def accept(offer: Offer, visit: Visit, *, by: User, now: dt.datetime) -> None:
    """A yes to come along. The caller holds person, visit and offer.

    Raises `OfferTaken` where nobody is missing, `OfferExpired` for another time, `NoLongerPossible` by the rules.
    """
    going = tandem.standing(visit)
    if offer.state == OfferState.DECLINED:
        raise OfferAlreadyAnswered()
    if not lacks_one(visit, going, now=now):
        raise OfferTaken()
    is_for_this_time = offer.tier == Tier.VOLUNTEER and offer.proposed_start == going[0].planned_window.lower
    if offer.state not in (OfferState.OPEN, OfferState.EXPIRED) or not is_for_this_time:
        raise OfferExpired()
    advance(offer, OfferState.ACCEPTED, by=by, now=now, answered_at=now)
    tandem.go_along(visit, person=offer.person, first=going[0], by=by, now=now)


def after_no(visit: Visit, *, now: dt.datetime) -> None:
    """Nobody else is left to answer: the next ones are asked at once. The caller holds the visit's lock."""
    if visit.people_needed == TWO and visit.state == VisitState.ARRANGED and not open_offers(visit).exists():
        owe_step(visit, WorkKind.SECOND, due_at=now)


def set_people_needed(visit: Visit, count: int, *, by: User, now: dt.datetime) -> None:
    """A helper says whether it needs one or two, for this request and each of its coming visits. The same again changes nothing.

    Where two go already, two go on going: to send one home is a word of its own (`tandem.cut_to_one`).
    """
    with transaction.atomic():
        help_request = lock_visit(visit.pk).help_request
        if help_request.people_needed != count:
            help_request.people_needed = count
            help_request.save(update_fields=["people_needed"])
        for row in help_request.visits.filter(state__in=OPEN_VISIT_STATES).order_by("pk"):
            one = lock_visit(row.pk)
            if one.people_needed != count and (count == TWO or len(tandem.standing(one)) < TWO):
                _set(one, count, by=by, now=now)
        wake_engine()


def _set(visit: Visit, count: int, *, by: User, now: dt.datetime) -> None:
    if count == ONE:
        tandem.let_one_be_enough(visit, by=by, now=now)
        return
    visit.people_needed = count
    visit.save(update_fields=["people_needed"])
    note_down(visit, by=by, now=now, note=NEEDS_TWO)
    if visit.state == VisitState.ARRANGED:
        owe_step(visit, WorkKind.SECOND, due_at=now)
