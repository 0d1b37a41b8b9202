"""Sums of money as people type them, kept in cents."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_CENTS = 100_000_000
SUM = re.compile(r"(?P<euros>[0-9]{1,7}|[0-9]{1,3}(?:\.[0-9]{3}){1,2})(?:,(?P<cents>[0-9]{1,2}))?")
SMALL = re.compile(r"(?P<euros>[0-9]{1,4}|[0-9]\.[0-9]{3})(?:[,.](?P<cents>[0-9]{1,2}))?")
NO_SUM = _("Bitte schreiben Sie einen Betrag in Euro, zum Beispiel 4.180 oder 4180,50.")
NOT_POSSIBLE = _("Dieser Betrag geht nicht. Bitte sehen Sie noch einmal nach.")


class EuroField(forms.CharField):
    """„4.180“, „4180,50 €“: cents; None where nothing was written. `least` and `most` are cents, too.

    `is_small`: „3.50“ is read as well, which among large sums might have been meant as thousands.
    """

    def __init__(
        self,
        *,
        least: int = 1,
        most: int = MOST_CENTS,
        is_small: bool = False,
        no_sum: Any = NO_SUM,
        not_possible: Any = NOT_POSSIBLE,
        **more: Any,
    ) -> None:
        self.shape = SMALL if is_small else SUM
        self.least, self.most, self.no_sum, self.not_possible = least, most, no_sum, not_possible
        more.setdefault("widget", forms.TextInput(attrs={"class": "input", "inputmode": "decimal"}))
        super().__init__(error_messages={"required": _("Bitte schreiben Sie den Betrag.")}, **more)

    def clean(self, value: Any) -> Any:
        text = re.sub(r"[\s€]|euro", "", super().clean(value), flags=re.IGNORECASE)
        if not text:
            return None
        said = self.shape.fullmatch(text)
        if said is None:
            raise forms.ValidationError(self.no_sum)
        found = int(said["euros"].replace(".", "")) * 100 + int((said["cents"] or "").ljust(2, "0"))
        if not self.least <= found <= self.most:
            raise forms.ValidationError(self.not_possible)
        return found

    def prepare_value(self, value: Any) -> Any:
        """Cents that we know already; what somebody typed comes back as it was."""
        return write(value) if isinstance(value, int) else value


def write(cents: int) -> str:
    """As it is typed: „3,50“, „12“."""
    return f"{cents // 100},{cents % 100:02d}" if cents % 100 else str(cents // 100)
