"""What a helper fills in when nobody said yes: shape is checked here, rules in the verbs."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

INPUT = {"class": "input"}
PLACES = ("first", "second", "third")
REASON_MISSING = {"required": _("Bitte schreiben Sie einen Grund dazu. Er steht später im Verlauf.")}


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={**INPUT, "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Bitte wählen Sie Tag und Uhrzeit."),
            "invalid": _("Diesen Zeitpunkt gibt es nicht, zum Beispiel 24.11.2026 10:00."),
        },
        **options,
    )


def reason_field(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, widget=forms.TextInput(attrs=INPUT), error_messages=REASON_MISSING, **options
    )


class OtherTimeForm(forms.Form):
    """Another time, as the person agreed to it on the phone."""

    other_start = moment_field(_("Frühestens"))
    other_end = moment_field(_("Spätestens fertig"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("other_start"), data.get("other_end")
        if start and end and end <= start:
            self.add_error("other_end", _("Das Ende liegt vor dem Anfang."))
        if start and end and end - start > dt.timedelta(days=31):
            self.add_error("other_end", _("Das ist zu weit weg: höchstens ein Monat."))
        return data


class SuggestForm(forms.Form):
    """One to three spans that would also do; halves that are missing are named."""

    first_start, first_end = moment_field(_("Frühestens")), moment_field(_("Spätestens fertig"))
    second_start = moment_field(_("Oder: frühestens"), required=False)
    second_end = moment_field(_("Oder: spätestens fertig"), required=False)
    third_start = moment_field(_("Oder auch: frühestens"), required=False)
    third_end = moment_field(_("Oder auch: spätestens fertig"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in PLACES:
            self._check(data.get(f"{place}_start"), data.get(f"{place}_end"), place)
        return data

    def _check(self, start: dt.datetime | None, end: dt.datetime | None, place: str) -> None:
        if start and end and end <= start:
            self.add_error(f"{place}_end", _("Das Ende liegt vor dem Anfang."))
        if start and end and end - start > dt.timedelta(days=31):
            self.add_error(f"{place}_end", _("Das ist zu weit weg: höchstens ein Monat."))
        missing = f"{place}_end" if start else f"{place}_start"
        if bool(start) != bool(end) and missing not in self.errors:
            self.add_error(missing, _("Bitte wählen Sie Tag und Uhrzeit."))

    @property
    def said(self) -> dict[str, Any]:
        """As the verb takes it."""
        data = self.cleaned_data
        return {"windows": [(data[f"{one}_start"], data[f"{one}_end"]) for one in PLACES if data.get(f"{one}_start")]}


class AgencyForm(forms.Form):
    agency = reason_field(
        _("Welche Stelle, mit Telefonnummer"),
        help_text=_("Das liest die Person so. Zum Beispiel: Pflegestützpunkt Kassel, 0561 787-5636."),
    )
    agency_told = forms.BooleanField(
        label=_("Die Person weiß es: Sie ruft selbst dort an, oder ich darf ihren Namen nennen"),
        error_messages={"required": _("Bitte sprechen Sie zuerst mit der Person.")},
    )


class MyselfForm(forms.Form):
    myself_start = moment_field(_("Wann gehen Sie?"))
    myself_reason = reason_field(_("Warum geht es diesmal nicht anders?"))


class PriceForm(forms.Form):
    """What is said to the person before a care service is asked: its dated price, or where none is entered, what it said."""

    price = forms.CharField(
        label=_("Was hat der Pflegedienst als Preis genannt?"),
        help_text=_("Für ihn ist kein Preis eingetragen. Bitte fragen Sie dort, und sagen Sie der Person den Betrag."),
        max_length=200,
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": _("Bitte schreiben Sie den Preis auf, den Sie gesagt haben.")},
    )
    price_agreed = forms.BooleanField(
        label=_("Die Person hat Ja gesagt"),
        error_messages={"required": _("Ohne ihr Ja wird kein Pflegedienst gefragt.")},
    )
    own_service_first = forms.BooleanField(label=_("Den eigenen Pflegedienst zuerst genannt"), required=False)

    def __init__(self, *args: Any, known_price: str, has_own_service: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_price = known_price
        if known_price:
            del self.fields["price"]
        if has_own_service:
            self.fields["own_service_first"].required = True
            message = _("Bitte fragen Sie ihren eigenen Pflegedienst zuerst.")
            self.fields["own_service_first"].error_messages["required"] = message
        else:
            del self.fields["own_service_first"]

    @property
    def said(self) -> dict[str, Any]:
        """As the verbs take it."""
        own = self.cleaned_data.get("own_service_first", False)
        return {"price": self.known_price or self.cleaned_data["price"], "own_service_first": own}


class OwnServiceForm(forms.Form):
    care_service_name = forms.CharField(
        label=_("Eigener Pflegedienst"), required=False, max_length=120, widget=forms.TextInput(attrs=INPUT)
    )
    care_service_phone = forms.CharField(
        label=_("Seine Telefonnummer"), required=False, max_length=20, widget=forms.TextInput(attrs=INPUT)
    )


class ExceptionForm(forms.Form):
    """Somebody against whom a soft rule speaks."""

    exception_person = forms.ChoiceField(
        label=_("Wen?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie jemanden."),
            "invalid_choice": _("Diese Person steht nicht mehr zur Wahl."),
        },
    )
    exception_start = moment_field(_("Wann?"))
    exception_reason = reason_field(_("Warum die Ausnahme?"))
    exception_do = forms.ChoiceField(
        choices=[("ask", _("Trotzdem fragen")), ("assign", _("Hat am Telefon zugesagt"))], required=False
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exception_person"].choices = people  # type: ignore[attr-defined]


class TakeBackForm(forms.Form):
    take_back_reason = reason_field(_("Warum planen Sie neu?"))
