"""Numbers and ways as the reader's language writes them: „1,5 km“ in German, „1.5 km“ in English."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

NBSP = "\u00a0"


def say_number(value: float, *, places: int = 0) -> str:
    """With the language's decimal sign; no sign between thousands."""
    return str(number_format(value, decimal_pos=places, force_grouping=False))


def say_metres(metres: int, *, places: int = 1) -> str:
    """„550 m“, from a kilometre on „1,3 km“; number and unit stay in one line."""
    if metres < 1000:
        return _("{n} m").format(n=metres).replace(" ", NBSP)
    return _("{n} km").format(n=say_number(metres / 1000, places=places)).replace(" ", NBSP)
