"""Why somebody is suspended, and what was agreed when it is lifted."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SuspendForm(forms.Form):
    reason = forms.CharField(
        label=_("Warum?"),
        help_text=_(
            "Das wird verschlüsselt und liest nur die Koordination des Vereins. Was haben Sie gesehen oder gehört?"
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
        error_messages={
            "required": _("Bitte schreiben Sie, warum. Ein Satz genügt."),
            "max_length": _("Bitte etwas kürzer, höchstens 2000 Zeichen."),
        },
    )


class LiftForm(forms.Form):
    lift_words = forms.CharField(
        label=_("Was wurde besprochen?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
        error_messages={"max_length": _("Bitte etwas kürzer, höchstens 2000 Zeichen.")},
    )
