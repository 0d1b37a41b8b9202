"""Whether the tenant was told on the phone who comes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TellingForm(forms.Form):
    reached = forms.TypedChoiceField(
        label=_("Wie war der Anruf?"),
        choices=[("yes", _("Ich habe es gesagt")), ("no", _("Niemand ging ans Telefon"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
