"""How often somebody shall come, by choices: the same for every language, without a word to write."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
from requests.series.choosing import NTH, Often, choices_of_times, rule_of, weekday_choices
from requests.series.rhythm import Rhythm
from requests.series.rule import WEEKDAYS, Times
from requests.wish_time import Part


class ChosenRhythmForm(FromDayForm):
    """For the tenant's own page. Choices that do not belong together are asked about, none is guessed."""

    often = forms.ChoiceField(
        label=_("Wie oft soll jemand kommen?"),
        choices=Often.choices,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    days = forms.MultipleChoiceField(
        label=_("An welchen Tagen?"),
        choices=weekday_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    nth = forms.ChoiceField(
        label=_("Der wievielte im Monat?"),
        help_text=_("Zum Beispiel: der erste Dienstag im Monat"),
        choices=NTH,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
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
            self._check_days(data["often"], data["days"])
        if data.get("part") == Part.EXACT:
            self._check_time(data.get("time"))
        else:  # what belongs to another answer is neither kept nor complained about
            data["time"] = None
            self.errors.pop("time", None)
        return data

    def _check_days(self, often: str, days: list[str]) -> None:
        if often == Often.DAILY and 0 < len(days) < len(WEEKDAYS):
            words = _("Jeden Tag, oder nur an diesen Tagen? Für einzelne Tage wählen Sie bitte „Jede Woche“.")
            self.add_error("days", words)
        elif often == Often.MONTHLY and len(days) != 1:
            self.add_error("days", _("Für einmal im Monat wählen Sie bitte genau einen Tag."))
        elif often != Often.DAILY and not days:
            self.add_error("days", _("Bitte wählen Sie mindestens einen Tag."))
        if often != Often.MONTHLY:
            self.errors.pop("nth", None)
        elif "nth" not in self.errors and not self.cleaned_data["nth"]:
            self.add_error("nth", _("Bitte wählen Sie, der wievielte im Monat es sein soll."))

    def _check_time(self, time: dt.time | None) -> None:
        if time is None and "time" not in self.errors:
            self.add_error("time", TIME_MISSING)
        elif time is not None and not EARLIEST <= time <= LATEST:
            self.add_error("time", OUT_OF_HOURS)

    def said(self) -> Rhythm:
        data = self.cleaned_data
        rule = rule_of(data["often"], data["days"], data.get("nth", ""))
        span = self.as_now.span_minutes if data["time"] == self.as_now.starts else 0
        return Rhythm(rule, data["time"], data["part"], span)
