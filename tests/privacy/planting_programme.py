"""A shared meal that has just ended, with somebody who came."""

import datetime as dt

from quarters.models import Event, EventKind, MeetingPoint, Registration, RegistrationState, Resident, Seat, User


def plant_event(tenant: Resident, helper: User, *, words: str, now: dt.datetime) -> Registration:
    """Something in every field that says something about somebody."""
    point = MeetingPoint.objects.create(district=tenant.district, name="Treff", slug="treff-des-essens")
    event = Event.objects.create(
        meeting_point=point,
        kind=EventKind.MEAL,
        title="Essen",
        starts_at=now - dt.timedelta(hours=1),
        ends_at=now,
        needs_registration=True,
        has_meal=True,
        has_lifts=True,
        host=helper,
        planned_by=helper,
        created_at=now,
    )
    row = Registration.objects.create(
        event=event,
        person=tenant.user,
        state=RegistrationState.REGISTERED,
        turn=1,
        slot_at=now,
        lift="offered",
        lift_from=words,
        way="phone",
        written_by=helper,
        registered_at=now,
        confirm_by=now,
        ended_at=now,
    )
    Seat.objects.create(registration=row, position=0, name=words, meal="vegan", allergies=words, came_at=now)
    return row
