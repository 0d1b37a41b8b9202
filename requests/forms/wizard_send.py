"""What is sent on the wizard's last page, and the trap for machines that every page open to all carries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.forms.wizard import INPUT


class Trap(forms.Form):
    """A field that people do not see and machines fill in. Filled in by mistake, it is emptied and asked again."""

    trap = forms.CharField(
        required=False,
        label=_("Bitte leer lassen"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_trap(self) -> str:
        if self.cleaned_data["trap"]:
            self.data = {**self.data.dict(), "trap": ""}  # type: ignore[attr-defined]
            raise forms.ValidationError(_("Das hat nicht geklappt. Bitte drücken Sie noch einmal auf den Knopf."))
        return ""


class SendForm(Trap):
    """The last page."""

    agreed = forms.BooleanField(
        label=_("Ja, ich bin einverstanden"),
        error_messages={"required": _("Ohne Ihr Einverständnis dürfen wir niemanden fragen.")},
    )
    told = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)  # which costs the page showed


class GiveForm(forms.Form):
    """On the page after sending, for whoever likes."""

    words = forms.CharField(
        label=_("Was machen Sie selbst gern für andere?"),
        help_text=_("Kuchen backen, zuhören, telefonieren, Blumen gießen …"),
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 2}),
        error_messages={"required": _("Schreiben Sie ein, zwei Worte. Oder lassen Sie es einfach.")},
    )


class SignInForm(forms.Form):
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={**INPUT, "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Bitte schreiben Sie Ihre E-Mail-Adresse."),
            "invalid": _("Diese E-Mail-Adresse ist nicht vollständig. Zum Beispiel: name@beispiel.de"),
        },
    )
