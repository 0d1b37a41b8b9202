"""What the volunteer centre types. Shape is checked here, rules in `planning` and `attending`."""

import datetime as dt
from typing import Any

from django import forms

from helpers.courses.planning import Facts
from helpers.models import Course, Module
from piano.kit import clock
from quarters.models import Organisation, User

INPUT = {"class": "input"}
MISSING = {"required": "Bitte füllen Sie dieses Feld aus."}
CHOOSE = {"required": "Bitte wählen Sie.", "invalid_choice": "Bitte wählen Sie eine der Antworten."}
NUMBER = {
    "required": "Bitte schreiben Sie eine Zahl.",
    "invalid": "Bitte schreiben Sie eine Zahl.",
    "min_value": "Mindestens ein Platz muss es sein.",
    "max_value": "Höchstens 200 Plätze.",
}
DAY = {"required": "Bitte wählen Sie einen Tag.", "invalid": "Diesen Tag gibt es nicht."}
TIME = {"required": "Bitte wählen Sie eine Uhrzeit.", "invalid": "Diese Uhrzeit gibt es nicht. Zum Beispiel: 14:30"}


class CourseForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="Wer veranstaltet den Kurs?",
        queryset=Organisation.objects.none(),
        empty_label=None,
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    title = forms.CharField(
        label="Wie heißt der Kurs?", max_length=100, error_messages=MISSING, widget=forms.TextInput(attrs=INPUT)
    )
    place = forms.CharField(
        label="Wo findet er statt?",
        max_length=160,
        help_text="Raum und Adresse, so dass jemand hinfindet",
        error_messages=MISSING,
        widget=forms.TextInput(attrs=INPUT),
    )
    places = forms.IntegerField(
        label="Wie viele Plätze?",
        min_value=1,
        max_value=200,
        error_messages=NUMBER,
        widget=forms.NumberInput(attrs={**INPUT, "inputmode": "numeric"}),
    )
    about = forms.CharField(
        label="In zwei Sätzen", max_length=600, required=False, widget=forms.Textarea(attrs={**INPUT, "rows": 3})
    )

    def __init__(self, *args: Any, organisations: Any, course: Course | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        if course is not None or organisations.count() == 1:
            del self.fields["organisation"]

    @property
    def facts(self) -> Facts:
        data = self.cleaned_data
        return Facts(data["title"], data["place"], data["places"], data["about"])


class DayForm(forms.Form):
    """One module on one day."""

    module = forms.ModelChoiceField(
        label="Was wird unterrichtet?",
        queryset=Module.objects.all(),
        empty_label="Bitte wählen",
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )
    day = forms.DateField(
        label="Tag",
        error_messages=DAY,
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
    starts = forms.TimeField(
        label="Von", error_messages=TIME, widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label="Bis", error_messages=TIME, widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M")
    )
    trainer = forms.ModelChoiceField(
        label="Wer unterrichtet?",
        queryset=User.objects.none(),
        required=False,
        empty_label="steht noch nicht fest",
        error_messages=CHOOSE,
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, trainers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trainer"].queryset = trainers  # type: ignore[attr-defined]
        self.fields["trainer"].label_from_instance = lambda user: user.full_name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "Das Ende liegt vor dem Anfang.")
        return data

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        data = self.cleaned_data
        return clock.at(data["day"], data["starts"]), clock.at(data["day"], data["ends"])
