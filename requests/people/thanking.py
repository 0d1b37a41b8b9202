"""Thanks in writing to whoever stops helping, with what she did and where her certificate lies."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.signing.behind_sign_in import link_behind_sign_in, say_about
from requests.people.parting import THANKS, hours_of
from requests.prints.hours import say_hours
from volunteers.models import Volunteer, VolunteerState

say_about("requests:own_hours", _("Ihre Bescheinigung"))


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    hours, house = hours_of(Volunteer.objects.get(pk=pk).user), default_house()
    return {
        "gone": hours.visits,
        "hours": say_hours(hours.minutes),
        "link": link_behind_sign_in(recipient, "requests:own_hours"),
        "house_label": house.label,
        "house_phone": say_phone(house.number),
    }


def _has_left(pk: int) -> bool:
    return Volunteer.objects.filter(pk=pk, state=VolunteerState.LEFT).exists()


register(
    Reason(
        name=THANKS,
        message_class=MessageClass.NORMAL,
        is_still_due=_has_left,
        context=_about,
        is_said_along=True,
    )
)
