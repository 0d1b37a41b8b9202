"""Naming a trusted person: by the resident herself, or by a helper who has read the sentence out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit.phone_form import ReadsPhone
from quarters.models import TrustScope

INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}


def line(label: Any, most: int, *, required: bool = False, hint: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={**INPUT, "autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, error_messages=MISSING, widget=widget
    )


class TrustForm(ReadsPhone, forms.Form):
    given_name = line(_("Vorname"), 60)
    family_name = line(_("Nachname"), 60, required=True)
    relation = line(_("Wer ist das?"), 60, hint=_("Zum Beispiel: Tochter, Nachbar"))
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Dorthin schicken wir den Code zum Anmelden."),
        error_messages={**MISSING, "invalid": _("Diese Adresse stimmt nicht, zum Beispiel petra@example.org.")},
        widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    phone = line(_("Telefon"), 40)
    scope = forms.ChoiceField(
        label=_("Was darf sie oder er?"),
        choices=[(TrustScope.SEE, _("nur sehen")), (TrustScope.ACT, _("auch bitten und absagen"))],
        initial=TrustScope.SEE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    agreed = forms.BooleanField(
        label=_("Ja, ich bin einverstanden"),
        error_messages={"required": _("Ohne das Einverständnis geht es nicht.")},
    )

    def __init__(self, *args: Any, is_read_out: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "vertrauen_%s", **kwargs})
        if is_read_out:
            self.fields["agreed"].label = _("Vorgelesen, die Person ist einverstanden")

    @property
    def facts(self) -> dict[str, Any]:
        """What `trust_person` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
