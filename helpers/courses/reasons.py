"""What is written to whoever stands in a course: each reason with its words' values, and whether it is still owed."""

from collections.abc import Callable
from typing import Any

from helpers.models import Certificate, Participant, PlaceState
from helpers.models.courses import STANDING
from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.signing.behind_sign_in import link_behind_sign_in

OWN_PAGE = "requests:my_learning"  # a room above keeps it, and says what it is about


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    row = Participant.objects.select_related("course__organisation").get(pk=pk)
    first = row.course.days.order_by("starts_at").first()
    house = default_house()
    return {
        "title": row.course.title,
        "moment": clock.say_moment(first.starts_at) if first else "",
        "day": clock.say_day(first.starts_at) if first else "",
        "where": row.course.place,
        "who": str(row.course.organisation),
        "link": link_behind_sign_in(recipient, OWN_PAGE),
        "house_label": house.label,
        "house_phone": say_phone(house.number),
    }


def _is(*states: str, off: bool = False) -> Callable[[int], bool]:
    def is_still_due(pk: int) -> bool:
        rows = Participant.objects.filter(pk=pk, state__in=states, course__called_off_at__isnull=not off)
        return bool(rows.exists())

    return is_still_due


def _is_certified(pk: int) -> bool:
    return Certificate.objects.filter(participant=pk, taken_back_at=None).exists()


for name, is_still_due in (
    ("course_place", _is(PlaceState.HAS_PLACE)),
    ("course_reminder", _is(PlaceState.HAS_PLACE)),
    ("course_waiting", _is(PlaceState.WAITING)),
    ("course_off", _is(*STANDING, off=True)),
    ("course_certified", _is_certified),
):
    register(
        Reason(
            name=name,
            message_class=MessageClass.NORMAL,
            is_still_due=is_still_due,
            context=_about,
            priority=3 if name == "course_off" else 5,
            is_said_along=name != "course_off",
        )
    )
