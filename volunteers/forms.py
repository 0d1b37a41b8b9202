"""Joining, and the volunteer's own page: shape is checked here."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from piano.kit.numbers import say_metres
from piano.kit.one_line import LineField, names_an_address
from piano.kit.phone_form import ReadsPhone
from piano.kit.weekdays import WEEKDAYS
from quarters.models import Category, District, Who
from quarters.people.languages import SPOKEN
from volunteers.how_often import code_of, often_choices, read_often
from volunteers.kinds import say_to_helpers
from volunteers.models import Span, Volunteer

lazy_metres = lazy(say_metres, str)
WAYS = [
    (800, _("Zu Fuß um die Ecke, 800 m")),
    (1500, lazy_metres(1500)),
    (2500, lazy_metres(2500)),
    (4000, lazy_metres(4000, places=0)),
    (8000, _("Die ganze Stadt, 8 km")),
]
HOURS = [
    (60, _("1 Stunde")),
    (120, _("2 Stunden")),
    (180, _("3 Stunden")),
    (240, _("4 Stunden")),
    (300, _("5 Stunden")),
    (600, _("10 Stunden")),
]
INPUT = {"class": "input"}
MISSING = {"required": _("Bitte füllen Sie dieses Feld aus.")}


def say_way(metres: int) -> str:
    """„1,5 km“, or as the form says it."""
    return str(dict(WAYS).get(metres) or say_metres(metres))


def say_hours(minutes: int) -> str:
    """„3 Stunden“, or as the form says it."""
    return str(dict(HOURS).get(minutes) or _("%(n)d Minuten") % {"n": minutes})


def lay_categories() -> Any:
    return Category.objects.filter(is_offered=True).exclude(who=Who.PROFESSIONAL)


class KindsWidget(forms.CheckboxSelectMultiple):
    """Cards with the small line that says what a kind of help means for who helps."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["hint"] = say_to_helpers(value.instance) if hasattr(value, "instance") else ""
        return option


class KindsField(forms.ModelMultipleChoiceField):
    """The kinds of help in the reader's language."""

    def label_from_instance(self, obj: Category) -> str:
        return obj.said_to_helpers


