"""„Ich kann nicht“: for how long. Nobody is asked why."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit import clock

A_WEEK = dt.timedelta(days=6)  # seven days, today included
DAY = {"class": "input", "type": "date"}
WRONG_DAY = {"invalid": _("Diesen Tag gibt es nicht. Bitte sehen Sie noch einmal nach.")}


class SignOffForm(forms.Form):
    """`days` are the first and the last one, both included."""

    TODAY, WEEK, SPAN = "today", "week", "span"
    how_long = forms.ChoiceField(
        label=_("Wie lange?"),
        choices=[(TODAY, _("Nur heute")), (WEEK, _("Eine Woche lang")), (SPAN, _("Andere Tage"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, wie lange.")},
    )
    first_day = forms.DateField(
        label=_("Andere Tage: vom"),
        required=False,
        error_messages=WRONG_DAY,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    last_day = forms.DateField(
        label=_("bis einschließlich"),
        required=False,
        error_messages=WRONG_DAY,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @classmethod
    def asked_for(cls, first: str, last: str) -> dict[str, Any]:
        """The first values for these days (ISO), as a link names them; none where it names none."""
        days = {"first_day": clock.read_day(first), "last_day": clock.read_day(last)}
        return {"how_long": cls.SPAN, **days} if all(days.values()) else {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how_long") == self.SPAN and not self.errors:
            first, last = data.get("first_day"), data.get("last_day")
            for name in ("first_day", "last_day"):
                if data.get(name) is None:
                    self.add_error(name, _("Bitte wählen Sie einen Tag."))
            if first and last and last < first:
                self.add_error("last_day", _("Der letzte Tag liegt vor dem ersten."))
            elif last and last > self.today + dt.timedelta(days=366):
                self.add_error("last_day", _("Höchstens ein Jahr. Für länger rufen Sie uns bitte an."))
        return data

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        chosen = self.cleaned_data["how_long"]
        if chosen == self.SPAN:
            return self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return self.today, self.today + (A_WEEK if chosen == self.WEEK else dt.timedelta(0))
