"""The provider says that nobody heard a ring: it rings again soon, and after the last ring it is the next one's turn.

Busy, nobody there and a machine that picks up are alike. The time from one ring to the next is the policy's (`Plan.rings`).
"""

import datetime as dt

from django.db import transaction

from piano.kit.sweeps import wake_engine
from piano.messaging.hastening import bring_forward
from quarters.models import User
from requests.finding.due import owe_step
from requests.locks import lock_visit
from requests.messages.ring_notices import LOOK_RING, OFFER_RING, pauses_of
from requests.models import AlertLook, DueWork, Offer, Visit, WorkKind
from requests.states import OfferState, VisitState


def ring_offer_sooner(pk: int, person: User, now: dt.datetime) -> None:
    """Without another ring to come her time to answer ends, and the deputy is asked. Locks visit, offer, messages."""
    with transaction.atomic():
        visit = lock_visit(Offer.objects.values_list("visit", flat=True).get(pk=pk))
        offer = Offer.objects.select_for_update(no_key=True).get(pk=pk)
        soon = now + pauses_of(visit, now=now).after_unheard
        if offer.state != OfferState.OPEN or _rings_sooner(OFFER_RING, f"ring:{pk}", person, soon, now):
            return
        if (
            soon < offer.answer_by and not AlertLook.objects.filter(offer=offer).exists()
        ):  # she is not looking at it already
            offer.answer_by = soon
            offer.save(update_fields=["answer_by"])
            owe_step(visit, WorkKind.EXPIRE, due_at=soon)
            wake_engine()


def ring_to_look_sooner(pk: int, person: User, now: dt.datetime) -> None:
    """Without another ring to come the next one hears of it. Locks visit, messages."""
    with transaction.atomic():
        visit = lock_visit(pk)
        soon = now + pauses_of(visit, now=now).after_unheard
        if _rings_sooner(LOOK_RING, f"look:{pk}", person, soon, now) or not _goes_on(visit, soon):
            return
        owe_step(visit, WorkKind.ESCALATE, due_at=soon)
        wake_engine()


def _rings_sooner(reason: str, subject: str, person: User, soon: dt.datetime, now: dt.datetime) -> bool:
    is_coming = bring_forward(subject=subject, reason=reason, recipient=person, at=soon, now=now)
    if is_coming:
        wake_engine()
    return is_coming


def _goes_on(visit: Visit, soon: dt.datetime) -> bool:
    """Somebody else is told anyway, only later than `soon`."""
    waits = DueWork.objects.filter(visit=visit, kind=WorkKind.ESCALATE, done_at=None, due_at__gt=soon)
    return visit.state == VisitState.DECISION and visit.cared_at is None and waits.exists()
