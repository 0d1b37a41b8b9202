"""Four digits: set at the beginning of a duty, asked for by an alert."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit.phones import say_phone
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
    forwarding = forms.BooleanField(label="", required=False)

    def __init__(self, *args: Any, forwards_to: str = "", **kwargs: Any) -> None:
        """`forwards_to` is where the quarter's telephone should ring during this duty; a deputy is asked nothing."""
        super().__init__(*args, **kwargs)
        if forwards_to:
            words = _("Die Nummer des Quartiers klingelt bei %(number)s: Ich habe es geprüft.")
            self.fields["forwarding"].label = words % {"number": say_phone(forwards_to)}
        else:
            del self.fields["forwarding"]

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
