"""A card with a photo in the size of a bank card. What stands on it is decided by the room that issues it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse

from piano.kit.house import default_house
from piano.kit.phones import say_phone
from piano.kit.printing.sheet import paper_language
from piano.kit.printing.typesetting import as_response, compile_pdf

LAYOUT = Path(__file__).parent / "card.typ"


@dataclass(frozen=True)
class Card:
    """`photo` are the bytes of a picture in a format that is written by `piano.kit.photos`; `alt` says what it shows."""

    title: str
    name: str
    number: str
    photo: bytes
    alt: str
    kicker: str = ""
    lines: Sequence[str] = ()
    unsure: str = ""

    def as_data(self) -> dict[str, Any]:
        house = default_house()
        more = {"house": house.label, "phone": say_phone(house.number), "lang": paper_language()}
        return {**asdict(self), "photo": list(self.photo), **more}


def set_card(card: Card) -> bytes:
    """A tagged PDF/UA of one page, 85.6 by 54 mm."""
    return compile_pdf(LAYOUT, {"card": json.dumps(card.as_data())})


def card_response(card: Card, name: str) -> HttpResponse:
    """`name` is plain ASCII and names no person."""
    return as_response(set_card(card), name)
