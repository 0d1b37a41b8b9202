"""Who is entered into a district's phone tree."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piano.kit.phones import NotAPhoneNumber, read_phone
from quarters.models import District

INPUT = {"class": "input"}


class TreeForm(forms.Form):
    district = forms.ChoiceField(
        label=_("Stadtteil"),
        widget=forms.Select(attrs=INPUT),
        error_messages={"invalid_choice": _("Bitte wählen Sie einen Ihrer Stadtteile.")},
    )
    name = forms.CharField(
        label=_("Vorname und Name"),
        max_length=120,
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": _("Bitte schreiben Sie den Namen dazu.")},
    )
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=40,
        widget=forms.TextInput(attrs={**INPUT, "type": "tel"}),
        error_messages={"required": _("Ohne Telefonnummer kann niemand in der Telefonkette stehen.")},
    )
    who = forms.CharField(
        label=_("Wer ist das?"),
        required=False,
        max_length=120,
        help_text=_("Zum Beispiel: Vorstand des Vereins, Leitung der Nachbarschaftshilfe"),
        widget=forms.TextInput(attrs=INPUT),
    )
    hears_of_gaps = forms.BooleanField(
        label=_("Erfährt auch per E-Mail, wenn für einen Besuch noch niemand gefunden ist"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, districts: list[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [(one.slug, one.name) for one in districts]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        try:
            return read_phone(self.cleaned_data["phone"])
        except NotAPhoneNumber as error:
            raise forms.ValidationError(str(error)) from None
