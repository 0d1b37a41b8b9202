"""The programme: what somebody eats, who had registered, and who planned a date. All of it counts from the end of the date."""

import datetime as dt

from django.db.models import Q

from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from quarters.models import Event, Registration, Seat


def _old_meals(before: dt.datetime) -> Rows:
    seats = Seat.objects.filter(registration__event__ends_at__lt=before)
    return seats.exclude(meal="", allergies="")


def _forget_meals(seats: Rows, now: dt.datetime) -> None:
    seats.update(meal="", allergies="")


def _old_registrations(before: dt.datetime) -> Rows:
    return Registration.objects.filter(event__ends_at__lt=before)


def _old_hosts(before: dt.datetime) -> Rows:
    return Event.objects.filter(Q(host__isnull=False) | Q(planned_by__isnull=False), ends_at__lt=before)


def _forget_hosts(events: Rows, now: dt.datetime) -> None:
    events.update(host=None, planned_by=None)


register(
    Eraser(
        name="meals",
        label="Was jemand bei einem gemeinsamen Essen isst und nicht verträgt",
        period=Period.DAYS_14,
        overdue=_old_meals,
        blanks={Seat: ("meal", "allergies")},
        erase=_forget_meals,
    )
)
register(
    Eraser(
        "registrations",
        "Anmeldungen zu Terminen",
        Period.MONTHS_3,
        _old_registrations,
        removes=(Registration, Seat),
    )
)
register(
    Eraser(
        name="event_hosts",
        label="Wer einen Termin geplant und geleitet hat",
        period=Period.MONTHS_12,
        overdue=_old_hosts,
        blanks={Event: ("host", "planned_by")},
        erase=_forget_hosts,
    )
)
