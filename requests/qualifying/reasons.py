"""What is written when papers do not suffice for what is planned."""

from typing import Any

from helpers.courses.expiring import employer_of
from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from requests.models import Lapse, LapseOutcome
from requests.states import AssignmentState
from volunteers.models import Volunteer

say_about("requests:papers", "Nachweise Ihrer Ehrenamtlichen")


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    row = Lapse.objects.select_related("assignment__person").get(pk=pk)
    person, house = row.assignment.person, default_house()
    volunteer = Volunteer.objects.select_related("association").filter(user=person).first()
    return {
        "who": person.full_name,
        "moment": clock.say_moment(row.assignment.planned_window.lower),
        "association": str(volunteer.association if volunteer else employer_of(person) or house.label),
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
