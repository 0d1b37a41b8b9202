"""What is said of health and of the care fund: for tenant and helper alone, sealed in the column (domain 6.3; docs/decisions/066)."""

import datetime as dt

from django.db import transaction

from quarters.conversions.advancing import lock
from quarters.conversions.errors import GateShut, NoSuchThing
from quarters.conversions.gates import CONSENT
from quarters.models import Conversion, ConversionPerson, User


def note_private(
    conversion: Conversion,
    *,
    care_grade: str,
    entitled: str,
    diagnosis: str,
    fund_words: str,
    by: User,
    now: dt.datetime,
) -> ConversionPerson:
    """Only while she agrees (Art. 9 DSGVO): the wording says that it is written down, and that it goes when she takes it back."""
    with transaction.atomic():
        row = lock(conversion)
        if not row.is_shared:
            raise GateShut(str(CONSENT.missing))
        person = ConversionPerson.objects.filter(conversion=row).first()
        if person is None:
            raise NoSuchThing()
        person.care_grade, person.entitled = care_grade, entitled if care_grade else ""
        person.diagnosis, person.fund_words = diagnosis.strip(), fund_words.strip()
        person.save(update_fields=["care_grade", "entitled", "diagnosis", "fund_words"])
        return person
