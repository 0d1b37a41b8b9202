"""What a tenant tells us about her own request."""

from django import forms
from django.utils.translation import gettext_lazy as _

INPUT = {"class": "input"}


class FeedbackForm(forms.Form):
    was_good = forms.TypedChoiceField(
        label=_("War alles gut?"),
        choices=[("yes", _("Ja")), ("no", _("Nein, bitte rufen Sie mich an"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    words = forms.CharField(
        label=_("Möchten Sie etwas dazu sagen?"),
        help_text=_("Einen Dank geben wir weiter, alles andere nicht."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Mögen Sie sagen, warum?"), required=False, max_length=200, widget=forms.TextInput(attrs=INPUT)
    )
