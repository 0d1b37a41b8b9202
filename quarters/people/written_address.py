"""An address as people write it, told apart. Pure."""

import re

HOUSE = re.compile(
    r"^(?P<street>.*?[^\W\d].*?)\s+(?P<number>\d+\s?[a-z]?(?:\s?[-/]\s?\d+\s?[a-z]?)?)(?=\s|,|$)", re.IGNORECASE
)
POSTCODE = re.compile(r"\b(\d{5})\b")


def read_address(text: str) -> dict[str, str]:
    """Street, house number and postcode, as far as they can be told apart."""
    found = HOUSE.match(text)
    postcode = POSTCODE.search(text)
    street = found["street"] if found else text.partition(",")[0]
    return {
        "street": street.strip(" ,"),
        "house_number": found["number"].strip() if found else "",
        "postcode": postcode[1] if postcode else "",
    }
