"""What is owed to whom about a conversion: rows of the outbox, written in the transaction of their cause."""

import datetime as dt

from piano.kit import clock
from piano.messaging.outbox import cancel_owed, owe
from quarters.conversions.words import UNSAID
from quarters.models import Conversion, Resident, Role, RoleKind, User

STEP, DUE, TURN = "conversion_step", "conversion_due", "conversion_turn"
FOR_TAKING_BACK = dt.timedelta(minutes=15)


def subject_of(conversion: Conversion) -> str:
    return f"conversion:{conversion.pk}"


def tell_step(conversion: Conversion, *, now: dt.datetime) -> None:
    """A word to the tenant how it goes on; it waits some minutes, so that the step can still be taken back. Needs a transaction."""
    if conversion.state in UNSAID:
        return
    cancel_owed(subject=subject_of(conversion), reason=STEP)
    resident = Resident.objects.filter(conversions__conversion=conversion, died_on=None).select_related("user").first()
    if resident is not None:
        owe(
            reason=STEP,
            subject=subject_of(conversion),
            recipient=resident.user,
            now=now,
            not_before=now + FOR_TAKING_BACK,
            slot=f"{conversion.state}:{now:%Y%m%d%H%M%S}",
        )


def tell_landlord(conversion: Conversion, *, by: User | None, now: dt.datetime) -> None:
    """Its people are at the turn: each of them reads it, but whoever has just pressed. It waits like `tell_step`. Needs a transaction."""
    cancel_owed(subject=subject_of(conversion), reason=TURN)
    rows = Role.objects.valid_on(clock.local(now).date()).filter(
        kind=RoleKind.GWG_STAFF, organisation=conversion.landlord_id, user__is_active=True
    )
    for person in User.objects.filter(pk__in=rows.values("user")).order_by("pk"):
        if person == by:
            continue
        owe(
            reason=TURN,
            subject=subject_of(conversion),
            recipient=person,
            now=now,
            not_before=now + FOR_TAKING_BACK,
            slot=f"{conversion.state}:{now:%Y%m%d%H%M%S}",
        )
