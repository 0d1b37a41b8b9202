"""What is typed in the panel: an address without its scheme is https; a time of day is a wall time in Kassel, wherever the reader's
clock stands („08:00“, and no sign that warns of a zone).
"""

from typing import Any

from django import forms
from django.db import models
from unfold.widgets import INPUT_CLASSES


class WallTime(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": " ".join(INPUT_CLASSES), **(attrs or {})}, format="%H:%M")


Overrides = dict[type[Any], dict[str, Any]]
TIMES: Overrides = {models.TimeField: {"widget": WallTime}}
ENTRIES: Overrides = {**TIMES, models.URLField: {"assume_scheme": "https"}}
