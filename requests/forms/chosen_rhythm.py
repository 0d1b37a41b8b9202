"""How often somebody shall come and at what time, from a day on, by choices."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.forms.chosen_days import ChosenDays
from requests.forms.series import FromDayForm
from requests.forms.wizard import (
    EARLIEST,
    INPUT,
    LATEST,
    NO_TIME,
    OUT_OF_HOURS,
    PARTS,
    REQUIRED,
    TIME_FORMATS,
    TIME_MISSING,
)
from requests.series.choosing import choices_of_times
from requests.series.rhythm import Rhythm
from requests.series.rule import Times
from requests.wishes.wish_time import Part


class ChosenRhythmForm(ChosenDays, FromDayForm):
    """For the tenant's own page."""

    part = forms.ChoiceField(
        label=_("Zu welcher Zeit?"), choices=PARTS, widget=forms.Select(attrs=INPUT), error_messages=REQUIRED
    )
    time = forms.TimeField(
        label=_("Um wie viel Uhr soll jemand da sein?"),
        help_text=_("Zum Beispiel 10:30"),
        required=False,
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
        error_messages=NO_TIME,
    )
    field_order = ("often", "days", "nth", "part", "time", "rhythm_from")

    def __init__(
        self, data: Any = None, *, as_now: Times, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Begins with the times `as_now`, so that only what changes is touched."""
        super().__init__(data, initial={**choices_of_times(as_now), **(initial or {})}, **kwargs)
        self.as_now = as_now

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "often" in data and "days" in data:
            self.check_days(data["often"], data["days"])
        if data.get("part") == Part.EXACT:
            self._check_time(data.get("time"))
        else:  # what belongs to another answer is neither kept nor complained about
            data["time"] = None
            self.errors.pop("time", None)
        return data

    def _check_time(self, time: dt.time | None) -> None:
        if time is None and "time" not in self.errors:
            self.add_error("time", TIME_MISSING)
        elif time is not None and not EARLIEST <= time <= LATEST:
            self.add_error("time", OUT_OF_HOURS)

    def said(self) -> Rhythm:
        data = self.cleaned_data
        span = self.as_now.span_minutes if data["time"] == self.as_now.starts else 0
        return Rhythm(self.rule(), data["time"], data["part"], span)
