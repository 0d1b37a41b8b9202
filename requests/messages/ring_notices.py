"""Calls by a machine to whoever has duty, beside the message with the link: a text wakes nobody at three. Rows of the outbox.

Each ring is a row of its own, all written at once, so that nothing has to come back for the next one to be made. How often it
rings, and when again, is the policy's (`Plan.rings`); whoever has answered is left in peace.
"""

import datetime as dt
from dataclasses import dataclass

from helpers.models import Duty
from piano.messaging.models import Channel
from piano.messaging.outbox import Owed, cancel_owed, owe_many
from piano.messaging.reasons import REASONS
from piano.messaging.routes import first_channel
from quarters.models import User
from requests.models import Offer, Visit
from requests.policies.choosing import snapshot_of

OFFER_RING, LOOK_RING = "ring_offer", "ring_look"


def ring_for_offer(offer: Offer, *, now: dt.datetime) -> None:
    """Until the time to answer is over. Nothing without a provider of calls."""
    _ring(OFFER_RING, f"ring:{offer.pk}", offer.person, of=offer.visit, until=offer.answer_by, slot="", now=now)


def ring_to_look(visit: Visit, person: User, *, slot: str, now: dt.datetime) -> None:
    _ring(LOOK_RING, f"look:{visit.pk}", person, of=visit, until=None, slot=slot, now=now)


@dataclass(frozen=True)
class Pauses:
    """How often it rings, and the time from one ring to the next, in general and where nobody heard the last one."""

    rings: int
    between: dt.timedelta
    after_unheard: dt.timedelta


def pauses_of(visit: Visit, *, now: dt.datetime) -> Pauses:
    """As the plan of the running search says it, else the one that would hold now."""
    plan = snapshot_of(visit, now=now).plan
    between = dt.timedelta(minutes=plan.ring_minutes)
    return Pauses(plan.rings, between, min(between, dt.timedelta(minutes=plan.unheard_minutes)))


def stop_ringing(visit: Visit, *, person: User) -> None:
    """She has answered."""
    cancel_owed(subject=f"look:{visit.pk}", reason=LOOK_RING, recipient=person)


def rings_at(person: User, now: dt.datetime) -> str:
    """Where the telephone of the duty rings while she has it, E.164; a deputy's and everybody else's is her own."""
    duty = Duty.objects.filter(person=person, window__contains=now, is_deputy=False).select_related("service").first()
    return (duty and duty.forwards_to) or person.phone


def _ring(
    reason: str, subject: str, person: User, *, of: Visit, until: dt.datetime | None, slot: str, now: dt.datetime
) -> None:
    if first_channel(REASONS[reason], person) == Channel.PHONE or not rings_at(person, now):
        return  # no provider, no number, or she only writes
    pauses = pauses_of(of, now=now)
    moments = [now + turn * pauses.between for turn in range(pauses.rings)]
    rings = [
        Owed(reason, subject, person, not_before=at, expires_at=at + pauses.between, slot=f"{slot}/{turn}")
        for turn, at in enumerate(moments)
        if turn == 0 or until is None or at < until
    ]
    owe_many(rings, now=now)
