"""„Ersatz“: who said yes a moment too late may stay ready, and is asked first when the chosen one cannot come (never sent unasked)."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet

from quarters.models import User
from requests.errors import WrongState
from requests.finding.offers import make_offers
from requests.locks import lock_visit
from requests.matching import rank_candidates
from requests.models import Offer, StandIn, Visit
from requests.states import OfferState, VisitState

SAYS = "steht als Ersatz bereit"


def stand_by(visit: Visit, *, person: User, now: dt.datetime) -> StandIn:
    """One tick. Twice is one. Raises `WrongState` for whoever was not asked, or when nobody goes."""
    with transaction.atomic():
        visit = lock_visit(visit.pk)
        asked = Offer.objects.filter(visit=visit, person=person, was_taken=True, state=OfferState.WITHDRAWN)
        if visit.state != VisitState.ARRANGED or not asked.exists():
            raise WrongState()
        return StandIn.objects.get_or_create(visit=visit, person=person, defaults={"ticked_at": now})[0]


def step_back(visit: Visit, *, person: User) -> None:
    """She does not wait any more. Twice changes nothing."""
    with transaction.atomic():
        lock_visit(visit.pk)
        StandIn.objects.filter(visit=visit, person=person, asked_at=None).delete()


def is_standing_by(visit: Visit, person: User) -> bool:
    return waiting(visit).filter(person=person).exists()


def has_stand_in(visit: Visit) -> bool:
    """No query for a visit that nobody was ever asked for."""
    return visit.rounds > 0 and waiting(visit).exists()


def waiting(visit: Visit) -> QuerySet[StandIn]:
    return StandIn.objects.filter(visit=visit, asked_at=None).select_related("person").order_by("ticked_at", "pk")


def ask_stand_in(visit: Visit, *, now: dt.datetime) -> bool:
    """Asks the first who is ready and still may and can, alone. False when there is nobody. The caller holds the visit's lock."""
    if not has_stand_in(visit):
        return False
    can = {one.person_id: one for one in rank_candidates(visit, now=now)}
    for row in waiting(visit):
        StandIn.objects.filter(pk=row.pk).update(asked_at=now)
        if row.person_id in can:
            one = can[row.person_id]
            make_offers(visit, [replace(one, reasons=(*one.reasons, SAYS))], now=now)
            return True
    return False
