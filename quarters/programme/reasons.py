"""What is written to whoever has registered: each reason with its words' values, and whether it is still owed."""

from collections.abc import Callable
from typing import Any

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.links import link_to
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import Registration, RegistrationState, User
from quarters.models.registrations import STANDING
from quarters.programme.calendars import invitation_of
from quarters.programme.links import lost_behind, registration_link
from quarters.programme.words import say_place, say_price, say_title
from quarters.signing.new_links import offers_new


def _about(pk: int, recipient: User) -> dict[str, Any]:
    rows = Registration.objects.select_related("event__meeting_point__district", "person")
    registration = rows.get(pk=pk)
    event = registration.event
    starts_at = registration.slot_at or event.starts_at
    house = default_house()
    return {
        "title": say_title(event),
        "moment": clock.say_moment(starts_at),
        "day": clock.say_day(starts_at),
        "time": clock.say_time(starts_at),
        "where": say_place(event),
        "price": say_price(event),
        "places": registration.places,
        "answer_by": clock.say_moment(registration.confirm_by) if registration.confirm_by else "",
        "note": event.cancel_note,
        "link": registration_link(registration),
        "programme": link_to("quarters:events"),
        "house_label": house.label,
        "house_phone": say_phone(event.meeting_point.phone or house.number),
    }


def _is(*states: str, cancelled: bool = False) -> Callable[[int], bool]:
    def is_still_due(pk: int) -> bool:
        rows = Registration.objects.filter(pk=pk, state__in=states, event__cancelled_at__isnull=not cancelled)
        return bool(rows.exists())

    return is_still_due


for name, is_still_due in (
    ("event_registered", _is(RegistrationState.REGISTERED)),
    ("event_waiting", _is(RegistrationState.WAITING)),
    ("event_place_free", _is(RegistrationState.ASKED)),
    ("event_place_gone", _is(RegistrationState.LAPSED)),
    ("event_reminder", _is(RegistrationState.REGISTERED)),
    ("event_moved", _is(*STANDING)),
    ("event_cancelled", _is(*STANDING, cancelled=True)),
):
    register(
        Reason(
            name=name,
            message_class=MessageClass.NORMAL,
            is_still_due=is_still_due,
            context=_about,
            priority=3 if name in ("event_place_free", "event_cancelled", "event_moved") else 5,
            is_said_along=name in ("event_registered", "event_waiting", "event_reminder", "event_place_gone"),
            attach=invitation_of if name in ("event_registered", "event_moved", "event_cancelled") else None,
        )
    )
offers_new("registration", lost_behind, is_still_due=_is(*STANDING), context=_about)
