"""No form speaks Django's office German."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.CharField(), "", "Bitte füllen Sie dieses Feld aus."),
        (forms.ChoiceField(choices=[("a", "A")]), "", "Bitte wählen Sie eine Antwort."),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "Bitte wählen Sie eine Antwort."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), ["b"], "Bitte wählen Sie eine Antwort."),
        (forms.DateField(), "31.2.2026", "Diesen Tag gibt es nicht."),
        (forms.TimeField(), "25:00", "Diese Uhrzeit gibt es nicht. Sie sieht zum Beispiel so aus: 10:30"),
        (forms.IntegerField(), "drei", "Bitte schreiben Sie eine Zahl."),
        (forms.CharField(error_messages={"required": "Wie heißen Sie?"}), "", "Wie heißen Sie?"),
    ],
)
def test_what_is_missing_or_wrong_is_said_plainly(field: forms.Field, value: Any, said: str) -> None:
    with pytest.raises(ValidationError) as raised:
        field.clean(value)
    assert raised.value.messages == [said]


def test_a_field_that_needs_no_answer_says_nothing() -> None:
    assert forms.CharField(required=False).clean("") == ""
