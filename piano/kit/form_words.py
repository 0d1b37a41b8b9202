"""What every form says where nobody has written something better: plain sentences instead of Django's office German.

Fields with their own `error_messages` keep them. Called once, when the application is ready.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CHOOSE = _("Bitte wählen Sie eine Antwort.")
WORDS = {
    forms.Field: {"required": _("Bitte füllen Sie dieses Feld aus.")},
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE},
    forms.MultipleChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE},
    forms.ModelChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE},
    forms.ModelMultipleChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE},
    forms.DateField: {"invalid": _("Diesen Tag gibt es nicht.")},
    forms.TimeField: {"invalid": _("Diese Uhrzeit gibt es nicht. Sie sieht zum Beispiel so aus: 10:30")},
    forms.IntegerField: {"invalid": _("Bitte schreiben Sie eine Zahl.")},
}


def say_plainly() -> None:
    field: Any
    for field, words in WORDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **words}
