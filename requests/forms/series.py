"""What repeats: how often and from when; until which day. Shape is checked here, rules in the verbs."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.forms.wizard import DATE_FORMATS, INPUT, NO_DATE
from requests.series.making import Plan, plan_from
from requests.series.rhythm import Rhythm, read_rhythm, times_of

MISSING_DAY = {"required": _("Bitte wählen Sie einen Tag."), **NO_DATE}


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages=MISSING_DAY,
    )


class FromDayForm(forms.Form):
    """From which day on another rhythm holds; how it is said is for who extends this."""

    rhythm_from = day_field(_("Ab welchem Tag?"), _("Bis dahin bleibt es, wie es ist."))

    def __init__(self, data: Any = None, *, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.fields["rhythm_from"].widget.attrs["min"] = today.isoformat()

    def clean_rhythm_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["rhythm_from"]
        if not self.today <= day <= self.today + dt.timedelta(days=180):
            raise forms.ValidationError(_("Bitte wählen Sie einen Tag in den nächsten sechs Monaten."))
        return day

    def plan_of(self, rhythm: Rhythm, *, minutes: int, now: dt.datetime) -> Plan:
        """Of a form that is valid."""
        times = times_of(rhythm, minutes=minutes)
        return plan_from(times, now=now, not_before=self.cleaned_data["rhythm_from"])


class RhythmForm(FromDayForm):
    """How often, as a helper types it in German; it must be understood. Tenants choose instead: `ChosenRhythmForm`."""

    rhythm = forms.CharField(
        label=_("Wie oft, und wann?"),
        help_text=_("Zum Beispiel: jeden Dienstag um 10 Uhr, oder alle zwei Wochen freitags vormittags"),
        max_length=120,
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": _("Bitte schreiben Sie, wie oft jemand kommen soll.")},
    )
    field_order = ("rhythm", "rhythm_from")

    def clean_rhythm(self) -> Rhythm:
        rhythm = read_rhythm(self.cleaned_data["rhythm"])
        if rhythm is None:
            words = _("Das haben wir nicht verstanden. Schreiben Sie zum Beispiel: jeden Dienstag um 10 Uhr")
            raise forms.ValidationError(words)
        return rhythm

    def said(self) -> Rhythm:
        rhythm: Rhythm = self.cleaned_data["rhythm"]
        return rhythm


class LastDayForm(forms.Form):
    """From which day on nobody comes any more."""

    end_from = day_field(_("Ab welchem Tag soll niemand mehr kommen?"))


class PauseForm(forms.Form):
    """Days on which nobody shall come, both included."""

    pause_from = day_field(_("Erster Tag ohne Hilfe"))
    pause_until = day_field(_("Letzter Tag ohne Hilfe"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("pause_from"), data.get("pause_until")
        if first and last and last < first:
            self.add_error("pause_until", _("Der letzte Tag liegt vor dem ersten. Bitte wählen Sie ihn noch einmal."))
        elif first and last and last > first + dt.timedelta(days=365):
            self.add_error("pause_until", _("So lang kann eine Pause nicht sein. Höchstens ein Jahr."))
        return data


class HandBackForm(forms.Form):
    """From which day on she does not come any more."""

    back_from = day_field(_("Ab welchem Tag können Sie nicht mehr?"))
