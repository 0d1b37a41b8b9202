"""Phone numbers as people write them, kept as E.164."""

import phonenumbers

from piano.kit.errors import DomainError

HOME_AREA = "0561"


class NotAPhoneNumber(DomainError):
    message = "Das ist keine Telefonnummer. Bitte mit Vorwahl schreiben, zum Beispiel 0561 123456."


def read_phone(text: str, *, area: str = HOME_AREA) -> str:
    """E.164 of a German or international number; a number without area code gets `area`. "" stays "". Raises `NotAPhoneNumber`."""
    digits = text.strip()
    if not digits:
        return ""
    if any(char.isalpha() for char in digits):  # the library would read letters as keys of a telephone
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
