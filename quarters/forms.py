"""Forms of the place and its people."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

INPUT = {"class": "input"}


class WayForm(forms.Form):
    """How she wishes to hear from us; only what reaches her can be chosen."""

    reach = forms.ChoiceField(
        label=_("Nachrichten bekomme ich"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie einen Weg."),
            "invalid_choice": _("Auf diesem Weg erreichen wir Sie noch nicht. Bitte rufen Sie uns an."),
        },
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].choices = ways  # type: ignore[attr-defined]


class PaperCodeForm(forms.Form):
    """As it is printed: the person's number, and eight digits. Spaces and strokes do not count."""

    reference = forms.CharField(
        label=_("Ihre Nummer"),
        help_text=_("Zehn Zeichen, auf dem Brief über dem Code."),
        max_length=30,
        widget=forms.TextInput(
            attrs={**INPUT, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Bitte schreiben Sie die Nummer vom Brief ab.")},
    )
    code = forms.CharField(
        label=_("Ihr Code"),
        help_text=_("Acht Ziffern. Den Strich können Sie weglassen."),
        max_length=30,
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("Bitte schreiben Sie den Code vom Brief ab.")},
    )

    def clean_reference(self) -> str:
        return re.sub(r"[\s-]", "", self.cleaned_data["reference"]).upper()

    def clean_code(self) -> str:
        digits = re.sub(r"[\s-]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{8}", digits):
            raise forms.ValidationError(_("Der Code hat acht Ziffern. Bitte vergleichen Sie noch einmal."))
        return digits
