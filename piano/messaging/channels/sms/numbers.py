"""Which telephone can get a short message. Landlines cannot: Kassel's 0561 is a wire in the wall."""

import phonenumbers
from phonenumbers import PhoneNumberType

GETS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def mobile_number(number: str) -> str:
    """E.164 of a number that can get short messages; "" for a landline, a service number or what is no number."""
    try:
        parsed = phonenumbers.parse(number, "DE")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed) or phonenumbers.number_type(parsed) not in GETS:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
