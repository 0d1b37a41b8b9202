"""Phone numbers as people write them, kept as E.164."""

import re

import phonenumbers
from django.utils.translation import get_language_bidi

from piano.kit.errors import DomainError

HOME_AREA = "0561"
LEFT_TO_RIGHT, NO_BREAK = "\u200e", "\u00a0"


class NotAPhoneNumber(DomainError):
    message = "Das ist keine Telefonnummer. Bitte mit Vorwahl schreiben, zum Beispiel 0561 123456."


def read_phone(text: str, *, area: str = HOME_AREA) -> str:
    """E.164 of a German or international number; a number without area code gets `area`. "" stays "". Raises `NotAPhoneNumber`."""
    digits = text.strip()
    if not digits:
        return ""
    if not re.fullmatch(r"[\d\s+()/.-]+", digits):
        raise NotAPhoneNumber()
    if digits[0] not in "+0(":
        digits = area + digits
    try:
        parsed = phonenumbers.parse(digits, "DE")
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumber() from error
    if not phonenumbers.is_possible_number(parsed):
        raise NotAPhoneNumber()
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def say_phone(number: str) -> str:
    """+4956112345 as „0561 12345“: the way it is dialled here. Between Arabic words its parts would be turned around."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, "DE")
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == 49
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    said = phonenumbers.format_number(parsed, style)
    return LEFT_TO_RIGHT + said.replace(" ", NO_BREAK) if get_language_bidi() else said
