"""What several papers of a conversion have in common."""

import datetime as dt

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing import Letter, blocks
from quarters.conversions import reading
from quarters.conversions.catalogue import EDITION
from quarters.models import Conversion, User

DEAR_ALL = "Sehr geehrte Damen und Herren,"
KINDLY = "Mit freundlichen Grüßen"
BLANK = "________"


def ask_us() -> str:
    house = default_house()
    return _("Fragen? Rufen Sie an: {label}, {phone}.").format(label=house.label, phone=say_phone(house.number))


def from_house(to: list[str], today: dt.date) -> Letter:
    """From the meeting point, with its number beside the window."""
    house = default_house()
    info = [house.label, say_phone(house.number), "", clock.say_date(today, with_year=True)]
    return Letter(to=to, sender=house.label, info=info)


def from_tenant(user: User, to: list[str], today: dt.date) -> Letter:
    sender = " · ".join([user.full_name, *user.postal_lines])
    return Letter(to=to, sender=sender, info=[clock.say_date(today, with_year=True)])


def from_landlord(case: Conversion, to: list[str], today: dt.date) -> Letter:
    return Letter(to=to, sender=landlord_of(case), info=[clock.say_date(today, with_year=True)])


def landlord_of(case: Conversion) -> str:
    return case.landlord.name if case.landlord else "Vermieter"


def address_of(user: User) -> list[str]:
    """For a window; a house that is not known stays open for the pen."""
    salutation = {"Herr": "Herrn"}.get(user.salutation, user.salutation)
    return [line for line in [salutation, user.full_name, *user.postal_lines] if line]


def to_flat(case: Conversion) -> list[str]:
    """Nobody is named: only where the letter goes."""
    building = case.flat.building
    return [
        "An die Mietpartei",
        case.flat.position,
        f"{building.street} {building.house_number}",
        f"{building.postcode} {building.city}".strip(),
    ]


def of_case(case: Conversion) -> blocks.Block:
    return blocks.facts(("Wohnung", str(case.flat)), ("Nummer", case.reference))


def day(on: dt.date | None) -> str:
    return clock.say_date(on, with_year=True) if on else BLANK


def measures(case: Conversion) -> blocks.Block:
    found = [reading.say_measure(one) for one in case.measures.all()]
    return blocks.table(["Was", f"Maße nach {EDITION}"], [[one.name, one.figures] for one in found], [3, 5])