class JoinForm(ReadsPhone, forms.Form):
    """A first word: name, a way to answer, the district. `website` is left empty by people."""

    name = LineField(
        label=_("Ihr Name"),
        max_length=120,
        error_messages=MISSING,
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=40,
        required=False,
        help_text=_("Mit Vorwahl, zum Beispiel 0561 123456"),
        widget=forms.TextInput(attrs={**INPUT, "type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-Mail"),
        required=False,
        error_messages={
            "invalid": _("Diese Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de")
        },
        widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "email"}),
    )
    district = forms.ModelChoiceField(
        label=_("In welchem Stadtteil möchten Sie helfen?"),
        queryset=District.objects.none(),
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Bitte wählen Sie einen Stadtteil.")},
        widget=forms.Select(attrs=INPUT),
    )
    categories = KindsField(
        label=_("Was machen Sie gern?"),
        queryset=Category.objects.none(),
        required=False,
        widget=KindsWidget,
    )
    words = forms.CharField(
        label=_("Möchten Sie uns noch etwas sagen?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )
    website = forms.CharField(
        required=False,
        label=_("Bitte leer lassen"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = District.objects.all()  # type: ignore[attr-defined]
        self.fields["categories"].queryset = lay_categories()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"phone", "email"} & set(self.errors) and not (data.get("phone") or data.get("email")):
            self.add_error(
                "phone",
                _("Bitte schreiben Sie eine Telefonnummer oder eine E-Mail-Adresse, damit wir antworten können."),
            )
        return data

    @property
    def is_machine(self) -> bool:
        """We greet by this name at an address that anybody may have typed."""
        return bool(self.cleaned_data.get("website")) or names_an_address(self.cleaned_data["name"])


class WishesForm(forms.Form):
    """What, how far, how much, in which languages, under which name."""

    categories = KindsField(
        label=_("Was machen Sie gern?"),
        queryset=Category.objects.none(),
        widget=KindsWidget,
        error_messages={"required": _("Bitte wählen Sie mindestens eines.")},
    )
    favourites = KindsField(
        label=_("Was davon besonders gern?"),
        help_text=_("Dafür fragen wir Sie eher als andere. Für das Übrige fragen wir Sie trotzdem."),
        queryset=Category.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    max_distance_m = forms.TypedChoiceField(
        label=_("Wie weit darf der Weg sein?"), coerce=int, choices=WAYS, widget=forms.Select(attrs=INPUT)
    )
    weekly_minutes = forms.TypedChoiceField(
        label=_("Wie viel Zeit haben Sie in der Woche?"), coerce=int, choices=HOURS, widget=forms.Select(attrs=INPUT)
    )
    how_often = forms.TypedChoiceField(
        label=_("Wie oft möchten Sie höchstens kommen?"),
        help_text=_("Dann fragen wir Sie nicht mehr, auch wenn noch Zeit wäre. „Heute kann ich“ gilt trotzdem."),
        coerce=read_often,
        empty_value=(None, Span.WEEK),  # type: ignore[arg-type]
        required=False,
        widget=forms.Select(attrs=INPUT),
    )
    languages = forms.MultipleChoiceField(
        label=_("Welche Sprachen sprechen Sie?"),
        choices=list(SPOKEN.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bitte wählen Sie mindestens eine.")},
    )
    shows_family_name = forms.BooleanField(
        label=_("Wer Hilfe bekommt, darf meinen Nachnamen lesen"),
        help_text=_("Sonst steht dort nur der erste Buchstabe."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("categories", "favourites"):
            self.fields[name].queryset = lay_categories()  # type: ignore[attr-defined]
        for name, say in (("max_distance_m", say_way), ("weekly_minutes", say_hours)):
            self._offer_own(name, say)
        self.fields["how_often"].choices = often_choices(self.initial.get("how_often", ""))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Favourites are among what she does, and become their codes."""
        data = super().clean() or {}
        if "favourites" in data:
            likes = list(data["favourites"])
            data["favourites"] = [category.code for category in likes]
            missing = [one.said_to_helpers for one in likes if "categories" in data and one not in data["categories"]]
            if missing:
                words = _("Bitte kreuzen Sie das auch weiter oben an, oder lassen Sie es hier weg: %(kinds)s")
                self.add_error("favourites", words % {"kinds": ", ".join(missing)})
        return data

    def _offer_own(self, name: str, say: Callable[[int], str]) -> None:
        """A value that is not among the usual ones stays what it is unless somebody changes it."""
        field, own = self.fields[name], self.initial.get(name)
        if own is not None and own not in dict(field.choices):  # type: ignore[attr-defined]
            field.choices = sorted([*field.choices, (own, say(own))])  # type: ignore[attr-defined]


def wishes_of(volunteer: Volunteer) -> dict[str, Any]:
    """The form's first values."""
    return {
        "categories": list(volunteer.categories.all()),
        "favourites": volunteer.favourites,
        "max_distance_m": volunteer.max_distance_m,
        "weekly_minutes": volunteer.weekly_minutes,
        "how_often": code_of(volunteer),
        "languages": volunteer.languages,
        "shows_family_name": volunteer.shows_family_name,
    }


class TimeForm(forms.Form):
    weekday = forms.TypedChoiceField(
        label=_("Wochentag"), coerce=int, choices=WEEKDAYS, widget=forms.Select(attrs=INPUT)
    )
    starts = forms.TimeField(
        label=_("von"), error_messages=MISSING, widget=forms.TimeInput(attrs={**INPUT, "type": "time"})
    )
    ends = forms.TimeField(
        label=_("bis"), error_messages=MISSING, widget=forms.TimeInput(attrs={**INPUT, "type": "time"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("Das Ende liegt vor dem Anfang."))
        return data


class AbsenceForm(forms.Form):
    first_day = forms.DateField(
        label=_("vom"), error_messages=MISSING, widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )
    last_day = forms.DateField(
        label=_("bis einschließlich"), error_messages=MISSING, widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first_day") and data.get("last_day") and data["last_day"] < data["first_day"]:
            self.add_error("last_day", _("Der letzte Tag liegt vor dem ersten."))
        return data


class PauseForm(forms.Form):
    """Empty: until she says so."""

    until = forms.DateField(
        label=_("Wieder da am"),
        help_text=_("Leer lassen, wenn Sie es noch nicht wissen."),
        required=False,
        error_messages={"invalid": _("Diesen Tag gibt es nicht. Bitte sehen Sie noch einmal nach.")},
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
