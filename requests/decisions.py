"""What a helper decides when nobody said yes. Every step is one that the engine could take, by the same hard rules."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests import searching
from requests.advance import advance
from requests.due import owe_step
from requests.errors import WrongState
from requests.locks import lock_visit
from requests.matching import rank_candidates
from requests.models import Assignment, Offer, Visit, WorkKind
from requests.offers import make_offers, withdraw_offers
from requests.settling import settle_request
from requests.states import SEARCHING_STATES, VisitState
from requests.timing import ASKED_AT_ONCE
from requests.visits import assign_person


class NobodyLeft(DomainError):
    message = _("Es ist niemand mehr da, den wir noch fragen könnten.")


class ReasonMissing(DomainError):
    message = _("Bitte schreiben Sie einen Grund dazu. Er steht später im Verlauf.")


def ask_more(visit: Visit, *, by: User, now: dt.datetime) -> int:
    """Asks the next three at once. Returns how many. Raises `NobodyLeft`, `WrongState`."""
    with transaction.atomic():
        visit = _locked_in(visit, VisitState.DECISION, VisitState.OPEN)
        people = rank_candidates(visit, now=now)[:ASKED_AT_ONCE]
        if not people:
            raise NobodyLeft()
        offers = make_offers(visit, people, now=now, by=by)
        wake_engine()
    return len(offers)


def ask_person(visit: Visit, *, person: User, by: User, now: dt.datetime) -> Offer:
    """Asks one chosen person of the list. Raises `NobodyLeft` when she may or can not go."""
    with transaction.atomic():
        visit = _locked_in(visit, VisitState.DECISION, VisitState.OPEN)
        chosen = [candidate for candidate in rank_candidates(visit, now=now) if candidate.person_id == person.pk]
        if not chosen:
            raise NobodyLeft()
        offers = make_offers(visit, chosen, now=now, by=by)
        wake_engine()
    return offers[0]


def ask_on_call(visit: Visit, *, by: User, now: dt.datetime) -> Offer:
    """Hands the case to the care partner on call. Raises `NobodyOnCall`, `WrongState`."""
    with transaction.atomic():
        visit = _locked_in(visit, VisitState.DECISION, VisitState.OPEN)
        offer = searching.ask_on_call(visit, now=now, by=by)
        wake_engine()
    return offer


def assign_by_hand(visit: Visit, *, person: User, start: dt.datetime, by: User, now: dt.datetime) -> Assignment:
    """Records a yes given by phone. Raises `NoLongerPossible`, `WrongState`."""
    return assign_person(visit, person=person, start=start, by=by, now=now)


def return_visit(visit: Visit, *, by: User, now: dt.datetime, reason: str) -> Visit:
    """A normal end with a reason: nobody was found. Raises `ReasonMissing`, `WrongState`; twice changes nothing."""
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        if visit.state == VisitState.RETURNED:
            return visit
        if visit.state not in SEARCHING_STATES:
            raise WrongState()
        searching.give_back(visit, now=now, reason=reason.strip(), by=by)
        wake_engine()
    return visit


def search_again(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """Takes a returned visit up again while its time lasts. Raises `WrongState`."""
    with transaction.atomic():
        visit = _locked_in(visit, VisitState.RETURNED)
        last_start = visit.wish_window.upper - dt.timedelta(minutes=visit.minutes)
        if last_start <= now:
            raise WrongState(str(_("Die gewünschte Zeit ist vorbei. Bitte nehmen Sie eine neue Anfrage auf.")))
        advance(visit, VisitState.OPEN, by=by, now=now, ended_at=None)
        owe_step(visit, WorkKind.MATCH, due_at=now)
        owe_step(visit, WorkKind.GIVE_BACK, due_at=last_start)
        settle_request(visit.help_request, by=by, now=now)
        wake_engine()
    return visit


def take_over(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """Stops asking and puts the visit on the helper's own list."""
    with transaction.atomic():
        visit = _locked_in(visit, VisitState.OPEN, VisitState.OFFERED, VisitState.ON_CALL)
        withdraw_offers(visit, now=now, by=by, taken=False)
        searching.put_to_decision(visit, now=now)
    return visit


def _locked_in(visit: Visit, *states: VisitState) -> Visit:
    visit = lock_visit(visit.pk)
    if visit.state not in states:
        raise WrongState()
    return visit
