"""The two telephone numbers of a week: our own of her quarter, and whoever else is near to her."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from piano.kit.house import default_house
from quarters.models import Resident
from requests.weeks.care import service_agreed_to

DOCTOR = "116117"


class Number(NamedTuple):
    """`number` in E.164, or short and as it is dialled."""

    label: str
    number: str


def numbers_for(resident: Resident) -> list[Number]:
    """Ours; then her own person of trust, else the care service that writes on her week, else the doctor on duty."""
    house = default_house()
    phone = resident.district.phone if resident.district else ""
    return [Number(house.label, phone or house.number), _second(resident)]


def _second(resident: Resident) -> Number:
    if resident.contact_phone:
        return Number(resident.contact_name or _("Vertrauensperson"), resident.contact_phone)
    service = service_agreed_to(resident)
    if service is not None and service.phone:
        return Number(str(service), service.phone)
    return Number(_("Praxis geschlossen? Arzt:").rstrip(":"), DOCTOR)
