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


class PhonedFeedbackForm(forms.Form):
    """What the tenant says of a visit on the phone."""

    was_good = forms.TypedChoiceField(
        label=_("War alles gut?"),
        choices=[("yes", _("Ja, alles gut")), ("no", _("Nein"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    words = forms.CharField(
        label=_("Was hat die Person gesagt?"),
        help_text=_("Ein Dank wird weitergegeben. Alles andere lesen nur Sie und Ihr Team."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 2}),
    )
