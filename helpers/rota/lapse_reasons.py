"""What is written when papers do not suffice for a planned duty. Only her coordination and she herself read of a paper."""

from typing import Any

from helpers.courses.expiring import coordination_of, employer_of
from helpers.models import DutyLapse
from helpers.notices import districts_of
from helpers.rota.coverage import say_gap
from helpers.rota.duty_lapses import open_lapses
from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.messaging.models import MessageClass
from piano.messaging.reasons import Reason, register
from quarters.models import RoleKind
from quarters.signing.behind_sign_in import link_behind_sign_in

DECIDE, OWN_PAGE = "requests:papers", "requests:my_learning"  # rooms above keep them, and say what they are about


def _about(pk: int, recipient: Any) -> dict[str, Any]:
    row = DutyLapse.objects.select_related("duty__service__organisation", "duty__district", "person").get(pk=pk)
    duty, house = row.duty, default_house()
    return {
        "who": row.person.full_name,
        "span": say_gap((duty.window.lower, duty.window.upper)),
        "districts": ", ".join(district.name for district in districts_of(duty)),
        "has_coordination": bool(coordination_of(row.person, on=clock.today())),
        "employer": str(employer_of(row.person) or house.label),
        "house_label": house.label,
        "house_phone": say_phone(house.number),
    }


def _about_office(pk: int, recipient: Any) -> dict[str, Any]:
    return {**_about(pk, recipient), "link": link_behind_sign_in(recipient, DECIDE)}


def _about_her(pk: int, recipient: Any) -> dict[str, Any]:
    return {**_about(pk, recipient), "link": link_behind_sign_in(recipient, OWN_PAGE)}


def _about_keeper(pk: int, recipient: Any) -> dict[str, Any]:
    is_helper = recipient.roles.valid_on(clock.today()).filter(kind=RoleKind.HELPER).exists()
    page = "helpers:rota" if is_helper else "helpers:own_duties"
    return {**_about(pk, recipient), "link": link_behind_sign_in(recipient, page)}


def _is_open(pk: int) -> bool:
    return open_lapses(now=clock.now()).filter(pk=pk).exists()


for name, message_class, context in (
    ("duty_paper", MessageClass.NORMAL, _about_office),
    ("duty_by_phone", MessageClass.URGENT, _about_her),
    ("duty_plan_ahead", MessageClass.NORMAL, _about_keeper),
    ("duty_nobody_goes", MessageClass.URGENT, _about_keeper),
):
    register(Reason(name=name, message_class=message_class, is_still_due=_is_open, context=context, priority=2))
