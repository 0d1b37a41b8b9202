"""A spot on the map as people write it: two numbers in degrees, with a point or a comma, as maps on a telephone show them."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quarters.places import metres_between

NUMBER = r"([0-9]{1,2}[.,][0-9]{2,})°?"
SPOT = re.compile(rf"\s*{NUMBER}\s*N?[\s,;]+{NUMBER}\s*[EO]?\s*", re.IGNORECASE)
FARTHEST_M = 20_000  # from the middle of its district
Spot = tuple[float, float]


class SpotField(forms.CharField):
    """„51,3279, 9,4795“: latitude and longitude; None where nothing was written. `near` is the middle of its district."""

    def __init__(self, *, near: Spot | None = None, **more: Any) -> None:
        self.near = near
        super().__init__(max_length=60, required=False, **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = SPOT.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_("Bitte schreiben Sie zwei Zahlen, zum Beispiel: 51,32790 9,47950"))
        latitude, longitude = (float(number.replace(",", ".")) for number in found.groups())
        spot = (latitude, longitude)
        if self.near is not None and metres_between(spot, self.near) > FARTHEST_M:
            raise forms.ValidationError(_("Diese Stelle liegt weit weg von hier. Bitte sehen Sie noch einmal nach."))
        return spot


def say_spot(latitude: float | None, longitude: float | None) -> str:
    """As the field reads it; empty where nobody knows."""
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.5f} {longitude:.5f}".replace(".", ",")
