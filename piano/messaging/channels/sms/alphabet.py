"""How long a short message is: in the GSM alphabet 160 signs, with any other letter 70. Pure; knows no channel.

GSM 03.38 (3GPP TS 23.038): the German umlauts are in its basic table, €, brackets and a few more cost two. One Turkish ş, one
Cyrillic or Arabic letter makes the whole text UCS-2, where an emoji counts two. A text over several parts loses some room in
each, and nothing that counts two is torn apart between them.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
GSM_ALONE, GSM_EACH = 160, 153
UCS2_ALONE, UCS2_EACH = 70, 67
PLAIN = {
    "„": '"',
    "“": '"',
    "”": '"',
    "‚": "'",
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "…": "...",
    "\u00a0": " ",
    "\u202f": " ",
}


@dataclass(frozen=True)
class Length:
    """`units` of the alphabet, and in how many parts the text travels: each is paid for."""

    is_gsm: bool
    units: int
    parts: int


def length_of(text: str) -> Length:
    """Nothing travels in one part, as an empty text does."""
    is_gsm = all(sign in BASIC or sign in EXTENSION for sign in text)
    sizes = [_size(sign, is_gsm) for sign in text]
    alone, each = (GSM_ALONE, GSM_EACH) if is_gsm else (UCS2_ALONE, UCS2_EACH)
    units = sum(sizes)
    return Length(is_gsm, units, 1 if units <= alone else _parts(sizes, each))


def _size(sign: str, is_gsm: bool) -> int:
    if is_gsm:
        return 2 if sign in EXTENSION else 1
    return 2 if ord(sign) > 0xFFFF else 1


def _parts(sizes: list[int], room: int) -> int:
    parts, filled = 1, 0
    for size in sizes:
        if filled + size > room:
            parts, filled = parts + 1, 0
        filled += size
    return parts


def plainly(text: str) -> str:
    """Typographer's signs as a telephone writes them, where that alone keeps the text in the GSM alphabet: half the price."""
    simple = "".join(PLAIN.get(sign, sign) for sign in text)
    return simple if length_of(simple).is_gsm else text
