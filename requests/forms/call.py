"""The telephone intake: one page, everything with a sensible preset; name and number are enough."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from piano.kit.phones import NotAPhoneNumber, read_phone
from quarters.models import Category, District, Urgency
from requests.models import ReferralKind
from requests.wish_time import Part, When

INPUT = {"class": "input"}
REQUEST = "request"
OUTCOMES = [(REQUEST, _("Anfrage")), *ReferralKind.choices]


def text(label: Any, length: int, *, required: bool = False, **attrs: Any) -> forms.CharField:
    """A one-line field; the sentence of a missing one names it."""
    missing = {"required": _("Bitte ausfüllen: Name und Telefon genügen.")}
    widget = forms.TextInput(attrs={**INPUT, "autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, error_messages=missing)


class CallForm(forms.Form):
    """`person` is the reference of somebody who is known; without it a new person is written down."""

    person = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    salutation = forms.ChoiceField(
        label=_("Anrede"),
        choices=[("Frau", _("Frau")), ("Herr", _("Herr")), ("", _("keine"))],
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    given_name = text(_("Vorname"), 60)
    family_name = text(_("Nachname"), 60)
    phone = text(_("Telefon"), 40, type="tel")
    street = text(_("Straße"), 80)
    house_number = text(_("Nr."), 10)
    floor = text(_("Stockwerk"), 20)
    district = forms.ModelChoiceField(
        label=_("Stadtteil"),
        queryset=District.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=None,
        widget=forms.Select(attrs=INPUT),
    )
    language = forms.ChoiceField(
        label=_("Sprache"), choices=settings.LANGUAGES, initial="de", required=False, widget=forms.Select(attrs=INPUT)
    )
    needs_language = forms.BooleanField(label=_("Wer kommt, muss diese Sprache sprechen"), required=False)
    caller_name = text(_("Name"), 120)
    caller_relation = text(_("Wer ist das? (Tochter, Nachbar …)"), 60)
    caller_phone = text(_("Telefon"), 40, type="tel")
    outcome = forms.ChoiceField(
        label=_("Was wird daraus?"), choices=OUTCOMES, initial=REQUEST, required=False, widget=forms.RadioSelect
    )
    category = forms.ModelChoiceField(
        label=_("Wobei"),
        queryset=Category.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Bitte wählen"),
        widget=forms.Select(attrs=INPUT),
    )
    when = forms.ChoiceField(
        label=_("Wann"), choices=When.choices, initial=When.SOON, required=False, widget=forms.Select(attrs=INPUT)
    )
    day = forms.DateField(
        label=_("Tag"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"],
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Dieses Datum gibt es nicht, zum Beispiel 24.11.2026.")},
    )
    part = forms.ChoiceField(
        label=_("Tageszeit"), choices=Part.choices, initial=Part.ANY, required=False, widget=forms.Select(attrs=INPUT)
    )
    time = forms.TimeField(
        label=_("Uhrzeit"),
        required=False,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Diese Uhrzeit gibt es nicht, zum Beispiel 10:30.")},
    )
    wish_time = text(_("Zeit in ihren Worten"), 120)
    urgency = forms.ChoiceField(
        label=_("Eile"),
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    minutes = forms.IntegerField(
        label=_("Minuten"), required=False, min_value=5, max_value=600, widget=forms.NumberInput(attrs=INPUT)
    )
    words = forms.CharField(
        label=_("Anliegen"), required=False, max_length=1000, widget=forms.Textarea(attrs={**INPUT, "rows": 3})
    )
    hints = forms.CharField(
        label=_("Gut zu wissen"), required=False, max_length=1000, widget=forms.Textarea(attrs={**INPUT, "rows": 2})
    )
    agreed = forms.BooleanField(label=_("Vorgelesen, ist einverstanden"), required=False)
    anyway = forms.BooleanField(label=_("Gelesen. Trotzdem als Anfrage aufnehmen"), required=False)

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]
        self.fields["category"].queryset = Category.objects.filter(is_offered=True)  # type: ignore[attr-defined]

    def _phone(self, name: str) -> str:
        try:
            return read_phone(self.cleaned_data[name])
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error)) from error

    def clean_phone(self) -> str:
        return self._phone("phone")

    def clean_caller_phone(self) -> str:
        return self._phone("caller_phone")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["outcome"] = data.get("outcome") or REQUEST
        if data["outcome"] == REQUEST:
            self._need_for_request(data)
        elif not (data.get("words") or data.get("person") or data.get("family_name") or data.get("caller_name")):
            self.add_error("words", _("Bitte schreiben Sie auf, worum es ging."))
        return data

    def _need_for_request(self, data: dict[str, Any]) -> None:
        """Somebody to help, a way to call back, what it is about, and an agreement."""
        if not data.get("person"):
            if not data.get("family_name"):
                self.add_error("family_name", _("Bitte den Namen schreiben. Name und Telefon genügen."))
            if not data.get("phone") and not data.get("caller_phone") and "phone" not in self.errors:
                self.add_error("phone", _("Bitte eine Nummer für den Rückruf schreiben."))
        if not data.get("category"):
            self.add_error("category", _("Bitte wählen Sie, wobei geholfen werden soll."))
        if not data.get("agreed"):
            self.add_error("agreed", _("Bitte lesen Sie den Satz vor und fragen Sie, ob die Person einverstanden ist."))
        if data.get("when") == When.DAY and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Bitte den Tag schreiben."))
        if data.get("part") == Part.EXACT and not isinstance(data.get("time"), dt.time) and "time" not in self.errors:
            self.add_error("time", _("Bitte die Uhrzeit schreiben."))
