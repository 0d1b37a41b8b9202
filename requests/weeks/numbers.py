"""The two telephone numbers of a week: our own of her quarter, and whoever else is near to her."""

from typing import NamedTuple

from django.db.models import Value
from django.utils.translation import gettext as _

from helpers.on_duty.answering import who_answers
from quarters.models import Resident
from requests.weeks.care import service_agreed_to

DOCTOR = "116117"


class Number(NamedTuple):
    """`number` in E.164, or short and as it is dialled."""

    label: str
    number: str


def numbers_for(resident: Resident) -> list[Number]:
    """Ours; then her own person of trust, else the care service that writes on her week, else the doctor on duty."""
    ours = who_answers(("week", resident.district_id), Value(resident.district_id or 0))
    return [Number(ours.label, ours.number), _second(resident)]


def _second(resident: Resident) -> Number:
    if resident.contact_phone:
        return Number(resident.contact_name or _("Vertrauensperson"), resident.contact_phone)
    service = service_agreed_to(resident)
    if service is not None and service.phone:
        return Number(str(service), service.phone)
    return Number(_("Praxis geschlossen? Arzt:").rstrip(":"), DOCTOR)
