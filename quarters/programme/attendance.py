"""Who was there: one touch for each, taken back by another. Said again, nothing changes, so that a slow net may repeat it."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from piano.kit.alphabet import alphabetical
from quarters.models import Event, Seat
from quarters.models.registrations import HOLDING

MOST_WALK_INS = 5000


def expected(event: Event) -> list[Seat]:
    """Everybody with a place, in the order of names."""
    rows = Seat.objects.filter(registration__event=event, registration__state__in=HOLDING)
    return list(rows.select_related("registration").order_by(*alphabetical("name"), "pk"))


def note_came(seat: Seat, *, is_there: bool, now: dt.datetime) -> Seat:
    """The first time counts. Locks nothing but the rows it writes."""
    rows = Seat.objects.filter(pk=seat.pk, came_at__isnull=is_there)
    with transaction.atomic():
        changed = rows.update(came_at=now if is_there else None)
        if changed:
            step = 1 if is_there else -1
            Event.objects.filter(registrations=seat.registration_id).update(came=F("came") + step)
    seat.refresh_from_db(fields=["came_at"])
    return seat


def count_walk_in(event: Event, *, leaves: bool = False) -> None:
    """One more is there without a name; or one less, never below nobody. Two tablets at once lose none."""
    rows = Event.objects.filter(pk=event.pk)
    if leaves:
        rows.filter(walk_ins__gt=0).update(walk_ins=F("walk_ins") - 1)
    else:
        rows.filter(walk_ins__lt=MOST_WALK_INS).update(walk_ins=F("walk_ins") + 1)
