"""Forms of care partners: which meeting point a service serves, who lives in the reserve flat and until when."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpers.models import CareService
from piano.kit.alphabet import alphabetical
from quarters.models import Category, MeetingPoint

INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}
CHOOSE = {"required": _("Bitte wählen Sie eine Antwort."), "invalid_choice": _("Bitte wählen Sie eine Antwort.")}


def day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        error_messages={**MISSING, "invalid": _("Diesen Tag gibt es nicht.")},
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
    )


class PointForm(forms.Form):
    service = forms.ModelChoiceField(
        label=_("Pflegedienst"),
        queryset=CareService.objects.none(),
        empty_label=None,
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    point = forms.ModelChoiceField(
        label=_("Treffpunkt"),
        queryset=MeetingPoint.objects.none(),
        empty_label=None,
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    valid_from = day(_("Ab"))
    last_day = day(_("Bis (letzter Tag)"), required=False)

    def __init__(self, *args: Any, services: list[CareService], points: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "punkt_%s", **kwargs})
        fields: Any = self.fields
        fields["service"].queryset = CareService.objects.filter(pk__in=[one.pk for one in services]).select_related(
            "organisation"
        )
        fields["point"].queryset = points

    @property
    def facts(self) -> dict[str, Any]:
        last = self.cleaned_data["last_day"]
        until = last + dt.timedelta(days=1) if last else None
        values = {name: self.cleaned_data[name] for name in ("service", "point", "valid_from")}
        return {**values, "valid_until": until}


class PriceForm(forms.Form):
    euros = forms.DecimalField(
        label=_("Preis für einen Einsatz, in Euro"),
        min_value=Decimal("0.01"),
        max_value=2000,
        decimal_places=2,
        localize=True,
        error_messages={
            **MISSING,
            "invalid": _("Bitte schreiben Sie einen Betrag, zum Beispiel 35,00."),
            "min_value": _("Bitte schreiben Sie einen Betrag über 0."),
            "max_value": _("Höchstens 2.000 Euro."),
            "max_decimal_places": _("Bitte höchstens zwei Stellen nach dem Komma."),
        },
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal", "autocomplete": "off"}),
    )
    category = forms.ModelChoiceField(
        label=_("Für welche Hilfe?"),
        required=False,
        queryset=Category.objects.none(),
        empty_label=_("für jede, die keinen eigenen Preis hat"),
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    valid_from = day(_("Gilt ab"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "preis_%s", **kwargs})
        field: Any = self.fields["category"]
        field.queryset = Category.objects.filter(is_offered=True).order_by(*alphabetical("name"))

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "cents": int(data["euros"] * 100),
            "category": data["category"],
            "valid_from": data["valid_from"],
        }


class StayForm(forms.Form):
    who = forms.CharField(
        label=_("Wer zieht ein?"),
        max_length=120,
        help_text=_("Den Namen lesen nur Ihr Pflegedienst und die Nachbarschaftshilfe."),
        error_messages=MISSING,
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    first_day = day(_("Erster Tag"))
    last_day = day(_("Letzter Tag"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "einzug_%s", **kwargs})
