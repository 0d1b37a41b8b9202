"""Who else comes, and when: written by the tenant, by somebody whom she trusts, by a helper on the phone, by her care service."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpers.models import CareService
from piano.kit import clock
from piano.kit.alphabet import alphabetical
from requests.models import WeekKind
from requests.weeks.entries import Facts
from requests.weeks.skipping import FARTHEST

INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}
NO_HINTS: Mapping[str, Any] = MappingProxyType({})
AHEAD = dt.timedelta(days=366)


def _line(label: Any, most: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={**INPUT, "autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, error_messages=MISSING, widget=widget
    )


def _time(label: Any, *, required: bool = True) -> forms.TimeField:
    invalid = {"invalid": _("Diese Uhrzeit gibt es nicht. Sie sieht zum Beispiel so aus: 10:30")}
    widget = forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=required, error_messages={**MISSING, **invalid}, widget=widget)


def _day(label: Any, *, hint: Any = "") -> forms.DateField:
    invalid = {"invalid": _("Diesen Tag gibt es nicht.")}
    widget = forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, error_messages={**MISSING, **invalid}, widget=widget)


class EntryForm(forms.Form):
    """`hints` are other examples, for a care service that writes for itself."""

    who = _line(_("Wer kommt?"), 60, hint=_("Zum Beispiel: Petra, meine Tochter"))
    what = _line(_("Wofür?"), 60, required=False, hint=_("Zum Beispiel: Kaffee trinken"))
    day = _day(_("Welcher Tag?"))
    is_weekly = forms.BooleanField(label=_("Jede Woche an diesem Wochentag"), required=False)
    skips_holidays = forms.BooleanField(label=_("Aber nicht an Feiertagen"), required=False)
    starts = _time(_("Ab wann?"))
    ends = _time(_("Bis wann?"), required=False)

    def __init__(self, *args: Any, hints: Mapping[str, Any] = NO_HINTS, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "woche_%s", **kwargs})
        for name, words in hints.items():
            self.fields[name].help_text = words

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if not clock.today() <= day <= clock.today() + AHEAD:
            raise forms.ValidationError(_("Bitte nehmen Sie einen Tag ab heute."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("Das Ende muss nach dem Anfang liegen."))
        return data

    def facts(self, kind: str = WeekKind.FAMILY) -> Facts:
        return Facts(kind=kind, **self.cleaned_data)


class SkipForm(forms.Form):
    """From when until when somebody does not come."""

    first = _day(_("Ab welchem Tag nicht?"))
    last = _day(_("Bis zu welchem Tag nicht?"), hint=_("Für einen einzigen Tag zweimal denselben."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "nicht_%s", **kwargs})

    def clean_first(self) -> dt.date:
        day: dt.date = self.cleaned_data["first"]
        if not clock.today() <= day <= clock.today() + AHEAD:
            raise forms.ValidationError(_("Bitte nehmen Sie einen Tag ab heute."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("Der letzte Tag liegt vor dem ersten."))
        if first and last and last > first + FARTHEST:
            self.add_error("last", _("Das ist länger als ein halbes Jahr. Dann nehmen Sie den Eintrag besser weg."))
        return data


class CareForm(forms.Form):
    """Which service may write, and the yes to it."""

    service = forms.ModelChoiceField(
        label=_("Welcher Pflegedienst kommt zu Ihnen?"),
        queryset=CareService.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie eine Antwort."),
            "invalid_choice": _("Bitte wählen Sie eine Antwort."),
        },
    )
    agreed = forms.BooleanField(
        label=_("Ja, ich bin einverstanden"),
        error_messages={"required": _("Ohne das Einverständnis geht es nicht.")},
    )

    def __init__(self, *args: Any, is_read_out: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "pflege_%s", **kwargs})
        field: Any = self.fields["service"]
        field.queryset = CareService.objects.select_related("organisation").order_by(
            *alphabetical("organisation__name")
        )
        if is_read_out:
            self.fields["agreed"].label = _("Vorgelesen, die Person ist einverstanden")
