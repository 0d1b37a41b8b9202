"""The set phrases as a list to tick, wherever somebody is asked or tells what is good to know."""

from typing import Any

from django import forms

from requests.wishes.phrases import PHRASES


def phrases_field(label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=list(PHRASES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
