"""Small forms of the helper's room."""

from django import forms
from django.utils.translation import gettext_lazy as _

INPUT = {"class": "input"}


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Notiz"), required=False, max_length=500, widget=forms.Textarea(attrs={**INPUT, "rows": 2})
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Grund"),
        max_length=200,
        help_text=_("Zum Beispiel: Niemand spricht die Sprache. Das steht später im Verlauf."),
        widget=forms.TextInput(attrs=INPUT),
        error_messages={"required": _("Bitte schreiben Sie einen Grund dazu.")},
    )
