"""What is printed of a conversion, by its word in the address: letters (DIN 5008), agreements to sign, a notice for the house.

`OF_FLAT` knows the flat alone, so both sides may print it. `OF_PERSON` names the tenant, and is for helpers.
"""

import datetime as dt
from collections.abc import Callable

from piano.kit.printing import Sheet
from quarters.conversions.papers import funds, house, landlord, tenant
from quarters.models import Conversion, ConversionPerson

OF_FLAT: dict[str, Callable[[Conversion, dt.date], Sheet]] = {
    "pruefung": landlord.check_sheet,
    "antwort": landlord.answer,
    "vereinbarung": landlord.agreement,
    "angebot": house.ask_quote,
    "auftrag": house.order,
    "nachbarn": house.neighbours_notice,
    "abnahme": house.acceptance_protocol,
    "maengel": house.defects_letter,
}
OF_PERSON: dict[str, Callable[[Conversion, ConversionPerson, dt.date], Sheet]] = {
    "einwilligung": tenant.consent,
    "termin": tenant.visit,
    "stand": tenant.standing,
    "erlaubnis": landlord.ask_permission,
    "wohnung": landlord.ask_flat,
    "pflegekasse": funds.care_fund,
    "auszahlung": funds.pay_out,
}
IN_HER_LANGUAGE = ("einwilligung", "termin", "stand")

__all__ = ["IN_HER_LANGUAGE", "OF_FLAT", "OF_PERSON"]
