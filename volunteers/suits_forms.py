"""What suits a volunteer, and single days: shape is checked here."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.forms import INPUT, MISSING
from volunteers.models import Gender, Volunteer

FLOORS = [
    ("", _("So viele, wie es sind")),
    (0, _("Keine, nur Erdgeschoss oder mit Aufzug")),
    (1, _("Bis in den 1. Stock")),
    (2, _("Bis in den 2. Stock")),
    (3, _("Bis in den 3. Stock")),
    (4, _("Bis in den 4. Stock")),
]


class SuitsForm(forms.Form):
    """Homes, stairs, the car, holidays: what suits her. Nobody but the search reads it."""

    most_floors = forms.TypedChoiceField(
        label=_("Wie viele Treppen sind in Ordnung?"),
        coerce=int,
        empty_value=None,
        choices=FLOORS,
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    fine_with_pets = forms.BooleanField(label=_("Tiere in der Wohnung sind in Ordnung"), required=False)
    fine_with_smoke = forms.BooleanField(label=_("Es darf in der Wohnung geraucht werden"), required=False)
    has_licence = forms.BooleanField(label=_("Ich habe einen Führerschein"), required=False)
    has_car = forms.BooleanField(label=_("Ich kann mit dem eigenen Auto fahren"), required=False)
    works_on_holidays = forms.BooleanField(label=_("Auch an Feiertagen dürfen Sie mich fragen"), required=False)
    gender = forms.ChoiceField(
        label=_("Ich bin"),
        help_text=_("Manche Menschen wünschen sich eine Frau oder einen Mann, zum Beispiel beim Arzt."),
        choices=[
            (Gender.UNSAID, _("keine Angabe")),
            (Gender.FEMALE, _("eine Frau")),
            (Gender.MALE, _("ein Mann")),
            (Gender.DIVERSE, _("divers")),
        ],
        required=False,
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, own = self.fields["most_floors"], self.initial.get("most_floors")
        if own is not None and own not in dict(FLOORS):
            words = _("Bis in den %(n)d. Stock") % {"n": own}
            field.choices = [*FLOORS, (own, words)]  # type: ignore[attr-defined]


SUITS = tuple(SuitsForm.base_fields)


def suits_of(volunteer: Volunteer) -> dict[str, Any]:
    """The form's first values."""
    return {name: getattr(volunteer, name) for name in SUITS}


class DayTimeForm(forms.Form):
    """One day on which it is otherwise. Without times: the whole day."""

    day = forms.DateField(
        label=_("Tag"), error_messages=MISSING, widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )
    is_free = forms.TypedChoiceField(
        label=_("An diesem Tag"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("kann ich doch")), ("no", _("kann ich nicht"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie eine Antwort.")},
    )
    from_time = forms.TimeField(label=_("von"), required=False, widget=forms.TimeInput(attrs={**INPUT, "type": "time"}))
    until_time = forms.TimeField(
        label=_("bis"),
        help_text=_("Bleibt beides leer, gilt es den ganzen Tag."),
        required=False,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("from_time") or dt.time.min, data.get("until_time") or dt.time(23, 59)
        if ends <= starts:
            self.add_error("until_time", _("Das Ende liegt vor dem Anfang."))
        return data | {"starts": starts, "ends": ends}
