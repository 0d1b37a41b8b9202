"""Four digits: set at the beginning of a duty, asked for by an alert."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.forms.offers import PriceYesForm

DIGITS = {"class": "input pin", "inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "pattern": "[0-9]{4}"}
FOUR = _("Bitte vier Ziffern.")


def pin_field(label: Any, **attrs: Any) -> forms.RegexField:
    return forms.RegexField(
        r"^[0-9]{4}$",
        label=label,
        strip=True,
        widget=forms.PasswordInput(attrs={**DIGITS, **attrs}),
        error_messages={"required": FOUR, "invalid": FOUR},
    )


class BeginForm(forms.Form):
    pin = pin_field(_("Vier Ziffern für diesen Dienst"), autofocus=True)
    again = pin_field(_("Noch einmal"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("pin") and data.get("again") and data["pin"] != data["again"]:
            self.add_error("again", _("Das sind andere Ziffern als oben."))
        return data


class PinForm(forms.Form):
    pin = pin_field(_("Ihre vier Ziffern"))


class AlertForm(PriceYesForm):
    """The price is confirmed, then the digits."""

    pin = pin_field(_("Ihre vier Ziffern"))
