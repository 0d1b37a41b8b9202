"""A step that was done, and how it ended: shape is checked here, rules in the verbs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests.mishaps.checklists import STEPS


class StepForm(forms.Form):
    step = forms.ChoiceField(choices=(), error_messages={"required": _("Bitte wählen Sie einen Schritt.")})

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [(step.value, step.label) for step in STEPS[kind]]  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Wie ist es ausgegangen?"),
        choices=(),
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, wie es ausgegangen ist.")},
    )
    trouble_words = forms.CharField(
        label=_("Notiz"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
        error_messages={"max_length": _("Bitte etwas kürzer, höchstens 500 Zeichen.")},
    )

    def __init__(self, *args: Any, outcomes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = list(outcomes)  # type: ignore[attr-defined]
