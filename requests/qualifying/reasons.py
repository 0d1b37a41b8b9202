"""What is written when papers do not suffice for what is planned."""

from typing import Any

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.behind_sign_in import link_behind_sign_in, say_about
from requests.models import Lapse, LapseOutcome
from requests.states import AssignmentState

say_about("requests:papers", "Nachweise Ihrer Ehrenamtlichen")


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    rows = Lapse.objects.select_related("assignment__person__volunteer__association")
    row = rows.get(pk=pk)
    house = default_house()
    return {
        "who": row.assignment.person.full_name,
        "moment": clock.say_moment(row.assignment.planned_window.lower),
        "association": str(row.assignment.person.volunteer.association),
        "house_label": house.label,
        "house_phone": say_phone(house.number),
    }


def _about_office(pk: int, recipient: Any) -> dict[str, Any]:
    return {**_about(pk, recipient), "link": link_behind_sign_in(recipient, "requests:papers")}


def _is_open(pk: int) -> bool:
    return Lapse.objects.filter(pk=pk, outcome="", assignment__state=AssignmentState.PLANNED).exists()


def _is_given_over(pk: int) -> bool:
    return Lapse.objects.filter(pk=pk, outcome__in=(LapseOutcome.OTHER, LapseOutcome.MORNING)).exists()


register(
    Reason(
        name="paper_lapsed",
        message_class=MessageClass.NORMAL,
        is_still_due=_is_open,
        context=_about_office,
        priority=3,
    )
)
register(
    Reason(
        name="paper_stay",
        message_class=MessageClass.URGENT,
        is_still_due=_is_given_over,
        context=_about,
        priority=2,
    )
)
